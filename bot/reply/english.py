"""The bot's sentences in English. Markdown; what each placeholder means stands in `sentences`."""

from collections.abc import Mapping

from bot.say import Say

ENGLISH: Mapping[Say, tuple[str, ...]] = {
    Say.START: (
        "Hello {name}! I look at pictures, answer from your team's documents and show the page I read.\n\n"
        "Three things to try:\n"
        "• **Send a screenshot** and ask: *what does this error mean?*\n"
        "• **Ask your documents**: *how do I get a VPN account?* "
        "(Send a file with /learn to teach me one.)\n"
        "• **Add me to a group**: mention me or use /ask; I can also keep spam out (/policy).\n\n"
        "/help lists all commands.",
        "Hello! I look at pictures, answer from your team's documents and show the page I read.\n\n"
        "Three things to try:\n"
        "• **Send a screenshot** and ask: *what does this error mean?*\n"
        "• **Ask your documents**: *how do I get a VPN account?* "
        "(Send a file with /learn to teach me one.)\n"
        "• **Add me to a group**: mention me or use /ask; I can also keep spam out (/policy).\n\n"
        "/help lists all commands.",
    ),
    Say.HELP: (
        "Just write to me, or send pictures with a question. In a group, mention me, reply to me "
        "or use /ask.\n\n"
        "/ask question: ask, also as a reply to a picture\n"
        "/describe, /ocr, /chart: with a picture or as a reply to one: say what it shows, read its text, "
        "explain a chart or table\n"
        "/compare: with an album: what is the same, what differs\n"
        "/find words: search the documents, pictures included\n"
        "/docs: what I have learned\n"
        "/learn: sent with a file or picture, or as a reply to one, teaches me\n"
        "/forget name: remove a document\n"
        "/why: how the last answer came about\n"
        "/usage: what your answers cost\n"
        "/reset: start this conversation anew\n"
        "/policy: what happens to spam in this group\n"
        "/privacy: what happens to secrets before a cloud model is asked",
    ),
    Say.UNKNOWN_COMMAND: (
        "I don't know the command /{name}. /help lists the ones I do.",
        "I don't know that command. /help lists the ones I do.",
    ),
    Say.HOW_TO_REACH: (
        "Hello! In this group I only see messages that mention me (@{username}), reply to me, or "
        "start with /ask. To let me see everything, which I need to keep spam out, make me an "
        "administrator, or turn privacy mode off at @BotFather (/setprivacy) and add me again.",
        "Hello! In this group I only see messages that mention me, reply to me, or start with /ask. "
        "To let me see everything, which I need to keep spam out, make me an administrator, or turn "
        "privacy mode off at @BotFather (/setprivacy) and add me again.",
    ),
    Say.ASK_WHAT: (
        "What would you like to know? Write it after /ask, or reply to a picture with /ask and your "
        "question.",
    ),
    Say.EMPTY: ("There is nothing in this message that I can read. Send a question or a picture.",),
    Say.VOICE: (
        "I can't listen to recordings: no speech recognition is set up. Please write your question.",
    ),
    Say.LOCATION: ("I can't use locations. Write your question, or send a screenshot of the map.",),
    Say.POLL: ("I can't read or answer polls. Write your question as text.",),
    Say.CONTACT: (
        "I can't use contact cards, and I don't store them. Write your question as text.",
    ),
    Say.OTHER_KIND: (
        "I can't open {name} to answer from it directly. If it is a document (PDF, Office, "
        "Markdown, text …), send /learn as a reply to it and ask again; otherwise send a screenshot.",
        "I can't read this kind of message. Send text, a photo or a screenshot; for a document, send "
        "/learn as a reply to it.",
    ),
    Say.NOT_LEARNED: (
        "I answer from {name} once I have learned it: send /learn as a reply to it, then ask again.",
        "I answer from a document once I have learned it: send /learn as a reply to it, then ask again.",
    ),
    Say.TOO_BIG: (
        "{name} has {size_mb} MB, and Telegram lets bots download at most 20 MB. Send a smaller "
        "version, or a screenshot of the part you mean.",
        "{name} is too big: Telegram lets bots download at most 20 MB. Send a smaller version, or a "
        "screenshot of the part you mean.",
        "This file has {size_mb} MB, and Telegram lets bots download at most 20 MB. Send a smaller "
        "version, or a screenshot of the part you mean.",
        "This file is too big: Telegram lets bots download at most 20 MB. Send a smaller version, or "
        "a screenshot of the part you mean.",
    ),
    Say.NOT_A_PICTURE: (
        "{name} is not a picture I can open. Send a JPEG, PNG, WebP or GIF.",
        "This is not a picture I can open. Send a JPEG, PNG, WebP or GIF.",
    ),
    Say.BROKEN_FILE: (
        "I could not open {name}: the file is damaged. Please send it again, or send a screenshot.",
        "I could not open this file: it is damaged. Please send it again, or send a screenshot.",
    ),
    Say.PICTURE_TOO_LARGE: (
        "{name} is larger than I open safely. Send it as a photo instead of a file, or crop it to "
        "the part you mean.",
        "This picture is larger than I open safely. Send it as a photo instead of a file, or crop "
        "it to the part you mean.",
    ),
    Say.TOOK_TOO_LONG: (
        "Opening {name} took too long, so I stopped. Send a smaller version or a screenshot.",
        "Opening this file took too long, so I stopped. Send a smaller version or a screenshot.",
    ),
    Say.FILE_GONE: (
        "Telegram no longer has the file {name}. Please send it again.",
        "Telegram no longer has this file. Please send it again.",
    ),
    Say.BLOCKED: (
        "I won't answer this: {reason}. If I got it wrong, put it in other words.",
        "I won't answer this. If I got it wrong, put it in other words.",
    ),
    Say.COULD_NOT_CHECK: (
        "I could not check this message ({check} did not run), and I answer nothing unchecked. "
        "Please try again in a minute.",
        "I could not check this message, and I answer nothing unchecked. Please try again in a "
        "minute.",
    ),
    Say.NO_MODEL: ("No language model is configured, so this answer quotes the documents.",),
    Say.FELL_BACK: (
        "The first choice of model did not answer; this is from {model}.",
        "The first choice of model did not answer; this is from another one.",
    ),
    Say.LEARN_WHAT: (
        "Send /learn together with a file or picture, or as a reply to one. I read PDF, Word, "
        "PowerPoint, Excel, EPUB, mails (EML), Markdown, HTML, text, code, CSV, pictures and short "
        "videos, up to 20 MB.",
    ),
    Say.LEARN_ADMINS_ONLY: ("Only administrators of this group may do that.",),
    Say.LEARNING: ("Reading {name}: {done} of {total} …", "Reading {name} …", "Reading …"),
    Say.LEARNED: (
        "Learned {name} (passages and pictures: {units}). Just ask.",
        "Learned {name}. Just ask.",
        "Learned. Just ask.",
    ),
    Say.LEARNED_PARTLY: ("{lines}", "I learned only a part of this."),
    Say.LEARN_UNCHANGED: (
        "I already know {name}, unchanged. Nothing to do.",
        "I already know this, unchanged. Nothing to do.",
    ),
    Say.LEARN_FAILED: (
        "I could not learn {name}: {reason}.",
        "I could not learn {name}. Check that it opens on your side and send it again.",
        "I could not learn this. Check that it opens on your side and send it again.",
    ),
    Say.LEARN_STOPPED: ("Stopped. What I have read so far stays; send the file again to go on.",),
    Say.STILL_LEARNING: (
        "I have not found it yet: I am still reading, {done} of {total} files are done. Please ask "
        "again in a moment.",
        "I have not found it yet: I am still reading. Please ask again in a moment.",
    ),
    Say.DOCS: (
        "**Documents: {count}**\n{lines}\n\n"
        "From a terminal: groundglass learn FOLDER --space {space}",
        "**Documents: {count}**\n{lines}",
        "**Documents**\n{lines}",
        "Documents: none listed.",
    ),
    Say.DOCS_EMPTY: (
        "I have no documents here yet. Send /learn with a file, or as a reply to one.\n\n"
        "From a terminal: groundglass learn FOLDER --space {space}",
        "I have no documents here yet. Send /learn with a file, or as a reply to one.",
    ),
    Say.FIND_WHAT: (
        "Write what to look for after /find, for example: /find VPN timeout. With a picture, or as "
        "a reply to one, it looks for that.",
    ),
    Say.FOUND: ("{lines}", "Nothing to show."),
    Say.FOUND_NOTHING: ("Nothing found. Try other words, or see /docs for what I have.",),
    Say.FORGET_WHAT: ("Write the document's name after /forget; /docs lists the names.",),
    Say.FORGOTTEN: (
        "Forgotten: {name}. I no longer answer from it.",
        "Forgotten. I no longer answer from it.",
    ),
    Say.FORGET_UNKNOWN: (
        "I have no document named {name}. Did you mean {near}?",
        "I have no document named {name}. /docs lists the names.",
        "I have no such document. /docs lists the names.",
    ),
    Say.RESET: (
        "Done: I forgot this conversation (questions: {turns}). The documents stay.",
        "Done: this conversation starts anew. The documents stay.",
    ),
    Say.WHY: ("**How that answer came about**\n{lines}", "I kept no record of that answer."),
    Say.WHY_NOTHING: ("I have not answered anything here yet. Ask me something first.",),
    Say.THANKS: ("Thank you, noted.",),
    Say.BUTTON_EXPIRED: ("This button no longer works. Please ask again.",),
    Say.NOT_YOURS: ("Only an administrator can use this button.",),
    Say.REMOVED: (
        "I removed a message by {name}: {reason}. An administrator can bring it back.",
        "I removed a message by {name}. An administrator can bring it back.",
        "I removed a message. An administrator can bring it back.",
    ),
    Say.APOLOGY: (
        "Sorry, something went wrong on my side and I could not finish this. It is in my log; "
        "please send it again.",
    ),
}
