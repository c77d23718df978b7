"""A team's documents and pictures in one store, found by words or by picture.

A library of its own: it knows nothing of Telegram, chats or language models.
"""
