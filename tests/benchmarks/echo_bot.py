"""The peer: the smallest bot that python-telegram-bot can make. It says back what it hears."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say it back."""
    if update.effective_message is not None:
        await update.effective_message.reply_text("echo")


def main(token: str, url: str) -> None:
    """Poll until killed; updates are handled side by side, as ours are."""
    application = (
        Application.builder()
        .token(token)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .concurrent_updates(32)
        .build()
    )
    application.add_handler(MessageHandler(filters.ALL, echo))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:3])
