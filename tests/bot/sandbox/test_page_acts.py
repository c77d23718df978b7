"""What a person can do on the chat page: write, drop, answer, edit, be somebody else, and go on after a loss."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from page_driver import PATIENCE_MS, drop_pictures, open_browser, open_page, open_town, show
from playwright.async_api import Browser, Page, expect
from sandbox_client import JONAS, MARA, PAT, Town, png

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def town() -> AsyncIterator[Town]:
    async with open_town() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    async with open_page(browser) as opened:
        yield opened


async def test_dropped_pictures_travel_as_one_album(town: Town, page: Page) -> None:
    chat = await town.private()
    await show(page, town, chat)
    await expect(page.get_by_test_id("send")).to_be_disabled()
    await drop_pictures(page, "one.png", "two.png", "three.png")
    await page.get_by_role("button", name="Remove two.png").click()
    await page.get_by_test_id("composer").fill("what do these say?")
    await page.get_by_test_id("send").click()
    await expect(page.locator(".cell")).to_have_count(2)

    first, second = await town.messages(chat)
    assert first["album_id"] == second["album_id"] is not None
    assert (first["text"], second["text"]) == ("what do these say?", "")
    await expect(page.locator(".row")).to_have_count(1)
    await expect(page.get_by_test_id("composer")).to_have_value("")


async def test_chosen_pictures_can_travel_as_files(town: Town, page: Page) -> None:
    chat = await town.private()
    await show(page, town, chat)
    await page.get_by_test_id("files").set_input_files(
        {"name": "plan.png", "mimeType": "image/png", "buffer": png()}
    )
    await page.get_by_label("Send as file").check()
    await page.get_by_test_id("send").click()
    await expect(page.locator(".file")).to_contain_text("plan.png")
    await expect(page.locator("#strip")).to_be_hidden()


async def test_the_keyboard_alone_sends_edits_replies_and_deletes(town: Town, page: Page) -> None:
    chat = await town.private()
    asked = await town.send(chat, "Which office?")
    await show(page, town, chat)
    own, field = page.locator(".row.own"), page.get_by_test_id("composer")
    await expect(field).to_be_focused()
    await page.keyboard.type("first line")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("second line")
    await page.keyboard.press("Enter")
    await expect(own).to_have_count(1)

    await page.keyboard.press("ArrowUp")
    await expect(field).to_have_value("first line\nsecond line")
    await page.keyboard.press("Control+A")
    await page.keyboard.type("Hamburg")
    await page.keyboard.press("Enter")
    await expect(own).to_contain_text("Hamburg")
    await expect(own).to_contain_text("edited")

    await page.locator(".row").first.focus()
    await page.keyboard.press("r")
    await page.keyboard.type("the big one")
    await page.keyboard.press("Enter")
    await expect(own).to_have_count(2)
    shown = [(each["text"], each["reply_to"]) for each in await town.messages(chat)]
    assert shown == [("Which office?", None), ("Hamburg", None), ("the big one", asked)]

    await page.locator(".row").first.focus()
    await page.keyboard.press("End")
    await page.keyboard.press("Delete")
    await expect(own).to_have_count(1)


async def test_escape_gives_up_a_reply_and_an_edit(town: Town, page: Page) -> None:
    chat = await town.private()
    await town.write(chat, "my words")
    await show(page, town, chat)
    await page.locator(".row").focus()
    await page.keyboard.press("e")
    await expect(page.get_by_test_id("composer")).to_have_value("my words")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("composer")).to_have_value("")
    await page.get_by_test_id("composer").fill("a new thought")
    await page.keyboard.press("Enter")
    await expect(page.locator(".row")).to_have_count(2)
    assert [each["edited"] for each in await town.messages(chat)] == [False, False]


async def test_alt_and_arrows_change_the_chat(town: Town, page: Page) -> None:
    older, newer = await town.group(title="Older"), await town.group(title="Newer")
    await town.write(newer, "hello")
    await show(page, town, newer)
    await page.keyboard.press("Alt+ArrowDown")
    await expect(page.get_by_test_id(f"chat-{older}")).to_have_attribute("aria-current", "true")
    await page.keyboard.press("Alt+ArrowUp")
    await expect(page.get_by_test_id(f"chat-{newer}")).to_have_attribute("aria-current", "true")


async def test_messages_come_from_the_chosen_person_who_survives_a_reload(
    town: Town, page: Page
) -> None:
    chat = await town.group()
    await show(page, town, chat)
    await page.get_by_test_id("person").select_option(str(JONAS))
    await page.reload()
    await expect(page.get_by_test_id("person")).to_have_value(str(JONAS))
    await page.get_by_test_id("composer").fill("hello")
    await page.keyboard.press("Enter")
    await expect(page.locator(".row.own")).to_have_count(1)
    await page.get_by_test_id("person").select_option(str(MARA))
    await expect(page.locator(".row.own")).to_have_count(0)
    [message] = await town.messages(chat)
    sender = message["from"]
    assert isinstance(sender, dict)
    assert sender["id"] == JONAS


async def test_somebody_new_joins_and_is_who_one_is(town: Town, page: Page) -> None:
    chat = await town.group()
    await show(page, town, chat)
    await page.get_by_test_id("person").select_option("join")
    await page.get_by_label("First name").fill("Robin")
    await page.keyboard.press("Enter")
    chosen = page.get_by_test_id("person").locator("option:checked")
    await expect(chosen).to_have_text("Robin — newcomer")


async def test_who_joined_is_new_also_where_the_list_of_chats_tells_it_first(
    town: Town, page: Page
) -> None:
    await page.goto(str(town.http.base_url))
    before = {"id": 1, "type": "group", "members": [{"id": MARA, "first_name": "Mara"}]}
    after = {**before, "members": [*before["members"], {"id": PAT, "first_name": "Pat"}]}
    told = """async ([before, after]) => {
      const { State } = await import("/page/state.js");
      const state = new State();
      state.setChats([before]);
      state.openChat(before.id);
      state.setChats([after]);
      state.patchChat(after.id, { members: after.members });
      return state.people.map((member) => state.isNewcomer(member.id));
    }"""
    assert await page.evaluate(told, [before, after]) == [False, True]


async def test_a_refusal_is_shown_and_the_text_stays(town: Town, page: Page) -> None:
    chat = await town.group()
    await town.ok("banChatMember", chat_id=chat, user_id=PAT)
    await show(page, town, chat, PAT)
    await expect(page.get_by_test_id("person")).to_have_value(str(PAT))
    await page.get_by_test_id("composer").fill("let me in")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("toast")).to_contain_text("Pat")
    await expect(page.get_by_test_id("composer")).to_have_value("let me in")


async def test_commands_are_completed_and_a_suggestion_is_sent(town: Town, page: Page) -> None:
    await town.ok("setMyCommands", commands=[{"command": "ask", "description": "Ask"}])
    people = [{"id": MARA, "first_name": "Mara"}]
    body = {"type": "private", "members": people, "suggestions": ["What is VLAN 40?"]}
    chat = int(str((await town.person("POST", "/chats", **body))["id"]))
    await show(page, town, chat)
    await page.get_by_test_id("suggestion").click()
    await expect(page.locator(".row.own")).to_contain_text("What is VLAN 40?")
    await page.get_by_test_id("composer").press_sequentially("/a")
    await expect(page.locator("#commands [role=option]")).to_contain_text("/ask")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("composer")).to_have_value("/ask ")


async def test_the_page_catches_up_after_the_server_was_away(page: Page) -> None:
    async with open_town() as town:
        chat = await town.private()
        await town.write(chat, "before")
        await show(page, town, chat)
        await expect(page.locator(".row")).to_contain_text("before")
        port = town.http.base_url.port
    assert port is not None
    await expect(page.locator("#status")).to_contain_text("lost")

    async with open_town(port) as town:
        await town.write(await town.private(), "after")
        await expect(page.locator(".row")).to_contain_text("after", timeout=PATIENCE_MS)
        await expect(page.locator(".row")).to_have_count(1)
