"""A local Telegram: a Bot API server and a chat page on this machine, for any bot.

Knows nothing of the rest of this project; everything is in memory and gone when it ends.
"""

from bot.sandbox.flood import Flood
from bot.sandbox.records import Person
from bot.sandbox.server import create_app, serving
from bot.sandbox.world import World

__all__ = ["Flood", "Person", "World", "create_app", "serving"]
