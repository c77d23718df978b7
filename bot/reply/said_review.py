"""What the bot says of teaching, reports, receipts, replays, drills and joining, in English and Chinese."""

from collections.abc import Mapping

from bot.say import Say

ENGLISH: Mapping[Say, tuple[str, ...]] = {
    Say.GROUPS_ONLY: ("This belongs to a group: send it there.",),
    Say.TEACH_WHAT: (
        "Reply with /spam to a message that should go, or with /ham to one that I took for bad.",
    ),
    Say.TEACH_NOT_ADMIN: ("That message is by an administrator, so I leave it alone.",),
    Say.TAUGHT_SPAM: (
        "Removed what {name} wrote, and learned from it (entries: {count}).",
        "Removed, and learned from it.",
    ),
    Say.TAUGHT_HAM: (
        "I will leave such messages alone (entries learned: {count}).",
        "I will leave such messages alone.",
    ),
    Say.REPORT_WHAT: ("Reply with /report to the message that administrators should see.",),
    Say.REPORT_NOT_YET: (
        "Reports are for members who have written here on several days. Please tell an administrator.",
    ),
    Say.REPORT_ENOUGH: ("That is enough reports for now; please wait an hour.",),
    Say.REPORTED: ("Thank you. The administrators will look at it.",),
    Say.REPLAY_WHAT: (
        "Write a preset or a policy after /replay, and how far to look back: `/replay strict 7d`. {reason}",
        "Write a preset or a policy after /replay, and how far to look back: `/replay strict 7d`.",
    ),
    Say.REPLAYED: (
        "Under **{mode}**, of {count} messages of the last {days} days I would have removed {removed} by "
        "{people} people. Administrators called {wrong} of them wrong, and had {missed} removed that I "
        "would have left.\n{lines}",
        "Nothing to replay.",
    ),
    Say.RECEIPT: (
        "In the last seven days *standard* would have removed {count} messages by {people} people: "
        "{reasons}. Right so far: {precision}.\n\n{lines}\n\nTap the numbers that were wrong; then take "
        "over the lines that follow from it.",
        "What would have been removed.",
    ),
    Say.RECEIPT_EMPTY: ("In the last seven days there was nothing that I would have removed.",),
    Say.LOG: ("Decisions of the last {days} days:\n{lines}", "No decisions yet."),
    Say.JOIN_QUESTION: (
        "You asked to join **{title}**. Please answer here:\n{text}",
        "Please answer the question of the group that you asked to join.",
    ),
    Say.JOIN_WELCOME: ("Welcome to **{title}**!", "Welcome!"),
    Say.JOIN_WAIT: (
        "Thank you. An administrator of **{title}** will look at your answer.",
        "Thank you. An administrator will look at your answer.",
    ),
    Say.JOIN_CARD: (
        "**{title}**: {name} asks to join.\n{question}\n{text}",
        "Somebody asks to join.",
    ),
    Say.DRILL: ("{light} Drill in **{title}**:\n{lines}", "The drill is over."),
    Say.DRILL_TEST: (
        "This is a test of moderation, and goes at once: {text}",
        "This is a test of moderation, and goes at once.",
    ),
    Say.BUTTON_ADMIT: ("✓ Let in",),
    Say.BUTTON_DECLINE: ("✗ Turn away",),
    Say.BUTTON_USE_LINES: ("Use these lines",),
}
CHINESE: Mapping[Say, tuple[str, ...]] = {
    Say.GROUPS_ONLY: ("这属于群：请在群里发送。",),
    Say.TEACH_WHAT: ("用 /spam 回复应删除的消息，或用 /ham 回复被我误判的消息。",),
    Say.TEACH_NOT_ADMIN: ("那是管理员的消息，我不处理。",),
    Say.TAUGHT_SPAM: ("已删除 {name} 的消息，并从中学习（{count} 条）。", "已删除，并从中学习。"),
    Say.TAUGHT_HAM: (
        "以后我不会处理这样的消息（学习了 {count} 条）。",
        "以后我不会处理这样的消息。",
    ),
    Say.REPORT_WHAT: ("请用 /report 回复要让管理员看的消息。",),
    Say.REPORT_NOT_YET: ("只有在本群多日发言的成员才能举报。请告诉管理员。",),
    Say.REPORT_ENOUGH: ("举报已够多，请一小时后再试。",),
    Say.REPORTED: ("谢谢。管理员会查看。",),
    Say.REPLAY_WHAT: (
        "请在 /replay 后写预设或规则，以及回看多久：`/replay strict 7d`。{reason}",
        "请在 /replay 后写预设或规则，以及回看多久：`/replay strict 7d`。",
    ),
    Say.REPLAYED: (
        "按 **{mode}**，在最近 {days} 天的 {count} 条消息中，我会删除 {people} 人的 {removed} 条。管理员认为其中 "
        "{wrong} 条不该删，并删除了我会保留的 {missed} 条。\n{lines}",
        "没有可回放的内容。",
    ),
    Say.RECEIPT: (
        "最近七天 *standard* 会删除 {people} 人的 {count} 条消息：{reasons}。目前正确率：{precision}。\n\n{lines}\n\n"
        "请点误判的编号，然后采用由此得出的界线。",
        "会被删除的消息。",
    ),
    Say.RECEIPT_EMPTY: ("最近七天没有我会删除的消息。",),
    Say.LOG: ("最近 {days} 天的决定：\n{lines}", "还没有决定。"),
    Say.JOIN_QUESTION: (
        "您申请加入 **{title}**。请在这里回答：\n{text}",
        "请回答您申请加入的群的问题。",
    ),
    Say.JOIN_WELCOME: ("欢迎加入 **{title}**！", "欢迎！"),
    Say.JOIN_WAIT: ("谢谢。**{title}** 的管理员会看您的回答。", "谢谢。管理员会看您的回答。"),
    Say.JOIN_CARD: ("**{title}**：{name} 申请加入。\n{question}\n{text}", "有人申请加入。"),
    Say.DRILL: ("{light} **{title}** 的演练：\n{lines}", "演练结束。"),
    Say.DRILL_TEST: ("这是管理功能的测试，马上删除：{text}", "这是管理功能的测试，马上删除。"),
    Say.BUTTON_ADMIT: ("✓ 同意",),
    Say.BUTTON_DECLINE: ("✗ 拒绝",),
    Say.BUTTON_USE_LINES: ("采用这些界线",),
}
