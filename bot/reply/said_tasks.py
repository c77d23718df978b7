"""What the bot says around `/describe`, `/ocr`, `/chart` and `/compare`, in both languages."""

from collections.abc import Mapping

from bot.say import Say

ENGLISH: Mapping[Say, tuple[str, ...]] = {
    Say.NO_MODEL_FOR_TASK: (
        "No language model is configured, so this is what I can read and measure myself.",
    ),
    Say.STAYS_LOCAL_FOR_TASK: (
        "This chat keeps to models on our own machines and none is set up, so this is what I can read and "
        "measure myself.",
    ),
    Say.FELL_BACK_FOR_TASK: (
        "The model did not answer, so this is what I can read and measure myself.",
    ),
    Say.PICTURE_WANTED: (
        "/{name} needs a picture: send it with one, or as a reply to one.",
        "This needs a picture: send the command with one, or as a reply to one.",
    ),
    Say.PICTURES_WANTED: (
        "/{name} needs two pictures or more: send them as one album, or reply to one picture with another.",
        "This needs two pictures or more: send them as one album, or reply to one picture with another.",
    ),
}

CHINESE: Mapping[Say, tuple[str, ...]] = {
    Say.NO_MODEL_FOR_TASK: ("没有配置语言模型，以上是我自己能读出和测量的内容。",),
    Say.STAYS_LOCAL_FOR_TASK: (
        "本聊天只使用本地模型，但没有配置任何本地模型，因此以上是我自己能读出和测量的内容。",
    ),
    Say.FELL_BACK_FOR_TASK: ("模型没有回答，因此以上是我自己能读出和测量的内容。",),
    Say.PICTURE_WANTED: (
        "/{name} 需要一张图片：请随图片一起发送，或用它回复一张图片。",
        "这需要一张图片：请随图片一起发送命令，或用命令回复一张图片。",
    ),
    Say.PICTURES_WANTED: (
        "/{name} 需要两张或更多图片：请作为一个相册发送，或用一张图片回复另一张。",
        "这需要两张或更多图片：请作为一个相册发送，或用一张图片回复另一张。",
    ),
}
