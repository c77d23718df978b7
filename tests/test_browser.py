"""The demo as a newcomer meets it: `groundglass sandbox` as a process, its page in a real browser."""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, Locator, Page, expect

from bot.demo.draw.canvas import Canvas, Paint, Type
from bot.demo.team import MARA, PAT
from tests.browser import drop_file, open_browser, open_page
from tests.way.endpoint import Endpoint, endpoint

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

SCREENSHOT = Path(__file__).parent.parent / "bot" / "sandbox" / "page" / "screenshot.png"
WIDTH, HEIGHT = 1280, 800
ZOOM = 0.76
"""The README's picture shows a window larger than itself, so that question and answer fit."""
MOST_BYTES = 300_000
READY = "groundglass is ready at "
KNOWN = "the handbook is known"
SLOWLY_MS = 60_000
"""For what waits for weights: the first answer loads the vectors, the first picture the reader."""
SCAM = (
    "Your wallet has been suspended! Enter your seed phrase at https://wa11et-verify.top/login now"
)

DRAFTS = """() => {
  window.drafts = [];
  const note = () => {
    const shown = document.querySelector(".row.draft .text")?.cloneNode(true);
    shown?.querySelector(".meta")?.remove();
    const words = shown?.textContent ?? "";
    if (words && words !== window.drafts.at(-1)) window.drafts.push(words);
  };
  new MutationObserver(note).observe(
    document.querySelector("#log"), { childList: true, subtree: true, characterData: true },
  );
}"""


@dataclass
class Demo:
    """`groundglass sandbox` as a process of its own."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)
    url: str = ""
    lines: list[str] = field(default_factory=list)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Demo"]:
        """Start it on a free port and wait until it knows its handbook; at the end interrupt it."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "sandbox", "--port", "0"),
            env=kept | {"GROUNDGLASS_HOME": str(self.home)} | self.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        assert process.stdout is not None
        try:
            await self._read(process.stdout, READY, KNOWN)
            self.url = next(line for line in self.lines if READY in line).split(READY)[1]
            rest = asyncio.create_task(self._read(process.stdout))
            yield self
            process.send_signal(signal.SIGINT)
            assert await process.wait() == 0, self.lines
            await rest
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    async def _read(self, output: asyncio.StreamReader, *wanted: str) -> None:
        """Read until each of `wanted` was said; without any, to the end."""
        missing = set(wanted)
        while missing or not wanted:
            line = (await output.readline()).decode()
            if not line:
                assert not missing, f"it ended without saying {missing}: {self.lines}"
                return
            self.lines.append(line.strip())
            missing = {words for words in missing if words not in line}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the second test finds the handbook learned by the first."""
    home = tmp_path_factory.mktemp("demo")
    kept = Path(tempfile.gettempdir()) / "groundglass-models"
    kept.mkdir(exist_ok=True)
    (home / "models").symlink_to(kept)
    return home


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


def connection_failed() -> bytes:
    """Draw a screenshot that is in no document: another window, with a code that the handbook has."""
    canvas = Canvas(760, 330, "#20283a")
    canvas.box((40, 34, 720, 296), Paint(fill="#ffffff", radius=12))
    canvas.text((72, 60), "VPN client", Type(18, "#64748b"))
    canvas.text((72, 96), "Connection refused", Type(30, "#b42318", bold=True))
    canvas.text((72, 150), "The server answered with code NL-4012.", Type(20))
    canvas.text((72, 182), "Attempt 3 of 3, 08:52", Type(18, "#64748b"))
    canvas.box((560, 228, 690, 274), Paint(fill="#1d4ed8", radius=8))
    canvas.text((625, 251), "Retry", Type(18, "#ffffff", bold=True, anchor="mm"))
    return canvas.png()


async def chat(page: Page, title: str) -> Locator:
    """Open a chat from the list; return the messages of others in it."""
    await page.locator(".chat-item", has=page.locator(".title", has_text=title)).click()
    await expect(page.locator("#chat-title")).to_have_text(title)
    return page.locator(".row:not(.own)")


async def say(page: Page, words: str) -> None:
    """Type and send."""
    await page.get_by_test_id("composer").fill(words)
    await page.get_by_test_id("send").click()


async def become(page: Page, person: int) -> None:
    """Use the switch `I am`."""
    await page.get_by_test_id("person").select_option(str(person))


async def loaded(picture: Locator) -> None:
    """Wait until a picture's bytes are there and can be shown."""
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("(image) => image.naturalWidth") > 100


async def photograph(page: Page, to: Path) -> None:
    """Take a screenshot as small as a README's picture should be; it must show something."""
    await page.mouse.move(size_of_window()[0] / 2, 2)
    await expect(page.locator("#log.moving")).to_have_count(0)
    shot = await page.screenshot(animations="disabled")
    await asyncio.to_thread(_store, shot, to)


def size_of_window() -> tuple[int, int]:
    return round(WIDTH / ZOOM), round(HEIGHT / ZOOM)


def _store(shot: bytes, to: Path) -> None:
    picture = Image.open(BytesIO(shot)).convert("RGB")
    assert picture.size == (WIDTH, HEIGHT)
    assert len(picture.getcolors(WIDTH * HEIGHT) or ()) > 500, "the screenshot is nearly blank"
    picture.save(to, "PNG", optimize=True)
    assert to.stat().st_size <= MOST_BYTES


async def test_a_newcomer_drops_a_screenshot_and_is_shown_the_figure_that_explains_it(
    home: Path, browser: Browser, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    window = size_of_window()
    async with Demo(home).running() as demo, open_page(browser, window, ZOOM) as page:
        await page.goto(demo.url)
        said = await chat(page, "Groundglass")
        await expect(said).to_contain_text(["Hello Pat!"])
        await expect(page.get_by_test_id("suggestion").first).to_be_visible()

        await drop_file(page, "screenshot.png", connection_failed())
        await say(page, "What do I do?")
        await loaded(page.locator(".row.own img").last)
        answer = said.filter(has=page.get_by_test_id("button"))
        await expect(answer).to_contain_text("network.md", timeout=SLOWLY_MS)
        await expect(answer).to_contain_text("Sources")
        await expect(answer).to_contain_text("NL-4012")
        await expect(answer).to_contain_text("No language model is configured")
        figure = said.last
        await expect(figure).to_contain_text("network.md")
        await loaded(figure.locator(".media img"))
        await photograph(page, tmp_path / "screenshot.png")
        if request.config.getoption("--store-screenshot") or not SCREENSHOT.exists():
            SCREENSHOT.write_bytes((tmp_path / "screenshot.png").read_bytes())

        await answer.get_by_test_id("button").first.click()
        await expect(page.get_by_test_id("toast")).to_contain_text("Thank you")


async def test_a_scam_disappears_and_only_an_administrator_brings_it_back(
    home: Path, browser: Browser
) -> None:
    async with Demo(home).running() as demo, open_page(browser) as page:
        await page.goto(demo.url)
        await chat(page, "Northlight")
        await become(page, PAT.id)
        await say(page, SCAM)
        card = page.locator(".row", has_text="I removed a message by Pat")
        undo = card.get_by_test_id("button")
        await expect(undo).to_have_text("↩︎ Undo")
        await expect(page.locator(".row", has_text="seed phrase")).to_have_count(0)
        await undo.click()
        await expect(page.get_by_test_id("toast").last).to_contain_text("Only an administrator")
        await become(page, MARA.id)
        await undo.click()
        restored = page.locator(".row", has_text="seed phrase")
        await expect(restored).to_contain_text("brought back what Pat wrote")
        await expect(undo).to_have_count(0)


async def test_an_answer_is_seen_growing_until_it_is_whole(home: Path, browser: Browser) -> None:
    steps = ("Open Portal", " and choose", " Devices,", " press", " Renew profile", " and then")
    words = ("The VPN profile", " has expired. ", *steps, " Reconnect [1].")
    async with endpoint() as model:
        _pausing(model, words)
        environment = {"OPENAI_BASE_URL": model.url}
        async with Demo(home, environment).running() as demo, open_page(browser) as page:
            await page.goto(demo.url)
            said = await chat(page, "Groundglass")
            await expect(said).to_contain_text(["Hello Pat!"])
            await page.evaluate(DRAFTS)
            await say(page, "My VPN says NL-4012, what now?")
            answer = said.filter(has=page.get_by_test_id("button"))
            await expect(answer).to_contain_text("".join(words), timeout=SLOWLY_MS)
            await expect(answer).to_contain_text("network.md")
            await expect(page.locator(".row.draft")).to_have_count(0)
            drafts = await page.evaluate("window.drafts")
            grown = [shown for shown in drafts if shown.startswith("The VPN profile")]
            assert len(grown) >= 2, drafts
            assert all(later.startswith(shown.rstrip()) for shown, later in pairwise(grown)), grown
            assert len(grown[0]) < len("".join(words))


def _pausing(model: Endpoint, words: tuple[str, ...]) -> None:
    """Let the model speak slowly enough for several drafts, of which there is one a second."""
    model.says(*words, pause_seconds=0.5)
