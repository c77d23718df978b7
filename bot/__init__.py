"""The Telegram assistant: from an update to an answer that shows its source."""
