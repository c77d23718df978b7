"""What every test relies on: a bot at work in a sandbox, a model behind an address, drawn pictures."""

import os

# python-telegram-bot warns while it builds each 429 unless the coming type is asked for.
os.environ.setdefault("PTB_TIMEDELTA", "true")
