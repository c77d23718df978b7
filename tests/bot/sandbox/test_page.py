"""What the chat page shows, in a real browser over the real sandbox; the bot's side is spoken by hand."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from page_driver import open_browser, open_page, open_town, show
from playwright.async_api import Browser, Page, expect
from sandbox_client import JONAS, MARA, Town, png

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

MARKUP = "<img src=x onerror=alert(1)>"


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


async def test_an_answer_shows_its_entities_and_its_buttons_answer(town: Town, page: Page) -> None:
    chat = await town.private()
    text = (
        '😀 <b>Bold <i>both</i></b> <code>0x51</code> <a href="https://example.org/">guide</a>'
        "<blockquote>handbook.pdf, p. 12</blockquote>"
    )
    keys = {"inline_keyboard": [[{"text": "Right", "callback_data": "right"}]]}
    answer = await town.send(chat, text, parse_mode="HTML", reply_markup=keys)
    await show(page, town, chat)

    bubble = page.get_by_test_id(f"message-{answer}")
    await expect(bubble.locator("strong")).to_have_text("Bold both")
    await expect(bubble.locator("strong em")).to_have_text("both")
    await expect(bubble.locator("code")).to_have_text("0x51")
    await expect(bubble.locator("blockquote")).to_have_text("handbook.pdf, p. 12")
    link = bubble.get_by_role("link", name="guide")
    await expect(link).to_have_attribute("href", "https://example.org/")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")

    await bubble.get_by_test_id("button").click()
    [update] = await town.updates(10)
    query = update["callback_query"]
    assert isinstance(query, dict)
    assert query["data"] == "right"
    await town.ok("answerCallbackQuery", callback_query_id=query["id"], text="Thank you")
    await expect(page.get_by_test_id("toast")).to_have_text("Thank you")


async def test_names_texts_and_file_names_never_become_markup(town: Town, page: Page) -> None:
    people = [{"id": MARA, "first_name": "Mara"}, {"id": JONAS, "first_name": MARKUP}]
    body = {"type": "group", "title": MARKUP, "members": people}
    chat = int(str((await town.person("POST", "/chats", **body))["id"]))
    told = await town.write(chat, MARKUP, JONAS)
    reply = await town.write(chat, "javascript:alert(1)", JONAS, reply_to=told)
    await town.attach(chat, [(MARKUP, b"text", "text/plain")], **{"from": JONAS, "as": "document"})
    await show(page, town, chat)

    bubble = page.get_by_test_id(f"message-{told}")
    await expect(bubble.locator(".text")).to_contain_text(MARKUP)
    await expect(bubble.locator(".name")).to_contain_text(MARKUP)
    quote = page.get_by_test_id(f"message-{reply}").locator(".quote")
    await expect(quote).to_contain_text(MARKUP)
    await expect(page.locator(".file")).to_have_count(1)
    await expect(page.locator("h2")).to_have_text(MARKUP)
    assert await page.locator("img[src=x], a[href^=javascript]").count() == 0


async def test_an_album_whose_last_part_comes_late_is_one_bubble(town: Town, page: Page) -> None:
    chat = await town.private()
    await show(page, town, chat)
    pictures = [(f"{number}.png", png(), "image/png") for number in range(3)]
    album = await town.attach(chat, pictures, **{"as": "photo", "text": "three", "spacing": 0.2})
    await expect(page.locator(".cell")).to_have_count(3)
    await expect(page.locator(".row")).to_have_count(1)

    await page.get_by_test_id(f"message-{album[1]}").click()
    box = page.get_by_role("dialog", name="Picture")
    await expect(box).to_contain_text("2 of 3")
    await page.keyboard.press("ArrowRight")
    await expect(box).to_contain_text("3 of 3")
    await page.keyboard.press("Escape")
    await expect(box).to_be_hidden()


async def test_a_phone_shows_list_and_chat_in_turn_and_never_scrolls_sideways(
    town: Town, page: Page
) -> None:
    await page.set_viewport_size({"width": 360, "height": 640})
    chat = await town.group("group", title="A" * 120)
    await town.write(chat, "w" * 300, JONAS)
    await town.attach(chat, [("a.png", png(), "image/png")] * 2, **{"from": JONAS, "as": "photo"})
    await town.send(chat, "<pre>" + "x" * 200 + "</pre>", parse_mode="HTML")
    await page.goto(str(town.http.base_url))
    await expect(page.get_by_test_id("composer")).to_be_hidden()
    await page.get_by_test_id(f"chat-{chat}").click()
    await expect(page.get_by_test_id("composer")).to_be_visible()
    await expect(page.locator(".row")).to_have_count(3)
    widths = "[...document.querySelectorAll('html, #pane, #log')].map((e) => e.scrollWidth)"
    assert max(await page.evaluate(widths)) <= 360
    await page.get_by_role("button", name="Back to chats").click()
    await expect(page.get_by_test_id(f"chat-{chat}")).to_be_visible()
    await expect(page.get_by_test_id("composer")).to_be_hidden()


async def test_a_draft_grows_in_one_bubble_and_becomes_the_answer(town: Town, page: Page) -> None:
    chat = await town.private()
    await show(page, town, chat)
    await expect(page.locator("#welcome")).to_be_visible()
    await town.ok("sendChatAction", chat_id=chat, action="typing")
    await expect(page.locator("#chat-subtitle")).to_contain_text("typing")
    for words in ("Visitors", "Visitors get a badge"):
        await town.ok("sendMessageDraft", chat_id=chat, draft_id=5, text=words)
        await expect(page.locator(".row.draft .text")).to_contain_text(words)
        await expect(page.locator(".row")).to_have_count(1)
    answer = await town.send(chat, "Visitors get a badge [1].")
    await expect(page.get_by_test_id(f"message-{answer}")).to_contain_text("a badge [1].")
    await expect(page.locator(".row")).to_have_count(1)

    await town.ok("editMessageText", chat_id=chat, message_id=answer, text="A blue badge [1].")
    await expect(page.get_by_test_id(f"message-{answer}")).to_contain_text("A blue badge [1].")
    await expect(page.get_by_test_id(f"message-{answer}")).to_contain_text("edited")
    await town.ok("deleteMessage", chat_id=chat, message_id=answer)
    await expect(page.locator(".row")).to_have_count(0)


async def test_topics_are_tabs_with_their_own_messages(town: Town, page: Page) -> None:
    chat = await town.group(forum=True)
    topic = await town.person("POST", f"/chats/{chat}/topics", name="Releases")
    await town.write(chat, "in general")
    await show(page, town, chat)
    await expect(page.locator(".row")).to_contain_text(["in general"])
    await page.get_by_role("tab", name="Releases").click()
    await expect(page.locator(".row")).to_have_count(0)
    await page.get_by_test_id("composer").fill("one dot two")
    await page.keyboard.press("Enter")
    await expect(page.locator(".row")).to_contain_text(["one dot two"])
    assert (await town.messages(chat))[-1]["thread"] == topic["thread"]


async def test_other_chats_count_what_is_unread(town: Town, page: Page) -> None:
    chat, group = await town.private(), await town.group()
    await show(page, town, chat)
    await town.write(group, "one", JONAS)
    await town.write(group, "two", JONAS)
    item = page.get_by_test_id(f"chat-{group}")
    await expect(item.locator(".badge")).to_have_text("2")
    await expect(item).to_contain_text("two")
    await item.click()
    await expect(item.locator(".badge")).to_be_hidden()
    await expect(page.locator(".row")).to_have_count(2)


async def test_a_reaction_is_shown_and_a_second_press_takes_it_back(town: Town, page: Page) -> None:
    chat = await town.private()
    message = await town.send(chat, "Here it is.")
    await town.person(
        "POST", f"/chats/{chat}/messages/{message}/react", emoji="👍", **{"from": MARA}
    )
    await show(page, town, chat)
    reaction = page.get_by_test_id(f"message-{message}").get_by_role("button", name="👍, 1")
    await expect(reaction).to_have_attribute("aria-pressed", "true")
    await reaction.click()
    await expect(reaction).to_be_hidden()
