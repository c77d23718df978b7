"""Incoming -> Question: fetch what hangs on a message and open it safely."""
