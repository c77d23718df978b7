"""The chat page in a real browser, over the real sandbox; the bot's side is spoken by hand, so no bot is needed."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.sandbox import World, serving

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

TOKEN = "1:secret"
MARA, JONAS = 7, 8
MARKUP_NAME = "<img src=x onerror=alert(1)>"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 15_000
DROP = """async ([names]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 60, height: 40 });
  canvas.getContext("2d").fillRect(0, 0, 60, 40);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const dataTransfer = new DataTransfer();
  names.forEach((name) => dataTransfer.items.add(new File([blob], name, { type: "image/png" })));
  const at = { dataTransfer, bubbles: true, cancelable: true };
  for (const type of ["dragenter", "dragover", "drop"]) {
    document.querySelector("main").dispatchEvent(new DragEvent(type, at));
  }
}"""


@dataclass(frozen=True)
class Sandbox:
    """A running sandbox, and both sides of its chats."""

    url: str
    http: httpx.AsyncClient

    async def bot(self, method: str, **parameters: object) -> int:
        """Call the Bot API; return the id of the message that came of it, if one did."""
        answer = (await self.http.post(f"/bot{TOKEN}/{method}", json=parameters)).json()
        assert answer["ok"], answer
        result = answer["result"]
        return int(result["message_id"]) if isinstance(result, dict) else 0

    async def chat(self, kind: str, people: dict[int, str], **more: object) -> int:
        """Make a chat whose first member is its creator."""
        members = [
            {"id": number, "first_name": name, "status": "member" if index else "creator"}
            for index, (number, name) in enumerate(people.items())
        ]
        if kind == "private":
            members[0]["status"] = "member"
        answer = await self.http.post(
            "/sandbox/chats", json={"type": kind, "members": members, **more}
        )
        return int(answer.json()["id"])

    async def say(self, chat: int, person: int, text: str, **more: object) -> int:
        """Write as a person."""
        answer = await self.http.post(
            f"/sandbox/chats/{chat}/messages", json={"from": person, "text": text, **more}
        )
        return int(answer.json()["message_ids"][0])

    async def album(self, chat: int, person: int, count: int) -> list[int]:
        """Send several pictures as a person."""
        answer = await self.http.post(
            f"/sandbox/chats/{chat}/messages",
            data={"from": str(person), "as": "photo", "text": "three views"},
            files=[("files", (f"{number}.jpg", picture(), "image/jpeg")) for number in range(count)],
        )
        return [int(number) for number in answer.json()["message_ids"]]

    async def messages(self, chat: int) -> list[dict[str, object]]:
        """Read a chat as the server shows it."""
        answer = await self.http.get(f"/sandbox/chats/{chat}/messages")
        messages: list[dict[str, object]] = answer.json()["messages"]
        return messages


def picture() -> bytes:
    """Draw a small photo."""
    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (120, 90), "teal").save(buffer, "JPEG")
    return buffer.getvalue()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Start one browser for all the tests here."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("no Chromium on this machine; install the package `chromium`")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    """Serve an empty sandbox that has no flood limits."""
    async with (
        serving(World(token=TOKEN, flood=None)) as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as http,
    ):
        yield Sandbox(url, http)


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """Open an empty page; an error in the page's own code fails the test."""
    context = await browser.new_context(viewport={"width": 1100, "height": 760})
    opened = await context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    failures: list[str] = []
    opened.on("pageerror", lambda error: failures.append(str(error)))
    yield opened
    await context.close()
    assert failures == []


async def show(page: Page, sandbox: Sandbox, chat: int, person: int = MARA) -> None:
    """Open a chat as a person and wait until it is there."""
    await page.goto(f"{sandbox.url}/#chat={chat}&as={person}")
    await expect(page.get_by_test_id(f"chat-{chat}")).to_have_attribute("aria-current", "true")


async def test_an_answer_shows_its_entities_and_its_buttons_answer(
    sandbox: Sandbox, page: Page
) -> None:
    chat = await sandbox.chat("private", {MARA: "Mara"})
    answer = await sandbox.bot(
        "sendMessage",
        chat_id=chat,
        text='😀 <b>Bold <i>both</i></b> <code>0x51</code> <a href="https://example.org/">guide</a>'
        "<blockquote>handbook.pdf, p. 12</blockquote>",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": [[{"text": "Right", "callback_data": "right"}]]},
    )
    await show(page, sandbox, chat)

    bubble = page.get_by_test_id(f"message-{answer}")
    await expect(bubble.locator("strong")).to_have_text("Bold both")
    await expect(bubble.locator("strong em")).to_have_text("both")
    await expect(bubble.locator("code")).to_have_text("0x51")
    await expect(bubble.locator("blockquote")).to_have_text("handbook.pdf, p. 12")
    link = bubble.get_by_role("link", name="guide")
    await expect(link).to_have_attribute("href", "https://example.org/")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")

    await bubble.get_by_test_id("button").click()
    query = await callback_query(sandbox)
    await sandbox.bot("answerCallbackQuery", callback_query_id=query, text="Thank you")
    await expect(page.get_by_test_id("toast")).to_have_text("Thank you")


async def callback_query(sandbox: Sandbox) -> str:
    """Wait for the press of a button to reach the bot."""
    answer = await sandbox.http.post(
        f"/bot{TOKEN}/getUpdates",
        json={"timeout": 10, "allowed_updates": ["callback_query"], "offset": -1},
        timeout=15,
    )
    return str(answer.json()["result"][-1]["callback_query"]["id"])


async def test_names_texts_and_file_names_never_become_markup(sandbox: Sandbox, page: Page) -> None:
    chat = await sandbox.chat("group", {MARA: "Mara", JONAS: MARKUP_NAME}, title=MARKUP_NAME)
    told = await sandbox.say(chat, JONAS, MARKUP_NAME)
    reply = await sandbox.say(chat, JONAS, "javascript:alert(1)", reply_to=told)
    await sandbox.http.post(
        f"/sandbox/chats/{chat}/messages",
        data={"from": str(JONAS), "as": "document"},
        files={"files": (MARKUP_NAME, b"text", "text/plain")},
    )
    await show(page, sandbox, chat)

    await expect(page.get_by_test_id(f"message-{told}").locator(".text")).to_contain_text(
        MARKUP_NAME
    )
    await expect(page.get_by_test_id(f"message-{told}").locator(".name")).to_contain_text(
        MARKUP_NAME
    )
    await expect(page.get_by_test_id(f"message-{reply}").locator(".quote")).to_contain_text(
        MARKUP_NAME
    )
    await expect(page.locator(".file")).to_have_count(1)
    await expect(page.locator("h2")).to_have_text(MARKUP_NAME)
    assert await page.locator("img[src=x], a[href^=javascript]").count() == 0


async def test_dropped_pictures_travel_as_one_album(sandbox: Sandbox, page: Page) -> None:
    chat = await sandbox.chat("private", {MARA: "Mara"})
    await show(page, sandbox, chat)
    await expect(page.get_by_test_id("send")).to_be_disabled()

    await page.evaluate(DROP, [["one.png", "two.png", "three.png"]])
    await page.get_by_role("button", name="Remove two.png").click()
    await page.get_by_test_id("composer").fill("what do these say?")
    await page.get_by_test_id("send").click()
    await expect(page.locator(".cell")).to_have_count(2)

    first, second = await sandbox.messages(chat)
    assert first["album_id"] == second["album_id"] is not None
    assert (first["text"], second["text"]) == ("what do these say?", "")
    await expect(page.locator(".row")).to_have_count(1)
    await expect(page.get_by_test_id("composer")).to_have_value("")


async def test_chosen_pictures_can_travel_as_files(sandbox: Sandbox, page: Page) -> None:
    chat = await sandbox.chat("private", {MARA: "Mara"})
    await show(page, sandbox, chat)
    await page.get_by_test_id("files").set_input_files(
        {"name": "plan.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    await page.get_by_label("Send as file").check()
    await page.get_by_test_id("send").click()
    await expect(page.locator(".file")).to_contain_text("plan.jpg")
    [message] = await sandbox.messages(chat)
    assert [media["kind"] for media in message["media"]] == ["document"]  # type: ignore[attr-defined]  # JSON


async def test_a_photo_opens_large_and_arrows_walk_its_album(sandbox: Sandbox, page: Page) -> None:
    chat = await sandbox.chat("private", {MARA: "Mara"})
    album = await sandbox.album(chat, MARA, 3)
    await show(page, sandbox, chat)
    await page.get_by_test_id(f"message-{album[1]}").click()
    box = page.get_by_role("dialog", name="Picture")
    await expect(box).to_contain_text("2 of 3")
    await page.keyboard.press("ArrowRight")
    await expect(box).to_contain_text("3 of 3")
    await page.keyboard.press("Escape")
    await expect(box).to_be_hidden()


async def test_a_phone_shows_list_and_chat_one_at_a_time_without_sideways_scrolling(
    sandbox: Sandbox, page: Page
) -> None:
    await page.set_viewport_size({"width": 360, "height": 640})
    chat = await sandbox.chat("group", {MARA: "Mara", JONAS: "Jonas"}, title="A" * 120)
    await sandbox.say(chat, JONAS, "w" * 300)
    await sandbox.album(chat, JONAS, 3)
    await sandbox.bot("sendMessage", chat_id=chat, text="<pre>" + "x" * 200 + "</pre>", parse_mode="HTML")
    await page.goto(sandbox.url)
    await expect(page.get_by_test_id("composer")).to_be_hidden()
    await page.get_by_test_id(f"chat-{chat}").click()
    await expect(page.get_by_test_id("composer")).to_be_visible()
    await expect(page.locator(".row")).to_have_count(3)
    widths = "[...document.querySelectorAll('html, #pane, #log')].map((e) => e.scrollWidth)"
    assert max(await page.evaluate(widths)) <= 360
    await page.get_by_role("button", name="Back to chats").click()
    await expect(page.get_by_test_id(f"chat-{chat}")).to_be_visible()
    await expect(page.get_by_test_id("composer")).to_be_hidden()


async def test_the_keyboard_alone_sends_replies_edits_and_deletes(
    sandbox: Sandbox, page: Page
) -> None:
    chat = await sandbox.chat("private", {MARA: "Mara"})
    asked = await sandbox.bot("sendMessage", chat_id=chat, text="Which office?")
    await show(page, sandbox, chat)
    await expect(page.get_by_test_id("composer")).to_be_focused()
    await page.keyboard.type("first line")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("second line")
    await page.keyboard.press("Enter")
    await expect(page.locator(".row.own")).to_have_count(1)

    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_test_id("composer")).to_have_value("first line\nsecond line")
    await page.keyboard.press("Control+A")
    await page.keyboard.type("Hamburg")
    await page.keyboard.press("Enter")
    await expect(page.locator(".row.own")).to_contain_text("Hamburg")
    await expect(page.locator(".row.own")).to_contain_text("edited")

    await page.locator(".row").first.focus()
    await page.keyboard.press("r")
    await page.keyboard.type("the big one")
    await page.keyboard.press("Enter")
    await expect(page.locator(".row.own")).to_have_count(2)
    assert [(one["text"], one["reply_to"]) for one in await sandbox.messages(chat)] == [
        ("Which office?", None),
        ("Hamburg", None),
        ("the big one", asked),
    ]

    await page.locator(".row").first.focus()
    await page.keyboard.press("End")
    await page.keyboard.press("Delete")
    await expect(page.locator(".row.own")).to_have_count(1)


async def test_alt_and_arrows_change_the_chat(sandbox: Sandbox, page: Page) -> None:
    older = await sandbox.chat("group", {MARA: "Mara"}, title="Older")
    newer = await sandbox.chat("group", {MARA: "Mara"}, title="Newer")
    await sandbox.say(newer, MARA, "hello")
    await show(page, sandbox, newer)
    await page.keyboard.press("Alt+ArrowDown")
    await expect(page.get_by_test_id(f"chat-{older}")).to_have_attribute("aria-current", "true")
    await page.keyboard.press("Alt+ArrowUp")
    await expect(page.get_by_test_id(f"chat-{newer}")).to_have_attribute("aria-current", "true")


async def test_messages_are_sent_as_the_chosen_person_who_survives_a_reload(
    sandbox: Sandbox, page: Page
) -> None:
    chat = await sandbox.chat("supergroup", {MARA: "Mara", JONAS: "Jonas"}, title="Team")
    await show(page, sandbox, chat)
    await page.get_by_test_id("person").select_option(str(JONAS))
    await page.reload()
    await expect(page.get_by_test_id("person")).to_have_value(str(JONAS))
    await page.get_by_test_id("composer").fill("hello")
    await page.keyboard.press("Enter")
    await expect(page.locator(".row.own")).to_have_count(1)
    await page.get_by_test_id("person").select_option(str(MARA))
    await expect(page.locator(".row.own")).to_have_count(0)
    [message] = await sandbox.messages(chat)
    assert message["from"]["first_name"] == "Jonas"  # type: ignore[index]  # JSON


async def test_a_refusal_is_shown_and_the_text_stays(sandbox: Sandbox, page: Page) -> None:
    chat = await sandbox.chat("supergroup", {MARA: "Mara", JONAS: "Jonas"}, title="Team")
    await sandbox.bot("banChatMember", chat_id=chat, user_id=JONAS)
    await show(page, sandbox, chat, JONAS)
    await expect(page.get_by_test_id("person")).to_have_value(str(JONAS))
    await page.get_by_test_id("composer").fill("let me in")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("toast")).to_contain_text("Jonas")
    await expect(page.get_by_test_id("composer")).to_have_value("let me in")


async def test_a_draft_grows_in_one_bubble_and_becomes_the_answer(
    sandbox: Sandbox, page: Page
) -> None:
    chat = await sandbox.chat("private", {MARA: "Mara"})
    await show(page, sandbox, chat)
    await sandbox.bot("sendChatAction", chat_id=chat, action="typing")
    await expect(page.locator("#chat-subtitle")).to_contain_text("typing")
    for words in ("Visitors", "Visitors get a badge"):
        await sandbox.bot("sendMessageDraft", chat_id=chat, draft_id=5, text=words)
        await expect(page.locator(".row.draft .text")).to_contain_text(words)
    await expect(page.locator(".row")).to_have_count(1)
    answer = await sandbox.bot("sendMessage", chat_id=chat, text="Visitors get a badge [1].")
    await expect(page.get_by_test_id(f"message-{answer}")).to_contain_text("a badge [1].")
    await expect(page.locator(".row")).to_have_count(1)

    await sandbox.bot("deleteMessage", chat_id=chat, message_id=answer)
    await expect(page.locator(".row")).to_have_count(0)


async def test_topics_are_tabs_with_their_own_messages(sandbox: Sandbox, page: Page) -> None:
    chat = await sandbox.chat("supergroup", {MARA: "Mara"}, title="Forum", forum=True)
    topic = await sandbox.http.post(f"/sandbox/chats/{chat}/topics", json={"name": "Releases"})
    thread = int(topic.json()["thread"])
    await sandbox.say(chat, MARA, "in general")
    await show(page, sandbox, chat)
    await expect(page.locator(".row")).to_have_text([r"in general"], use_inner_text=False)
    await page.get_by_role("tab", name="Releases").click()
    await expect(page.locator(".row")).to_have_count(0)
    await page.get_by_test_id("composer").fill("one dot two")
    await page.keyboard.press("Enter")
    await expect(page.locator(".row")).to_have_count(1)
    assert (await sandbox.messages(chat))[-1]["thread"] == thread


async def test_other_chats_count_what_is_unread_and_a_suggestion_starts_a_chat(
    sandbox: Sandbox, page: Page
) -> None:
    await sandbox.bot("setMyCommands", commands=[{"command": "ask", "description": "Ask"}])
    chat = await sandbox.chat("private", {MARA: "Mara"}, suggestions=["What is VLAN 40?"])
    group = await sandbox.chat("group", {MARA: "Mara", JONAS: "Jonas"}, title="Team")
    await show(page, sandbox, chat)
    await sandbox.say(group, JONAS, "one")
    await sandbox.say(group, JONAS, "two")
    item = page.get_by_test_id(f"chat-{group}")
    await expect(item.locator(".badge")).to_have_text("2")
    await expect(item).to_contain_text("two")

    await page.get_by_test_id("suggestion").click()
    await expect(page.locator(".row.own")).to_contain_text("What is VLAN 40?")
    await page.get_by_test_id("composer").press_sequentially("/a")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("composer")).to_have_value("/ask ")


async def test_the_page_catches_up_after_the_server_was_away(page: Page) -> None:
    async with (
        serving(World(token=TOKEN, flood=None)) as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as http,
    ):
        sandbox = Sandbox(url, http)
        chat = await sandbox.chat("private", {MARA: "Mara"})
        await sandbox.say(chat, MARA, "before")
        await show(page, sandbox, chat)
        await expect(page.locator(".row")).to_contain_text("before")
    await expect(page.locator("#status")).to_contain_text("lost")

    port = int(url.rpartition(":")[2])
    async with (
        serving(World(token=TOKEN, flood=None), port=port) as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as http,
    ):
        sandbox = Sandbox(url, http)
        chat = await sandbox.chat("private", {MARA: "Mara"})
        await sandbox.say(chat, MARA, "after")
        await expect(page.locator(".row")).to_contain_text("after", timeout=PATIENCE_MS)
        await expect(page.locator(".row")).to_have_count(1)
