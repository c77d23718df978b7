"""What the bot says of money, patience and feedback, in English and Chinese."""

from collections.abc import Mapping

from bot.say import Say

ENGLISH: Mapping[Say, tuple[str, ...]] = {
    Say.BUDGET_PERSON: (
        "Your budget for today ({limit}) is used up or booked, so this answer came a cheaper way. "
        "It begins anew at midnight (UTC); /usage shows it.",
        "Your budget for today is used up or booked, so this answer came a cheaper way. "
        "It begins anew at midnight (UTC); /usage shows it.",
    ),
    Say.BUDGET_CHAT: (
        "This chat's budget for today ({limit}) is used up or booked, so this answer came a cheaper "
        "way. It begins anew at midnight (UTC).",
        "This chat's budget for today is used up or booked, so this answer came a cheaper way. "
        "It begins anew at midnight (UTC).",
    ),
    Say.BUDGET_MONTH: (
        "My budget for this month ({limit}) is used up or booked, so this answer came a cheaper way. "
        "Whoever runs me can raise it.",
        "My budget for this month is used up or booked, so this answer came a cheaper way. "
        "Whoever runs me can raise it.",
    ),
    Say.BUDGET_NEARLY_PERSON: (
        "Your answers today have cost {spent} of {limit}. After that I answer a cheaper way until "
        "midnight (UTC).",
        "Your budget for today is nearly used up. After that I answer a cheaper way until midnight (UTC).",
    ),
    Say.BUDGET_NEARLY_CHAT: (
        "Answers in this chat have cost {spent} of {limit} today. After that I answer a cheaper way "
        "until midnight (UTC).",
        "This chat's budget for today is nearly used up. After that I answer a cheaper way until "
        "midnight (UTC).",
    ),
    Say.BUDGET_NEARLY_MONTH: (
        "All my answers this month have cost {spent} of {limit}. After that I answer a cheaper way "
        "until the month is over; whoever runs me can raise it.",
        "My budget for this month is nearly used up. Whoever runs me can raise it.",
    ),
    Say.TAKEN_BACK: ("Taken back.",),
    Say.TOO_MANY: (
        "That was more than {most} questions within a minute. Please ask again in {seconds} s.",
        "Those were too many questions within a minute. Please ask again in a moment.",
    ),
    Say.USAGE: ("**What was used**\n{lines}", "Nothing was used yet."),
    Say.USAGE_PERSON: (
        "You today: answers by a model: {answers}, {spent} of {limit}. "
        "In 30 days: {month_answers} answers, {tokens} tokens, {month_spent}.",
        "You today: answers by a model: {answers}, {spent}. "
        "In 30 days: {month_answers} answers, {tokens} tokens, {month_spent}.",
        "You: nothing yet.",
    ),
    Say.USAGE_CHAT: (
        "This chat today: answers by a model: {answers}, {spent} of {limit}. "
        "In 30 days: {month_answers} answers, {tokens} tokens, {month_spent}.",
        "This chat today: answers by a model: {answers}, {spent}. "
        "In 30 days: {month_answers} answers, {tokens} tokens, {month_spent}.",
        "This chat: nothing yet.",
    ),
    Say.USAGE_MONTH: (
        "The whole bot this month: {percent} % of its budget.",
        "The whole bot has no budget for the month.",
    ),
    Say.USAGE_CHART: ("The last {days} days (UTC)", "The last days (UTC)"),
}

CHINESE: Mapping[Say, tuple[str, ...]] = {
    Say.BUDGET_PERSON: (
        "您今天的额度（{limit}）已用完或已被占用，因此改用更省的方式回答。额度在 UTC 零点重新计算，可用 /usage 查看。",
        "您今天的额度已用完或已被占用，因此改用更省的方式回答。额度在 UTC 零点重新计算，可用 /usage 查看。",
    ),
    Say.BUDGET_CHAT: (
        "本聊天今天的额度（{limit}）已用完或已被占用，因此改用更省的方式回答。额度在 UTC 零点重新计算。",
        "本聊天今天的额度已用完或已被占用，因此改用更省的方式回答。额度在 UTC 零点重新计算。",
    ),
    Say.BUDGET_MONTH: (
        "我本月的额度（{limit}）已用完或已被占用，因此改用更省的方式回答。运行者可以提高额度。",
        "我本月的额度已用完或已被占用，因此改用更省的方式回答。运行者可以提高额度。",
    ),
    Say.BUDGET_NEARLY_PERSON: (
        "您今天的回答已花费 {spent}，额度为 {limit}。用完后到 UTC 零点前会改用更省的方式回答。",
        "您今天的额度快用完了。用完后到 UTC 零点前会改用更省的方式回答。",
    ),
    Say.BUDGET_NEARLY_CHAT: (
        "本聊天今天的回答已花费 {spent}，额度为 {limit}。用完后到 UTC 零点前会改用更省的方式回答。",
        "本聊天今天的额度快用完了。用完后到 UTC 零点前会改用更省的方式回答。",
    ),
    Say.BUDGET_NEARLY_MONTH: (
        "我本月的回答已花费 {spent}，额度为 {limit}。用完后到月底会改用更省的方式回答，运行者可以提高额度。",
        "我本月的额度快用完了，运行者可以提高额度。",
    ),
    Say.TAKEN_BACK: ("已撤回。",),
    Say.TOO_MANY: (
        "一分钟内的提问超过了 {most} 个，请 {seconds} 秒后再问。",
        "一分钟内的提问太多了，请稍后再问。",
    ),
    Say.USAGE: ("**用量**\n{lines}", "还没有用量。"),
    Say.USAGE_PERSON: (
        "您今天：模型回答 {answers} 次，花费 {spent}，额度 {limit}。"
        "30 天内：{month_answers} 次，{tokens} 个词元，{month_spent}。",
        "您今天：模型回答 {answers} 次，花费 {spent}。"
        "30 天内：{month_answers} 次，{tokens} 个词元，{month_spent}。",
        "您：还没有用量。",
    ),
    Say.USAGE_CHAT: (
        "本聊天今天：模型回答 {answers} 次，花费 {spent}，额度 {limit}。"
        "30 天内：{month_answers} 次，{tokens} 个词元，{month_spent}。",
        "本聊天今天：模型回答 {answers} 次，花费 {spent}。"
        "30 天内：{month_answers} 次，{tokens} 个词元，{month_spent}。",
        "本聊天：还没有用量。",
    ),
    Say.USAGE_MONTH: (
        "整个机器人本月：已用额度的 {percent} %。",
        "整个机器人没有设置月额度。",
    ),
    Say.USAGE_CHART: ("最近 {days} 天（UTC）", "最近几天（UTC）"),
}
