"""What the bot says of the models that answered, or could not."""

from collections.abc import Mapping
from typing import Final

from bot.say import Say

ENGLISH: Final[Mapping[Say, tuple[str, ...]]] = {
    Say.STAYS_LOCAL: (
        "This chat keeps to models on our own machines and none is set up, so this answer quotes the documents.",
    ),
    Say.STOPPED: ("Stopped. Ask again for the whole answer.",),
    Say.STOP_NOT_YOURS: ("Only who asked, or an administrator, can stop this answer.",),
}
CHINESE: Final[Mapping[Say, tuple[str, ...]]] = {
    Say.STAYS_LOCAL: ("本聊天只使用本地模型，但没有配置任何本地模型，因此这个回答直接引用文档。",),
    Say.STOPPED: ("已停止。如需完整回答，请再问一次。",),
    Say.STOP_NOT_YOURS: ("只有提问者或管理员可以停止这个回答。",),
}
