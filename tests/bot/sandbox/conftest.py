"""A running sandbox for each test, with and without flood limits."""

from collections.abc import AsyncIterator

import httpx
import pytest
from sandbox_client import TOKEN, Town

from bot.sandbox import World, serving


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """Serve a Telegram without flood limits."""
    world = World(TOKEN, flood=None)
    async with serving(world) as url, httpx.AsyncClient(base_url=url, timeout=20) as http:
        yield Town(world, http)


@pytest.fixture
async def busy_town() -> AsyncIterator[Town]:
    """Serve a Telegram whose clock stands still, so that flood limits are exact."""
    world = World(TOKEN, clock=lambda: 1_800_000_000.0)
    async with serving(world) as url, httpx.AsyncClient(base_url=url, timeout=20) as http:
        yield Town(world, http)
