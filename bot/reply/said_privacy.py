"""What the bot says of secrets and of what leaves the host, in English and Chinese."""

from collections.abc import Mapping
from typing import Final

from bot.language import is_chinese
from bot.records import Sent
from bot.say import Say, listed

ENGLISH: Final[Mapping[Say, tuple[str, ...]]] = {
    Say.SOUND_KEPT: (
        "I did not listen to {name}: in this chat no sound goes to a cloud, since nothing can be taken out of it "
        "(/privacy). Please type it.",
        "I did not listen to it: in this chat no sound goes to a cloud (/privacy). Please type it.",
    ),
    Say.INSTRUCTIONS_KEPT: ("The answer ends here: what came next were my own instructions.",),
    Say.ADDRESS_LEFT_OUT: (
        "Left out, because neither you nor the documents name them: addresses ({count}).",
        "Addresses that neither you nor the documents name are left out.",
    ),
    Say.TAKEN_OUT: (
        "Taken out before {model} was asked: {kinds}.",
        "Secrets were taken out before the model was asked.",
    ),
    Say.KEPT_LOCAL: ("Answered on this machine: in this chat nothing goes to a cloud (/privacy).",),
    Say.KEPT_ASK: (
        "Answered on this machine, because I saw something private: {kinds}. Shall a model in the cloud have a look, "
        "with that taken out?",
        "Answered on this machine, because I saw something private. Shall a model in the cloud have a look, with that "
        "taken out?",
    ),
    Say.KEPT_UNREAD: (
        "Answered on this machine: I could not check your picture for secrets, so it was not sent.",
    ),
    Say.PRIVACY: (
        "Before a model in the cloud is asked, this chat: **{mode}**\n\n"
        "• **Take out**: keys, passwords, card, account and identity numbers are painted over or replaced\n"
        "• **Take out, faces too**: faces in pictures are painted over as well\n"
        "• **Keep here**: nothing leaves this machine\n"
        "• **Ask**: where I see something private, I ask first\n"
        "• **Send all**: nothing is taken out\n\n"
        "/why shows what left this machine for an answer.",
        "Choose what happens to private data before a model in the cloud is asked.",
    ),
    Say.PRIVACY_NO_FACES: (
        "Nothing on this machine knows faces. Whoever runs the bot can change that: "
        "`pip install 'groundglass[faces]'`.",
        "Nothing on this machine knows faces.",
    ),
    Say.PRIVACY_SET: ("Done. From now on: **{mode}**.", "Done."),
    Say.PRIVACY_ADMINS_ONLY: ("Only administrators of this group can change that.",),
    Say.STAYS_HERE: ("Good, it stays on this machine.",),
    Say.QUESTION_GONE: ("I no longer have that question. Please ask it again.",),
}
CHINESE: Final[Mapping[Say, tuple[str, ...]]] = {
    Say.SOUND_KEPT: (
        "没有听 {name}：录音里的内容无法去掉，所以本聊天的录音不会发送到云端（/privacy）。请打字发来。",
        "没有听这段录音：本聊天的录音不会发送到云端（/privacy）。请打字发来。",
    ),
    Say.INSTRUCTIONS_KEPT: ("回答到此为止：后面是我自己的指令。",),
    Say.ADDRESS_LEFT_OUT: (
        "已略去 {count} 个你和文档都没有提到的网址。",
        "已略去你和文档都没有提到的网址。",
    ),
    Say.TAKEN_OUT: ("询问 {model} 之前已去掉：{kinds}。", "询问模型之前已去掉私密内容。"),
    Say.KEPT_LOCAL: ("由本机回答：本聊天的内容不会发送到云端（/privacy）。",),
    Say.KEPT_ASK: (
        "由本机回答，因为其中有私密内容：{kinds}。要去掉这些内容后再请云端模型看一看吗？",
        "由本机回答，因为其中有私密内容。要去掉这些内容后再请云端模型看一看吗？",
    ),
    Say.KEPT_UNREAD: ("由本机回答：无法检查你的图片里有没有私密内容，所以没有发送。",),
    Say.PRIVACY: (
        "询问云端模型之前，本聊天：**{mode}**\n\n"
        "• **去掉**：密钥、密码、卡号、账号和证件号会被涂掉或替换\n"
        "• **去掉，含人脸**：图片里的人脸也会被涂掉\n"
        "• **留在本机**：任何内容都不离开本机\n"
        "• **先问**：发现私密内容时先征求同意\n"
        "• **全部发送**：不去掉任何内容\n\n"
        "/why 会显示某次回答有哪些内容离开了本机。",
        "请选择询问云端模型之前如何处理私密内容。",
    ),
    Say.PRIVACY_NO_FACES: (
        "本机还不能识别人脸，请让机器人的管理者安装：`pip install 'groundglass[faces]'`。",
        "本机还不能识别人脸。",
    ),
    Say.PRIVACY_SET: ("好的，从现在起：**{mode}**。", "好的。"),
    Say.PRIVACY_ADMINS_ONLY: ("只有本群管理员可以更改。",),
    Say.STAYS_HERE: ("好的，内容留在本机。",),
    Say.QUESTION_GONE: ("这个问题我已经没有了，请再问一次。",),
}

_KINDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "secret key": ("secret key", "secret keys", "个密钥"),
    "password": ("password", "passwords", "个密码"),
    "private key": ("private key", "private keys", "个私钥"),
    "card number": ("card number", "card numbers", "个卡号"),
    "IBAN": ("IBAN", "IBANs", "个银行账号"),
    "identity number": ("identity number", "identity numbers", "个证件号"),
    "seed phrase": ("seed phrase", "seed phrases", "组助记词"),
    "face": ("face", "faces", "张人脸"),
}
"""One, several, and Chinese with its measure word."""


def kinds(listed: str, *, chinese: bool) -> str:
    """Put counted kinds, as `bot.say.listed` writes them, into words."""
    said = []
    for entry in filter(None, listed.split(";")):
        count, _, kind = entry.partition(" ")
        one, several, han = _KINDS.get(kind, (kind, kind, kind))
        said.append(f"{count}{han}" if chinese else f"{count} {one if count == '1' else several}")
    return ("、" if chinese else ", ").join(said)


_MODES: Final[Mapping[str, tuple[str, str]]] = {
    "redact": ("Take out", "去掉"),
    "faces": ("Take out, faces too", "去掉，含人脸"),
    "local": ("Keep here", "留在本机"),
    "ask": ("Ask", "先问"),
    "off": ("Send all", "全部发送"),
}


def mode(name: str, language: str) -> str:
    """Call a mode by its name on the button."""
    return _MODES[name][1 if is_chinese(language) else 0]


def departure(sent: Sent, language: str) -> str:
    """Say what left the host in one line; pictures are shown below it."""
    chinese = is_chinese(language)
    taken = kinds(listed(sent.withheld), chinese=chinese)
    if chinese:
        seen = f"、{len(sent.pictures)} 张图片（见下）" if sent.pictures else ""
        out = taken or "无"
        if sent.recordings:
            return f"• 发送给 {sent.model}：{sent.recordings} 段录音，原样"
        return f"• 发送给 {sent.model}：{sent.characters} 个字符{seen}；去掉了：{out}"
    one = "1 picture" if len(sent.pictures) == 1 else f"{len(sent.pictures)} pictures"
    seen = f" and {one} (below)" if sent.pictures else ""
    out = taken or "nothing"
    if sent.recordings:
        many = "1 recording" if sent.recordings == 1 else f"{sent.recordings} recordings"
        return f"• Sent to {sent.model}: {many}, as it is"
    return f"• Sent to {sent.model}: {sent.characters:,} characters{seen}; taken out: {out}"
