"""Turn the description of a chat into a chat, saying plainly what is wrong with it."""

from collections.abc import Sequence

from bot.sandbox.errors import PersonError
from bot.sandbox.parameters import Parameters
from bot.sandbox.person_requests import checked, record, whole
from bot.sandbox.records import Chat, ChatType, Json, Member, Person, Status
from bot.sandbox.rights import ADMIN_RIGHTS, ALL_ADMIN_RIGHTS, PERMISSIONS
from bot.sandbox.world import World


def found(world: World, wish: Parameters) -> Chat:
    """Make a chat as described; it is not yet among the world's chats."""
    kind = _choice(wish.text("type"), ChatType, "type")
    people = checked(lambda: wish.records("members", "members"), "members must be a list of people")
    members = {member.person.id: member for member in map(member_of, people)}
    number = whole(wish, "id")
    if kind is ChatType.PRIVATE:
        if len(members) != 1:
            raise PersonError(400, "a private chat has exactly one member")
        number = next(iter(members))
    if number is None:
        number = world.new_chat_id(kind)
    if number in world.chats:
        raise PersonError(409, f"there is a chat {number} already")
    if wish.flag("forum") and kind is not ChatType.SUPERGROUP:
        raise PersonError(400, "only a supergroup can be a forum")
    first = next(iter(members.values())).person.first_name if members else ""
    return Chat(
        id=number,
        type=kind,
        title=wish.text("title") or (first if kind is ChatType.PRIVATE else "Group"),
        bot=_bot(world, record(wish, "bot")),
        ids=world.message_ids(kind),
        forum=wish.flag("forum"),
        privacy_mode=wish.flag("privacy_mode") or not wish.has("privacy_mode"),
        members=members,
        suggestions=tuple(str(each) for each in wish.items("suggestions")),
    )


def _choice(raw: str, kinds: type[ChatType], name: str) -> ChatType:
    try:
        return kinds(raw)
    except ValueError:
        known = ", ".join(kinds)
        raise PersonError(400, f"{name} must be one of {known}, not {raw!r}") from None


def person_of(given: Json) -> Person:
    """Read a person: `id` and `first_name`, and what else is known."""
    number, name = given.get("id"), given.get("first_name")
    number = int(number) if isinstance(number, str) and number.isdecimal() else number
    if isinstance(number, bool) or not isinstance(number, int) or number <= 0:
        raise PersonError(400, f"a member needs an `id`, a positive whole number, not {number!r}")
    if not isinstance(name, str) or not name:
        raise PersonError(400, f"member {number} needs a `first_name`")
    rest = {key: _text(given, key) for key in ("username", "language_code", "last_name")}
    return Person(
        number, name, rest["username"], rest["language_code"], last_name=rest["last_name"]
    )


def _text(given: Json, key: str) -> str | None:
    value = given.get(key)
    if value is not None and not isinstance(value, str):
        raise PersonError(400, f"{key} must be a text, not {value!r}")
    return value.removeprefix("@") if value else None


def member_of(given: Json) -> Member:
    """Read a member: a person with a status and rights."""
    status = _status(given)
    person = person_of(given)
    return Member(person, status, _rights(given, status), in_chat=True)


def _status(given: Json, default: Status = Status.MEMBER) -> Status:
    raw = given.get("status") or default
    try:
        return Status(str(raw))
    except ValueError:
        raise PersonError(400, f"status must be one of {', '.join(Status)}, not {raw!r}") from None


def _rights(given: Json, status: Status) -> frozenset[str]:
    """Read rights, as a list or as `{name: true}`; an administrator has all unless told."""
    raw = given.get("rights")
    known: Sequence[str] = (
        PERMISSIONS if status is Status.RESTRICTED else (*ADMIN_RIGHTS, "is_anonymous")
    )
    if raw is None:
        return ALL_ADMIN_RIGHTS if status is Status.ADMINISTRATOR else frozenset()
    if isinstance(raw, dict):
        names = [str(name) for name, value in raw.items() if value]
    elif isinstance(raw, list):
        names = [str(name) for name in raw]
    else:
        raise PersonError(
            400, "rights must be a list of names, or an object of name and true or false"
        )
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise PersonError(400, f"there is no right {unknown[0]!r}; known are {', '.join(known)}")
    return frozenset(names)


def _bot(world: World, given: Json) -> Member:
    if not given:
        return world.bot_as_admin()
    status = _status(given, Status.ADMINISTRATOR)
    return Member(world.bot, status, _rights(given, status))
