"""Messages and what checks found in them."""

from bot.records import ChatKind, Finding, Incoming, Origin, Person, Said, Verdict

CHAT = -1001
SPAMMER = Person(7, "Spam <b>", "spam", "ru")

ALBUM = Incoming(
    (1, 2),
    Origin(CHAT, ChatKind.SUPERGROUP, 10, SPAMMER),
    "earn money",
    message_ids=(10, 11, 12),
    said=(Said(10, "earn money"), Said(11), Said(12)),
)
SCAM = Verdict((Finding("words", "scam", True, 0.9, "earn money", kind="job_scam"),))
CERTAIN = Verdict(
    (Finding("words", "scam", True, 0.98), Finding("links", "phishing", True, 0.97)),
)
DOUBTFUL = Verdict((Finding("words", "scam", score=0.55),))
DANGEROUS = Verdict((Finding("requests", "weapons", flagged=True, score=0.9),))
BROKEN = Verdict((Finding("words", "", error="TimeoutError"),))
CLEAN = Verdict((Finding("words", ""),))
