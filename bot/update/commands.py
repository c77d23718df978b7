"""The commands: their names, and the menu that Telegram shows for them in two languages.

Says nothing about what they do.
"""

from telegram import Bot, BotCommand

from bot.language import is_chinese

MENU: dict[str, tuple[str, str]] = {
    "ask": ("Ask a question, with or without a picture", "提问，可附图片"),
    "describe": ("Describe a picture you send or reply to", "描述您发送或回复的图片"),
    "ocr": ("Read the text in a picture", "读出图片中的文字"),
    "chart": ("Explain a chart or table", "解读图表或表格"),
    "compare": ("Compare pictures and frame what differs", "比较图片并框出不同之处"),
    "find": ("Find passages and pictures in the documents", "在文档中查找段落和图片"),
    "docs": ("List the documents I know", "列出我已学习的文档"),
    "learn": ("Learn the file or picture you send or reply to", "学习您发送或回复的文件或图片"),
    "forget": ("Forget a document", "忘记一份文档"),
    "why": ("Show how the last answer came to be", "说明上一个回答的依据"),
    "usage": ("What answers cost, with a chart", "查看用量和费用"),
    "reset": ("Start a new conversation", "开始新的对话"),
    "policy": ("Show or set what I may remove in this group", "查看或设置本群的管理方式"),
    "report": ("Show a message to the administrators", "请管理员查看一条消息"),
    "spam": ("Administrators: remove a message and learn from it", "管理员：删除消息并从中学习"),
    "ham": ("Administrators: leave such messages alone", "管理员：以后不处理这样的消息"),
    "banimage": ("Administrators: ban the picture you reply to", "管理员：封禁您回复的图片"),
    "receipt": ("Administrators: what I would have removed", "管理员：我会删除的消息"),
    "replay": ("Administrators: try a policy on the last days", "管理员：用规则回放最近几天"),
    "log": ("Administrators: who decided what", "管理员：谁做了什么决定"),
    "drill": ("Administrators: test whether moderation works", "管理员：测试管理是否可用"),
    "privacy": ("What may leave this machine", "哪些内容可以离开本机"),
    "help": ("What I can do", "我能做什么"),
    "start": ("Begin", "开始"),
}
"""(English, Chinese) by name, in the order of the menu."""

NAMES = frozenset(MENU)


def menu(language: str) -> list[BotCommand]:
    """Return the menu in one language: Chinese for `zh`, English for every other."""
    column = 1 if is_chinese(language) else 0
    return [BotCommand(name, words[column]) for name, words in MENU.items()]


async def publish(bot: Bot) -> None:
    """Hand both menus to Telegram."""
    await bot.set_my_commands(menu("en"))
    await bot.set_my_commands(menu("zh"), language_code="zh")
