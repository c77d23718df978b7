"""The sandbox's page in headless Chromium: serving it, opening chats, dropping pictures."""

import contextlib
from collections.abc import AsyncIterator

import httpx
from playwright.async_api import Page, expect
from sandbox_client import MARA, TOKEN, Town

from bot.sandbox import World, serving
from tests.browser import PATIENCE_MS, open_browser, open_page

__all__ = ["PATIENCE_MS", "drop_pictures", "open_browser", "open_page", "open_town", "show"]

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
