"""Finds pictures and clips that were banned, however they were edited; keeps no pixel of them."""
