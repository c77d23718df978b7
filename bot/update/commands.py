"""The commands: their names, and the menu that Telegram shows for them in two languages.

Says nothing about what they do.
"""

from telegram import Bot, BotCommand

MENU: dict[str, tuple[str, str]] = {
    "ask": ("Ask a question, with or without a picture", "提问，可附图片"),
    "find": ("Find passages and pictures in the documents", "在文档中查找段落和图片"),
    "docs": ("List the documents I know", "列出我已学习的文档"),
    "learn": ("Learn the file or picture you send or reply to", "学习您发送或回复的文件或图片"),
    "forget": ("Forget a document", "忘记一份文档"),
    "why": ("Show how the last answer came to be", "说明上一个回答的依据"),
    "reset": ("Start a new conversation", "开始新的对话"),
    "policy": ("Show or set what I may remove in this group", "查看或设置本群的管理方式"),
    "help": ("What I can do", "我能做什么"),
    "start": ("Begin", "开始"),
}
"""(English, Chinese) by name, in the order of the menu."""

NAMES = frozenset(MENU)


def menu(language: str) -> list[BotCommand]:
    """Return the menu in one language: Chinese for `zh`, English for every other."""
    column = 1 if language.startswith("zh") else 0
    return [BotCommand(name, words[column]) for name, words in MENU.items()]


async def publish(bot: Bot) -> None:
    """Hand both menus to Telegram."""
    await bot.set_my_commands(menu("en"))
    await bot.set_my_commands(menu("zh"), language_code="zh")
