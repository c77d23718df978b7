"""From Telegram's updates to `Incoming`: on disk first, albums joined, each chat in order."""
