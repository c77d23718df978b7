"""`moderate replay`, `log` and `lessons`: another policy on the past, who decided what, what was taught."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot import guard
from bot.app import STATE
from bot.cli import output
from bot.cli.lessons import lessons
from bot.cli.parser import Arguments
from bot.errors import BadInput
from bot.moderate import document
from bot.moderate.books import Books
from bot.moderate.policy import Policy
from bot.moderate.replay import Replay, Would, replay
from bot.settings import Settings
from bot.store.database import Database

DAY = 86_400


def moderate(arguments: Arguments, settings: Settings) -> int:
    """Run one of the three."""
    path = settings.home / STATE
    if not path.is_file():
        raise BadInput(f"there is no {str(path)!r}; run the bot once, or set GROUNDGLASS_HOME")
    database = Database(path)
    try:
        kept = guard.books(database)
        if arguments.action == "log":
            return _log(arguments, kept)
        if arguments.action == "lessons":
            return lessons(arguments, kept, database)
        return _replay(arguments, kept)
    finally:
        database.close()


def policy_of(file: Path | None) -> Policy:
    """Read the policy in a file, *standard* where none is named."""
    if file is None:
        return document.preset("standard")
    try:
        return document.read(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot read {str(file)!r}; give a policy as YAML") from error
    except BadInput as error:
        raise BadInput(f"{str(file)!r}: {error}") from None


def _replay(arguments: Arguments, kept: Books) -> int:
    policy = policy_of(arguments.policy)
    since = kept.audit.now - arguments.days * DAY
    chats = (arguments.chat,) if arguments.chat is not None else kept.judged.chats()
    for chat_id in chats:
        acts = kept.acts.since(chat_id, since)
        done = {number: act.action for act in acts for number in act.message_ids}
        found = replay(kept.judged.since(chat_id, since), policy, done)
        if arguments.json:
            output.emit({"chat": chat_id, **_as_json(found)})
            continue
        output.line(
            f"chat {chat_id}: {found.looked_at} messages in {arguments.days} days; "
            f"{len(found.removed)} removed, of which administrators called {len(found.wrong)} wrong; "
            f"{len(found.missed)} that they had removed would stay"
        )
        for one in found.would:
            output.line(f"  {_line(one, found)}")
    return 0


def _line(one: Would, found: Replay) -> str:
    judged = one.judged
    when = f"{datetime.fromtimestamp(judged.judged_at, UTC):%Y-%m-%d %H:%M}"
    really = found.done.get(judged.message_id, "nothing")
    label = f", called {judged.label}" if judged.label else ""
    words = " ".join(judged.text.split())[:80]
    return (
        f"{when} {one.action.name} ({one.action.reason} {one.action.score:.2f}; was: {really}{label}) "
        f"{judged.person_name}: {words}"
    )


def _as_json(found: Replay) -> Mapping[str, object]:
    return {
        "messages": found.looked_at,
        "removed": len(found.removed),
        "wrong": len(found.wrong),
        "missed": len(found.missed),
        "would": [
            {
                "message": one.judged.message_id,
                "person": one.judged.person_id,
                "name": one.judged.person_name,
                "at": one.judged.judged_at,
                "text": one.judged.text,
                "action": one.action.name,
                "reason": one.action.reason,
                "score": one.action.score,
                "done": found.done.get(one.judged.message_id),
                "label": one.judged.label or None,
            }
            for one in found.would
        ],
    }


def _log(arguments: Arguments, kept: Books) -> int:
    since = kept.audit.now - arguments.days * DAY
    for act in kept.acts.since(arguments.chat, since):
        row: dict[str, object] = {
            "chat": act.chat_id,
            "act": act.id,
            "at": act.done_at,
            "action": act.action,
            "reason": act.reason,
            "score": act.score,
            "person": act.person.id,
            "name": act.person.name,
            "by": act.by_id or None,
            "obstacle": act.obstacle or None,
            "label": act.label or None,
            "undone_by": act.undone_by,
        }
        if arguments.json:
            output.emit(row)
        else:
            output.line(" ".join(f"{k}={v}" for k, v in row.items() if v is not None))
    for entry in kept.audit.entries(arguments.chat, since):
        if arguments.json:
            decision = {"chat": entry.chat_id, "at": entry.at, "by": entry.by_id or None}
            output.emit({**decision, "decision": entry.what, "about": entry.about})
        else:
            output.line(
                f"chat={entry.chat_id} at={entry.at} {entry.what} {entry.about} by={entry.by_id}"
            )
    return 0
