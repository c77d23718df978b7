"""Numbered SQL files, applied in order; the number of the last one stands in `PRAGMA user_version`."""
