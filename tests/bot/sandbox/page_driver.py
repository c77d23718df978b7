"""Headless Chromium on the sandbox's page: starting it, opening chats, dropping files."""

import contextlib
import shutil
from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect
from sandbox_client import MARA, TOKEN, Town

from bot.sandbox import World, serving

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
DROP = """async (names) => {
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
async def open_page(browser: Browser) -> AsyncIterator[Page]:
    """Open an empty page; an error in the page's own code fails the test."""
    context = await browser.new_context(viewport={"width": 1100, "height": 760})
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield page
    await context.close()
    assert failures == []


@contextlib.asynccontextmanager
async def open_town(port: int = 0) -> AsyncIterator[Town]:
    """Serve an empty Telegram without flood limits."""
    world = World(TOKEN, flood=None)
    async with (
        serving(world, port=port) as url,
        httpx.AsyncClient(base_url=url, timeout=20, trust_env=False) as http,
    ):
        yield Town(world, http)


async def show(page: Page, town: Town, chat: int, person: int = MARA) -> None:
    """Open a chat as a person and wait until it is there."""
    await page.goto(f"{town.http.base_url}#chat={chat}&as={person}")
    await expect(page.get_by_test_id(f"chat-{chat}")).to_have_attribute("aria-current", "true")
    await expect(page.get_by_test_id("composer")).to_be_visible()


async def drop_pictures(page: Page, *names: str) -> None:
    """Drop pictures with these names onto the page."""
    await page.evaluate(DROP, list(names))
