"""What the bot says about a group's policy, in English and Chinese."""

from collections.abc import Mapping

from bot.say import Say

ENGLISH: Mapping[Say, tuple[str, ...]] = {
    Say.POLICY: (
        "What I do in this group: **{mode}** (version {version}). *watch* only records, the others "
        "remove what passes their lines.\n```yaml\n{document}\n```\nAdministrators change it with the "
        "buttons, or by sending /policy with such lines below it, or with a file; /policy and the number of "
        "a version goes back to it.",
        "What I do in this group is set by /policy.",
    ),
    Say.POLICY_IN_GROUPS: (
        "A policy belongs to a group: send /policy there. *watch* only records what I would have "
        "done; *gentle*, *standard* and *strict* act.",
    ),
    Say.POLICY_SET: (
        "From now on in this group: **{mode}** (version {version}).",
        "The policy of this group was changed.",
    ),
    Say.POLICY_NO_VERSION: (
        "I did not change the policy: this group never had a version {version}; /log lists them.",
        "I did not change the policy: this group never had such a version.",
    ),
    Say.POLICY_WRONG: (
        "I did not change the policy: {reason}.",
        "I did not change the policy, for I could not read it.",
    ),
    Say.POLICY_CHAT: (
        "I did not change the policy: cards can only go to a chat that I am in and that you "
        "administer.",
    ),
    Say.POLICY_CATEGORIES: (
        "From which score on an administrator looks, and from which I remove:\n{lines}\nTap one to "
        "move its lines.",
        "Tap a category to move its lines.",
    ),
    Say.POLICY_CATEGORY: (
        "**{name}**: an administrator looks from {review}, I remove from {remove}. The lower, the "
        "stricter.",
        "The lines of a category.",
    ),
    Say.BUTTON_LINES: ("Lines …",),
    Say.BUTTON_BACK: ("← Back",),
    Say.BUTTON_STRICTER: ("− stricter",),
    Say.BUTTON_LAXER: ("+ laxer",),
    Say.BUTTON_NEVER: ("Never remove",),
}
CHINESE: Mapping[Say, tuple[str, ...]] = {
    Say.POLICY: (
        "我在本群的做法：**{mode}**（第 {version} 版）。*watch* 只记录，其他会删除超过界线的消息。\n"
        "```yaml\n{document}\n```\n管理员可用按钮更改，或发送 /policy 并在下面写上这样的内容，或附上文件；"
        "/policy 加版本号可回到那一版。",
        "我在本群的做法由 /policy 设定。",
    ),
    Say.POLICY_IN_GROUPS: (
        "规则属于群：请在群里发送 /policy。*watch* 只记录我会做什么；*gentle*、*standard*、*strict* 会处理。",
    ),
    Say.POLICY_SET: ("从现在起，本群：**{mode}**（第 {version} 版）。", "本群的规则已更改。"),
    Say.POLICY_NO_VERSION: (
        "规则没有更改：本群没有第 {version} 版；/log 列出各版。",
        "规则没有更改：本群没有这一版。",
    ),
    Say.POLICY_WRONG: ("规则没有更改：{reason}。", "规则没有更改，因为我看不懂它。"),
    Say.POLICY_CHAT: ("规则没有更改：卡片只能发到我在其中、并且由您管理的群。",),
    Say.POLICY_CATEGORIES: (
        "分数达到多少由管理员查看，达到多少由我删除：\n{lines}\n点一个类别来移动界线。",
        "点一个类别来移动界线。",
    ),
    Say.POLICY_CATEGORY: (
        "**{name}**：从 {review} 起由管理员查看，从 {remove} 起删除。越低越严格。",
        "某一类别的界线。",
    ),
    Say.BUTTON_LINES: ("界线 …",),
    Say.BUTTON_BACK: ("← 返回",),
    Say.BUTTON_STRICTER: ("− 更严",),
    Say.BUTTON_LAXER: ("+ 更宽",),
    Say.BUTTON_NEVER: ("从不删除",),
}
