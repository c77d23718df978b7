"""What the bot says about moderation, in English and Chinese."""

from collections.abc import Mapping

from bot.say import Say

ENGLISH: Mapping[Say, tuple[str, ...]] = {
    Say.REMOVED_WARNED: (
        "I removed a message by {name}: {reason}. {name}, please take this as a warning. An "
        "administrator can bring it back.",
        "I removed a message and warned its author. An administrator can bring it back.",
    ),
    Say.REMOVED_MUTED: (
        "I removed a message by {name}: {reason}. {name} cannot write for a while. An administrator "
        "can take this back.",
        "I removed a message, and its author cannot write for a while. An administrator can take "
        "this back.",
    ),
    Say.REMOVED_BANNED: (
        "I removed a message by {name}: {reason}. {name} was put out of the group. An administrator "
        "can take this back.",
        "I removed a message and put its author out of the group. An administrator can take this "
        "back.",
    ),
    Say.REMOVED_MANY: (
        "I removed {count} messages by {people} people, mostly {reason}. An administrator can bring "
        "them back.",
        "I removed several messages. An administrator can bring them back.",
    ),
    Say.BROUGHT_BACK: (
        "An administrator brought back what {name} wrote:",
        "An administrator brought this back:",
    ),
    Say.CARD_REMOVED: (
        "**{title}**: done: {done}.\n{name} wrote:\n{text}\n\nBecause:\n{lines}",
        "I removed a message.",
    ),
    Say.CARD_REVIEW: (
        "**{title}**: I am not sure about this message by {name}. It is still there.\n{text}\n\n"
        "Because:\n{lines}",
        "I am not sure about a message. It is still there.",
    ),
    Say.CARD_APPEAL: (
        "**{title}**: {name} asks you to look again. Done: {done}.\n{text}\n\nBecause:\n{lines}",
        "The author of a removed message asks you to look again.",
    ),
    Say.CARD_REPORTED: (
        "**{title}**: members reported this message by {name}. It is still there.\n{text}\n\n"
        "What I see in it:\n{lines}",
        "Members reported a message. It is still there.",
    ),
    Say.CARDS_WHERE: (
        "There is a message here that I am not sure about. Administrators: write to me privately "
        "(@{username}) once, and I will show you such messages there.",
        "There is a message here that I am not sure about. Administrators: write to me privately "
        "once, and I will show you such messages there.",
    ),
    Say.AUTHOR_TOLD: (
        "I removed a message of yours in **{title}**: {reason}. If that was wrong, tap Appeal; an "
        "administrator will look at it.",
        "I removed a message of yours. If that was wrong, tap Appeal; an administrator will look at "
        "it.",
    ),
    Say.APPEALED: ("An administrator will look at it. There is nothing more to do for you.",),
    Say.OBSTACLE: (
        "I could not act in **{title}** as the policy says: {obstacle}. I say this once.",
        "I could not do that: {obstacle}.",
        "I could not do that.",
    ),
    Say.OBSTACLE_RIGHT: (
        "I could not act in **{title}** as the policy says: {obstacle}. Please make me an "
        "administrator who may delete messages and ban users. I say this once.",
        "I could not do that: {obstacle}. Please make me an administrator who may delete messages "
        "and ban users.",
        "I could not do that. Please make me an administrator who may delete messages and ban users.",
    ),
    Say.RIGHTS_BACK: (
        "Thank you, I can act again in **{title}**. What I could not remove meanwhile is gone now: "
        "{count}.",
        "Thank you, I can act again in **{title}**.",
        "Thank you, I can act again.",
    ),
    Say.UNDONE: (
        "{by} took back what I did to {name}:\n{lines}",
        "This was taken back.",
    ),
    Say.UNDONE_MANY: ("{count} removals were taken back.", "The removals were taken back."),
    Say.REVERTED_MESSAGE: ("the message",),
    Say.REVERTED_PERMISSIONS: ("what they may do {detail}", "what they may do"),
    Say.REVERTED_LEARNED: ("what I learned from it: {detail} {what}", "what I learned from it"),
    Say.DECIDED_RIGHT: (
        "**{title}**: {by} says that it was right to act against what {name} wrote.",
        "It was right to act.",
    ),
    Say.DECIDED_LEAVE: (
        "**{title}**: {by} lets the message by {name} stand.",
        "The message stands.",
    ),
    Say.DECIDED_REMOVE: (
        "**{title}**: {by} had the message by {name} removed.",
        "The message was removed.",
    ),
    Say.DECIDED_BAN: ("**{title}**: {by} banned {name}.", "The author was banned."),
    Say.DECIDED_DISTRUST: (
        "**{title}**: {by} took back that {name} is trusted.",
        "The author is no longer trusted.",
    ),
    Say.BUTTON_RIGHT: ("✓ Right",),
    Say.BUTTON_UNDO: ("↩︎ Undo",),
    Say.BUTTON_UNDO_ALL: ("↩︎ Undo all",),
    Say.BUTTON_BAN: ("⛔ Ban",),
    Say.BUTTON_TRUST: ("☆ Trust",),
    Say.BUTTON_DISTRUST: ("★ Trust no more",),
    Say.BUTTON_REMOVE: ("🗑 Remove",),
    Say.BUTTON_LEAVE: ("✓ Leave",),
    Say.BUTTON_APPEAL: ("Appeal",),
}
CHINESE: Mapping[Say, tuple[str, ...]] = {
    Say.REMOVED_WARNED: (
        "我删除了 {name} 的一条消息：{reason}。{name}，请以此为警告。管理员可以恢复它。",
        "我删除了一条消息并警告了作者。管理员可以恢复它。",
    ),
    Say.REMOVED_MUTED: (
        "我删除了 {name} 的一条消息：{reason}。{name} 暂时不能发言。管理员可以撤销。",
        "我删除了一条消息，作者暂时不能发言。管理员可以撤销。",
    ),
    Say.REMOVED_BANNED: (
        "我删除了 {name} 的一条消息：{reason}。{name} 已被移出本群。管理员可以撤销。",
        "我删除了一条消息，并将作者移出本群。管理员可以撤销。",
    ),
    Say.REMOVED_MANY: (
        "我删除了 {people} 人的 {count} 条消息，主要原因：{reason}。管理员可以恢复它们。",
        "我删除了多条消息。管理员可以恢复它们。",
    ),
    Say.BROUGHT_BACK: ("管理员恢复了 {name} 的消息：", "管理员恢复了这条消息："),
    Say.CARD_REMOVED: (
        "**{title}**：已执行：{done}。\n{name} 写道：\n{text}\n\n原因：\n{lines}",
        "我删除了一条消息。",
    ),
    Say.CARD_REVIEW: (
        "**{title}**：我不确定 {name} 的这条消息，它还在群里。\n{text}\n\n原因：\n{lines}",
        "我不确定一条消息，它还在群里。",
    ),
    Say.CARD_APPEAL: (
        "**{title}**：{name} 请您再看一次。已执行：{done}。\n{text}\n\n原因：\n{lines}",
        "被删除消息的作者请您再看一次。",
    ),
    Say.CARD_REPORTED: (
        "**{title}**：成员举报了 {name} 的这条消息，它还在群里。\n{text}\n\n我的判断：\n{lines}",
        "成员举报了一条消息，它还在群里。",
    ),
    Say.CARDS_WHERE: (
        "这里有一条我不确定的消息。管理员请私聊我（@{username}）一次，以后我会在那里给您看。",
        "这里有一条我不确定的消息。管理员请私聊我一次，以后我会在那里给您看。",
    ),
    Say.AUTHOR_TOLD: (
        "我删除了您在 **{title}** 的一条消息：{reason}。如果有误，请点“申诉”，管理员会查看。",
        "我删除了您的一条消息。如果有误，请点“申诉”，管理员会查看。",
    ),
    Say.APPEALED: ("管理员会查看，您无需再做什么。",),
    Say.OBSTACLE: (
        "在 **{title}** 我无法按规则处理：{obstacle}。此提示只说一次。",
        "我做不到：{obstacle}。",
        "我做不到。",
    ),
    Say.OBSTACLE_RIGHT: (
        "在 **{title}** 我无法按规则处理：{obstacle}。请让我成为可以删除消息和封禁用户的管理员。此提示只说一次。",
        "我做不到：{obstacle}。请让我成为可以删除消息和封禁用户的管理员。",
        "我做不到。请让我成为可以删除消息和封禁用户的管理员。",
    ),
    Say.RIGHTS_BACK: (
        "谢谢，我在 **{title}** 又可以处理了。此前无法删除的消息现已删除：{count} 条。",
        "谢谢，我在 **{title}** 又可以处理了。",
        "谢谢，我又可以处理了。",
    ),
    Say.UNDONE: ("{by} 撤销了我对 {name} 的处理：\n{lines}", "已撤销。"),
    Say.UNDONE_MANY: ("已撤销 {count} 次删除。", "已撤销这些删除。"),
    Say.REVERTED_MESSAGE: ("消息",),
    Say.REVERTED_PERMISSIONS: ("权限 {detail}", "权限"),
    Say.REVERTED_LEARNED: ("从中学到的：{detail} {what}", "从中学到的内容"),
    Say.DECIDED_RIGHT: ("**{title}**：{by} 认为对 {name} 的处理正确。", "处理正确。"),
    Say.DECIDED_LEAVE: ("**{title}**：{by} 保留 {name} 的消息。", "消息保留。"),
    Say.DECIDED_REMOVE: ("**{title}**：{by} 删除了 {name} 的消息。", "消息已删除。"),
    Say.DECIDED_BAN: ("**{title}**：{by} 封禁了 {name}。", "作者已被封禁。"),
    Say.DECIDED_DISTRUST: ("**{title}**：{by} 收回了对 {name} 的信任。", "不再信任作者。"),
    Say.BUTTON_RIGHT: ("✓ 正确",),
    Say.BUTTON_UNDO: ("↩︎ 撤销",),
    Say.BUTTON_UNDO_ALL: ("↩︎ 全部撤销",),
    Say.BUTTON_BAN: ("⛔ 封禁",),
    Say.BUTTON_TRUST: ("☆ 信任",),
    Say.BUTTON_DISTRUST: ("★ 不再信任",),
    Say.BUTTON_REMOVE: ("🗑 删除",),
    Say.BUTTON_LEAVE: ("✓ 保留",),
    Say.BUTTON_APPEAL: ("申诉",),
}
