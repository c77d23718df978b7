"""Headless Chromium for tests: starting it, opening a page, dropping files on it."""

import base64
import contextlib
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, async_playwright

PATIENCE_MS = 15_000
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
WINDOW = (1100, 760)

DROP = """([name, type, encoded]) => {
  const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, { type }));
  const at = { dataTransfer, bubbles: true, cancelable: true };
  for (const step of ["dragenter", "dragover", "drop"]) {
    document.querySelector("main").dispatchEvent(new DragEvent(step, at));
  }
}"""


@contextlib.asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Run a browser while the block runs; without one on this machine the test is skipped."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("no Chromium on this machine; install the package `chromium`")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        await browser.close()


@contextlib.asynccontextmanager
async def open_page(
    browser: Browser, window: tuple[int, int] = WINDOW, scale: float = 1.0
) -> AsyncIterator[Page]:
    """Open an empty page; an error in the page's own code fails the test."""
    context = await browser.new_context(
        viewport={"width": window[0], "height": window[1]}, device_scale_factor=scale
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield page
    await context.close()
    assert failures == []


async def drop_file(page: Page, name: str, content: bytes, media_type: str = "image/png") -> None:
    """Drop one file on the open chat, as from a file manager."""
    await page.evaluate(DROP, [name, media_type, base64.b64encode(content).decode("ascii")])
