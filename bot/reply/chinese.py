"""The bot's sentences in Chinese. Markdown; what each placeholder means stands in `sentences`."""

from collections.abc import Mapping

from bot.say import Say

CHINESE: Mapping[Say, tuple[str, ...]] = {
    Say.START: (
        "你好，{name}！我会看图，会根据团队文档回答问题，并附上我所依据的那一页。\n\n"
        "可以先试这三件事：\n"
        "• **发一张截图**并提问：*这个报错是什么意思？*\n"
        "• **问团队文档**：*怎么申请 VPN 账号？*（发送文件并附上 /learn，我就能学会它。）\n"
        "• **把我加入群组**：提到我或使用 /ask；我也能清理垃圾消息（/policy）。\n\n"
        "/help 列出全部命令。",
        "你好！我会看图，会根据团队文档回答问题，并附上我所依据的那一页。\n\n"
        "可以先试这三件事：\n"
        "• **发一张截图**并提问：*这个报错是什么意思？*\n"
        "• **问团队文档**：*怎么申请 VPN 账号？*（发送文件并附上 /learn，我就能学会它。）\n"
        "• **把我加入群组**：提到我或使用 /ask；我也能清理垃圾消息（/policy）。\n\n"
        "/help 列出全部命令。",
    ),
    Say.HELP: (
        "直接给我写消息，或发送图片并附上问题。在群里请提到我、回复我，或使用 /ask。\n\n"
        "/ask 问题：提问，也可以回复一张图片来提问\n"
        "/describe、/ocr、/chart：随图片发送或回复图片：描述内容、读出文字、解读图表或表格\n"
        "/compare：随相册发送：哪里相同，哪里不同\n"
        "/find 关键词：搜索文档，包括图片\n"
        "/docs：我学过的文档\n"
        "/learn：随文件或图片一起发送，或回复它，让我学习\n"
        "/forget 名称：删除一份文档\n"
        "/why：上一个回答是怎么得来的\n"
        "/usage：查看用量和费用\n"
        "/reset：重新开始这段对话\n"
        "/policy：本群如何处理垃圾消息\n"
        "/privacy：询问云端模型之前如何处理私密内容",
    ),
    Say.UNKNOWN_COMMAND: (
        "我不认识命令 /{name}。/help 列出全部命令。",
        "我不认识这个命令。/help 列出全部命令。",
    ),
    Say.HOW_TO_REACH: (
        "大家好！在这个群里，我只能看到提到我（@{username}）、回复我，或以 /ask 开头的消息。"
        "如需让我看到全部消息（清理垃圾消息需要这样），请把我设为管理员，"
        "或在 @BotFather 用 /setprivacy 关闭隐私模式后重新添加我。",
        "大家好！在这个群里，我只能看到提到我、回复我，或以 /ask 开头的消息。"
        "如需让我看到全部消息（清理垃圾消息需要这样），请把我设为管理员，"
        "或在 @BotFather 用 /setprivacy 关闭隐私模式后重新添加我。",
    ),
    Say.ASK_WHAT: ("你想问什么？请写在 /ask 后面，或用 /ask 加问题回复一张图片。",),
    Say.EMPTY: ("这条消息里没有我能读的内容。请发送问题或图片。",),
    Say.VOICE: ("我不能听录音：没有配置语音识别。请把问题写成文字。",),
    Say.LOCATION: ("我用不了位置信息。请写下问题，或发送地图截图。",),
    Say.POLL: ("我读不了投票，也不能参与。请把问题写成文字。",),
    Say.CONTACT: ("我用不了联系人名片，也不会保存它。请把问题写成文字。",),
    Say.OTHER_KIND: (
        "我不能直接打开 {name} 来回答。如果它是文档（PDF、Office、Markdown、文本等），"
        "请用 /learn 回复它再提问；否则请发送截图。",
        "这类消息我读不了。请发送文字、照片或截图；如果是文档，请用 /learn 回复它。",
    ),
    Say.NOT_LEARNED: (
        "学过 {name} 之后我才能用它来回答：请用 /learn 回复它，然后再提问。",
        "学过文档之后我才能用它来回答：请用 /learn 回复它，然后再提问。",
    ),
    Say.TOO_BIG: (
        "{name} 有 {size_mb} MB，而 Telegram 只允许机器人下载最多 20 MB。请发送较小的版本，或相关部分的截图。",
        "{name} 太大：Telegram 只允许机器人下载最多 20 MB。请发送较小的版本，或相关部分的截图。",
        "这个文件有 {size_mb} MB，而 Telegram 只允许机器人下载最多 20 MB。请发送较小的版本，或相关部分的截图。",
        "这个文件太大：Telegram 只允许机器人下载最多 20 MB。请发送较小的版本，或相关部分的截图。",
    ),
    Say.NOT_A_PICTURE: (
        "{name} 不是我能打开的图片。请发送 JPEG、PNG、WebP 或 GIF。",
        "这不是我能打开的图片。请发送 JPEG、PNG、WebP 或 GIF。",
    ),
    Say.BROKEN_FILE: (
        "我打不开 {name}：文件已损坏。请重新发送，或发送截图。",
        "我打不开这个文件：它已损坏。请重新发送，或发送截图。",
    ),
    Say.PICTURE_TOO_LARGE: (
        "{name} 超出了我能安全打开的大小。请以照片而非文件发送，或裁剪到相关部分。",
        "这张图片超出了我能安全打开的大小。请以照片而非文件发送，或裁剪到相关部分。",
    ),
    Say.TOOK_TOO_LONG: (
        "打开 {name} 用时太久，我停下了。请发送较小的版本或截图。",
        "打开这个文件用时太久，我停下了。请发送较小的版本或截图。",
    ),
    Say.FILE_GONE: (
        "Telegram 已经没有文件 {name} 了。请重新发送。",
        "Telegram 已经没有这个文件了。请重新发送。",
    ),
    Say.BLOCKED: (
        "这个问题我不回答：{reason}。如果我判断有误，请换一种说法。",
        "这个问题我不回答。如果我判断有误，请换一种说法。",
    ),
    Say.COULD_NOT_CHECK: (
        "我没能检查这条消息（{check} 未能运行），而未经检查的内容我不回答。请一分钟后再试。",
        "我没能检查这条消息，而未经检查的内容我不回答。请一分钟后再试。",
    ),
    Say.NO_MODEL: ("没有配置语言模型，因此这个回答直接引用文档。",),
    Say.FELL_BACK: (
        "首选模型没有响应；这个回答来自 {model}。",
        "首选模型没有响应；这个回答来自另一个模型。",
    ),
    Say.LEARN_WHAT: (
        "请把 /learn 和文件或图片一起发送，或用它回复一个文件。"
        "我能读 PDF、Word、PowerPoint、Excel、EPUB、邮件（EML）、Markdown、HTML、文本、代码、CSV、"
        "图片和短视频，最多 20 MB。",
    ),
    Say.LEARN_ADMINS_ONLY: ("只有本群管理员可以这样做。",),
    Say.LEARNING: ("正在阅读 {name}：{done}/{total} …", "正在阅读 {name} …", "正在阅读 …"),
    Say.LEARNED: (
        "已学会 {name}：共 {units} 段文字和图片可供回答。请提问。",
        "已学会 {name}。请提问。",
        "已学会。请提问。",
    ),
    Say.LEARNED_PARTLY: ("{lines}", "我只学会了其中一部分。"),
    Say.LEARN_UNCHANGED: (
        "{name} 我已经学过，没有变化，无需再学。",
        "我已经学过，没有变化，无需再学。",
    ),
    Say.LEARN_FAILED: (
        "我没能学会 {name}：{reason}。",
        "我没能学会 {name}。请确认文件能正常打开后重新发送。",
        "我没能学会它。请确认文件能正常打开后重新发送。",
    ),
    Say.LEARN_STOPPED: ("已停止。已读的内容会保留；再次发送文件即可继续。",),
    Say.STILL_LEARNING: (
        "还没有找到：我还在阅读文件，已完成 {done} / {total}。请稍后再问。",
        "还没有找到：我还在阅读文件。请稍后再问。",
    ),
    Say.DOCS: (
        "**{count} 份文档**\n{lines}\n\n从终端学习：groundglass learn 文件夹 --space {space}",
        "**{count} 份文档**\n{lines}",
        "**文档**\n{lines}",
        "没有可列出的文档。",
    ),
    Say.DOCS_EMPTY: (
        "这里还没有文档。请把 /learn 和文件一起发送，或用它回复一个文件。\n\n"
        "从终端学习：groundglass learn 文件夹 --space {space}",
        "这里还没有文档。请把 /learn 和文件一起发送，或用它回复一个文件。",
    ),
    Say.FIND_WHAT: (
        "请把要找的内容写在 /find 后面，例如：/find VPN 超时。附上图片或回复图片，则按图查找。",
    ),
    Say.FOUND: ("{lines}", "没有可显示的内容。"),
    Say.FOUND_NOTHING: ("没有找到。请换个说法，或用 /docs 看看我有哪些文档。",),
    Say.FORGET_WHAT: ("请把文档名称写在 /forget 后面；/docs 列出名称。",),
    Say.FORGOTTEN: ("已忘记 {name}，不再用它回答。", "已忘记，不再用它回答。"),
    Say.FORGET_UNKNOWN: (
        "没有名为 {name} 的文档。你是指 {near} 吗？",
        "没有名为 {name} 的文档。/docs 列出名称。",
        "没有这份文档。/docs 列出名称。",
    ),
    Say.RESET: (
        "好了：我忘记了这段对话（共 {turns} 个问题）。文档仍然保留。",
        "好了：这段对话重新开始。文档仍然保留。",
    ),
    Say.WHY: ("**这个回答是怎么得来的**\n{lines}", "我没有那个回答的记录。"),
    Say.WHY_NOTHING: ("我在这里还没有回答过问题。请先问我点什么。",),
    Say.THANKS: ("谢谢，已记录。",),
    Say.BUTTON_EXPIRED: ("这个按钮已失效。请重新提问。",),
    Say.NOT_YOURS: ("只有管理员可以使用这个按钮。",),
    Say.REMOVED: (
        "我删除了 {name} 的一条消息：{reason}。管理员可以恢复它。",
        "我删除了 {name} 的一条消息。管理员可以恢复它。",
        "我删除了一条消息。管理员可以恢复它。",
    ),
    Say.APOLOGY: ("抱歉，我这边出了问题，没能完成。已记入日志；请重新发送。",),
}
