"""What the bot says about banned pictures, in English and Chinese."""

from collections.abc import Mapping

from bot.say import Say

ENGLISH: Mapping[Say, tuple[str, ...]] = {
    Say.BAN_IN_GROUPS: ("Pictures are banned from a group: send /banimage there, as a reply.",),
    Say.BAN_ADMINS_ONLY: ("Only administrators can ban pictures here.",),
    Say.BAN_WHAT: (
        "Reply /banimage to the picture or video that should not come back. `/banimage list` shows "
        "what is banned, `/banimage undo 3` takes number 3 back.",
    ),
    Say.BAN_TOO_PLAIN: (
        "I did not ban it: it is so plain that many other pictures would go with it.",
    ),
    Say.BAN_UNREADABLE: ("I could not open that file, so I cannot ban it.",),
    Say.BAN_PROPOSED: (
        "In the last 30 days this ban would also have hit {hits} pictures:\n{lines}\nShall I ban it?",
        "This ban would also have hit {hits} pictures of the last 30 days. Shall I ban it?",
        "This ban would also have hit other pictures. Shall I ban it?",
    ),
    Say.BAN_PROPOSED_ALONE: (
        "In the last 30 days no other message of this group had this picture. Shall I ban it?",
    ),
    Say.BAN_HOLDS: (
        "Banned. I will know it again when it is cropped, framed, turned or captioned.",
    ),
    Say.BAN_LEFT: ("Left as it is; nothing was banned.",),
    Say.BAN_UNDONE: (
        "The ban is gone, and all that was kept for it. Bans taken back: {count}.",
        "The ban is gone.",
    ),
    Say.BAN_RESUMED: ("Ban {number} holds again.", "The ban holds again."),
    Say.BANS: (
        "Banned here:\n{lines}\n`/banimage undo NUMBER` takes one back.",
        "Pictures are banned here.",
    ),
    Say.BANS_NONE: ("No pictures are banned in this group.",),
    Say.BAN_UNKNOWN: ("There is no such ban in this group; `/banimage list` shows them.",),
    Say.BUTTON_BAN_IT: ("Ban it",),
    Say.BUTTON_LEAVE_IT: ("Leave it",),
}

CHINESE: Mapping[Say, tuple[str, ...]] = {
    Say.BAN_IN_GROUPS: ("图片是按群封禁的：请在群里回复该图片并发送 /banimage。",),
    Say.BAN_ADMINS_ONLY: ("只有管理员可以在这里封禁图片。",),
    Say.BAN_WHAT: (
        "请用 /banimage 回复不应再出现的图片或视频。`/banimage list` 查看已封禁的内容，"
        "`/banimage undo 3` 撤销第 3 号。",
    ),
    Say.BAN_TOO_PLAIN: ("没有封禁：这张图片太单调，会误伤许多其他图片。",),
    Say.BAN_UNREADABLE: ("我打不开这个文件，所以无法封禁。",),
    Say.BAN_PROPOSED: (
        "过去 30 天里，这条封禁还会命中 {hits} 张图片：\n{lines}\n要封禁吗？",
        "过去 30 天里，这条封禁还会命中 {hits} 张图片。要封禁吗？",
        "过去 30 天里，这条封禁还会命中其他图片。要封禁吗？",
    ),
    Say.BAN_PROPOSED_ALONE: ("过去 30 天里，本群没有其他消息含有这张图片。要封禁吗？",),
    Say.BAN_HOLDS: ("已封禁。即使被裁剪、加框、旋转或加上文字，我也能认出来。",),
    Say.BAN_LEFT: ("保持原样，没有封禁任何内容。",),
    Say.BAN_UNDONE: ("封禁及其保存的所有数据都已删除。撤销的封禁数：{count}。", "封禁已删除。"),
    Say.BAN_RESUMED: ("第 {number} 号封禁重新生效。", "封禁重新生效。"),
    Say.BANS: ("本群已封禁：\n{lines}\n用 `/banimage undo 编号` 撤销。", "本群有封禁的图片。"),
    Say.BANS_NONE: ("本群没有封禁任何图片。",),
    Say.BAN_UNKNOWN: ("本群没有这样的封禁；`/banimage list` 列出全部封禁。",),
    Say.BUTTON_BAN_IT: ("封禁",),
    Say.BUTTON_LEAVE_IT: ("不封禁",),
}
