"""What the bot says of videos, recordings and stickers, in English and Chinese."""

from collections.abc import Mapping

from bot.say import Say

ENGLISH: Mapping[Say, tuple[str, ...]] = {
    Say.WATCHING: (
        "Looking at {name}: still {done} of {total} …",
        "Looking at {name} …",
        "Looking …",
    ),
    Say.WATCHING_PART: (
        "Noting what happens in {name}: part {done} of {total} …",
        "Noting what happens …",
    ),
    Say.WATCHED_PARTLY: (
        "{name} is long: I looked at it up to {time}. Send the part you mean as a clip of its own.",
        "The video is long: I did not look at all of it. Send the part you mean as a clip of its own.",
    ),
    Say.SMALLER_COPY: (
        "{name} is too big for bots to download, so I looked at Telegram's smaller copy of it.",
        "The video is too big for bots to download, so I looked at Telegram's smaller copy of it.",
    ),
    Say.DRAWN_STICKER: (
        "I cannot play stickers that are moving drawings. A screenshot of it I can see whole.",
    ),
    Say.THUMBNAIL: (
        "I could only look at the small preview picture of {name}.",
        "I could only look at its small preview picture.",
    ),
    Say.VIDEO_TOO_LARGE: (
        "{name} has larger pictures than I open safely. Send a copy in 4K or less, or a screenshot.",
        "The video has larger pictures than I open safely. Send a copy in 4K or less, or a screenshot.",
    ),
    Say.UNHEARD: (
        "I looked at {name} but did not hear its sound: no speech recognition is set up.",
        "I looked at the video but did not hear its sound: no speech recognition is set up.",
    ),
    Say.HEARD: ("I heard: “{text}”", "I listened to the recording."),
    Say.NO_SOUND: (
        "I could not take any sound out of {name}. Send it as a voice message, or write your question.",
        "I could not take any sound out of it. Send a voice message, or write your question.",
    ),
    Say.NO_WORDS: (
        "I heard no words in {name}. Please say it again, or write your question.",
        "I heard no words. Please say it again, or write your question.",
    ),
    Say.HEARING_FAILED: (
        "I could not listen to {name}: the speech recognition gave no answer. Try again in a minute, "
        "or write your question.",
        "I could not listen to it: the speech recognition gave no answer. Try again in a minute, or "
        "write your question.",
    ),
    Say.LOOKING_CLOSER: ("I'm looking closer.",),
    Say.CLIP_GONE: ("I no longer have the video. Send it again, and I'll look closer.",),
}

CHINESE: Mapping[Say, tuple[str, ...]] = {
    Say.WATCHING: (
        "正在看 {name}：第 {done} 张画面，共 {total} 张……",
        "正在看 {name}……",
        "正在看……",
    ),
    Say.WATCHING_PART: (
        "正在记录 {name} 的内容：第 {done} 段，共 {total} 段……",
        "正在记录内容……",
    ),
    Say.WATCHED_PARTLY: (
        "{name} 太长，我只看到 {time}。请把你要问的那一段单独发来。",
        "视频太长，我没有全部看完。请把你要问的那一段单独发来。",
    ),
    Say.SMALLER_COPY: (
        "{name} 太大，机器人无法下载，我看的是 Telegram 保存的较小版本。",
        "视频太大，机器人无法下载，我看的是 Telegram 保存的较小版本。",
    ),
    Say.DRAWN_STICKER: ("我无法播放动态绘制的贴纸。发送它的截图，我就能看到全部内容。",),
    Say.THUMBNAIL: (
        "我只能看到 {name} 的小预览图。",
        "我只能看到它的小预览图。",
    ),
    Say.VIDEO_TOO_LARGE: (
        "{name} 的画面太大，我不能安全地打开。请发 4K 以下的版本，或发一张截图。",
        "视频的画面太大，我不能安全地打开。请发 4K 以下的版本，或发一张截图。",
    ),
    Say.UNHEARD: (
        "我看了 {name}，但没有听声音：没有配置语音识别。",
        "我看了视频，但没有听声音：没有配置语音识别。",
    ),
    Say.HEARD: ("我听到：“{text}”", "我听了录音。"),
    Say.NO_SOUND: (
        "我无法从 {name} 里取出声音。请发语音消息，或把问题写下来。",
        "我无法取出声音。请发语音消息，或把问题写下来。",
    ),
    Say.NO_WORDS: (
        "我在 {name} 里没有听到话。请再说一遍，或把问题写下来。",
        "我没有听到话。请再说一遍，或把问题写下来。",
    ),
    Say.HEARING_FAILED: (
        "我无法听 {name}：语音识别没有回应。请过一分钟再试，或把问题写下来。",
        "我无法听：语音识别没有回应。请过一分钟再试，或把问题写下来。",
    ),
    Say.LOOKING_CLOSER: ("我再仔细看看。",),
    Say.CLIP_GONE: ("我这里已经没有这个视频了。请重新发送，我再仔细看。",),
}
