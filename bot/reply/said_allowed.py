"""What is said to somebody to whom a group's policy does not give something; English and Chinese."""

from collections.abc import Mapping

from bot.say import Say

ENGLISH: Mapping[Say, tuple[str, ...]] = {
    Say.ASK_ADMINS_ONLY: (
        "In this group I answer administrators only. You can ask me in a private chat.",
    ),
    Say.ASK_REGULARS_ONLY: (
        "In this group I answer members who have written here on several days. You can ask me in a "
        "private chat.",
    ),
    Say.ASK_NOBODY: ("In this group I answer nobody. You can ask me in a private chat.",),
    Say.LEARN_REGULARS_ONLY: (
        "Documents are learned here from members who have written on several days. An administrator "
        "can send /learn for you.",
    ),
    Say.LEARN_NOBODY: (
        "The policy of this group lets nobody teach me documents. An administrator can change it "
        "with /policy.",
    ),
}

CHINESE: Mapping[Say, tuple[str, ...]] = {
    Say.ASK_ADMINS_ONLY: ("在本群我只回答管理员。您可以私聊问我。",),
    Say.ASK_REGULARS_ONLY: ("在本群我只回答多日发言过的成员。您可以私聊问我。",),
    Say.ASK_NOBODY: ("在本群我不回答问题。您可以私聊问我。",),
    Say.LEARN_REGULARS_ONLY: (
        "本群只有多日发言过的成员可以让我学习文档。管理员可以替您发送 /learn。",
    ),
    Say.LEARN_NOBODY: ("按本群规则，谁也不能让我学习文档。管理员可以用 /policy 更改。",),
}
