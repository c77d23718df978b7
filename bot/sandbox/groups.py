"""The `/sandbox` interface for chats: make them, come and go, ask to join, migrate, open topics."""

from dataclasses import replace

from starlette.requests import Request
from starlette.routing import Route

from bot.sandbox import timeline, view, wire
from bot.sandbox.errors import PersonError
from bot.sandbox.founding import found, person_of
from bot.sandbox.parameters import Parameters
from bot.sandbox.people import answering
from bot.sandbox.person_requests import chat_of, member_of, parameters_of
from bot.sandbox.records import Chat, ChatType, Json, Member, Person, Status
from bot.sandbox.rights import ALL_ADMIN_RIGHTS, may
from bot.sandbox.world import World

ACTIONS = ("join", "leave", "request", "promote", "demote")


class Groups:
    """What happens to chats and memberships by people's hands."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def create(self, request: Request) -> Json:
        """Make a chat."""
        chat = found(self.world, await parameters_of(request))
        self.world.chats[chat.id] = chat
        timeline.chat_changed(self.world, chat)
        if not chat.private and chat.bot.is_present:
            by = next((member.person for member in chat.members.values()), self.world.bot)
            standing, chat.bot = chat.bot, Member(self.world.bot, Status.LEFT)
            timeline.change_member(self.world, chat, by, standing)
        return {"id": chat.id}

    async def all(self, request: Request) -> Json:
        """Return all chats with their people."""
        chats = [view.chat(self.world, chat) for chat in self.world.chats.values()]
        return {"chats": chats, "bot": view.bot(self.world)}

    async def members(self, request: Request) -> Json:
        """Return what everybody in a chat is and may do now."""
        shown = view.chat(self.world, chat_of(self.world, request))
        return {"members": shown["members"], "bot": shown["bot"]}

    async def change_member(self, request: Request) -> Json:
        """Let somebody come, go, ask to join, or become or cease to be an administrator."""
        chat, parameters = chat_of(self.world, request), await parameters_of(request)
        action = parameters.text("action") or "join"
        if action not in ACTIONS:
            raise PersonError(400, f"action must be one of {', '.join(ACTIONS)}, not {action!r}")
        if chat.private:
            raise PersonError(400, "nobody can come or go in a private chat")
        number = parameters.maybe_integer("id")
        if number == self.world.bot.id:
            return self._move_bot(chat, action)
        person = self._person(chat, parameters)
        before = chat.member(person.id, self.world.clock()) or Member(person, Status.LEFT)
        if action == "request":
            return self._ask(chat, before)
        after = self._after(before, action)
        if after == before:
            return {"status": before.status.value}
        timeline.change_member(self.world, chat, self._actor(chat, person, action), after)
        if before.is_present != after.is_present:
            self._tell_movement(chat, person, after)
        return {"status": after.status.value}

    def _person(self, chat: Chat, parameters: Parameters) -> Person:
        known = self.world.person(parameters.integer("id")) if parameters.has("id") else None
        if known is not None and not parameters.has("first_name"):
            return known
        return person_of(parameters.values)

    def _actor(self, chat: Chat, person: Person, action: str) -> Person:
        """Return who does it: oneself, or for a promotion the owner."""
        if action in ("join", "leave"):
            return person
        admins = (member.person for member in chat.members.values() if member.is_admin)
        return next(admins, person)

    def _after(self, before: Member, action: str) -> Member:
        person = before.person
        if action == "join":
            if before.status is Status.KICKED:
                raise PersonError(403, f"{person.first_name} is banned from this chat")
            if before.status is Status.RESTRICTED:
                return replace(before, in_chat=True)
            return before if before.is_present else Member(person, Status.MEMBER)
        if not before.is_present:
            raise PersonError(400, f"{person.first_name} is not in this chat")
        if action == "leave":
            if before.status is Status.RESTRICTED:
                return replace(before, in_chat=False)
            return Member(person, Status.LEFT)
        if action == "promote":
            return Member(person, Status.ADMINISTRATOR, ALL_ADMIN_RIGHTS)
        return Member(person, Status.MEMBER)

    def _tell_movement(self, chat: Chat, person: Person, after: Member) -> None:
        shown = wire.user(person)
        facts: Json = (
            {"new_chat_members": [shown]} if after.is_present else {"left_chat_member": shown}
        )
        timeline.service(self.world, chat, person, facts)

    def _move_bot(self, chat: Chat, action: str) -> Json:
        """Put the bot in or out, or change its rights, as the group's owner would."""
        bot, world = self.world.bot, self.world
        after = {
            "join": Member(bot, Status.MEMBER),
            "leave": Member(bot, Status.KICKED),
            "promote": world.bot_as_admin(),
            "demote": Member(bot, Status.MEMBER),
        }.get(action)
        if after is None:
            raise PersonError(400, "the bot cannot ask to join")
        timeline.change_member(world, chat, self._actor(chat, bot, "promote"), after)
        return {"status": after.status.value}

    def _ask(self, chat: Chat, before: Member) -> Json:
        """Ask to join; the bot is told if it may let people in."""
        if before.is_present:
            raise PersonError(400, f"{before.person.first_name} is already in this chat")
        chat.requests[before.person.id] = before.person
        if chat.bot.is_admin and may(chat.bot, "can_invite_users"):
            self.world.updates.put(
                "chat_join_request",
                {
                    "chat": wire.chat(chat),
                    "from": wire.user(before.person),
                    "user_chat_id": before.person.id,
                    "date": self.world.now(),
                },
            )
        return {"status": "requested"}

    async def migrate(self, request: Request) -> Json:
        """Turn a basic group into a supergroup under another id."""
        world, old = self.world, chat_of(self.world, request)
        if old.type is not ChatType.GROUP or old.migrated_to is not None:
            raise PersonError(400, "only a basic group can become a supergroup, once")
        number = world.new_chat_id(ChatType.SUPERGROUP)
        new = replace(
            old,
            id=number,
            type=ChatType.SUPERGROUP,
            ids=world.message_ids(ChatType.SUPERGROUP),
            messages={},
            topics={},
            requests={},
            banned_senders=set(),
            pinned=[],
            members=dict(old.members),
        )
        world.chats[number] = new
        by = next((member.person for member in old.members.values()), world.bot)
        timeline.service(world, old, by, {"migrate_to_chat_id": number})
        old.migrated_to = number
        timeline.service(world, new, by, {"migrate_from_chat_id": old.id})
        timeline.chat_changed(world, old)
        timeline.chat_changed(world, new)
        return {"id": number}

    async def open_topic(self, request: Request) -> Json:
        """Open a topic in a forum."""
        chat, parameters = chat_of(self.world, request), await parameters_of(request)
        name = parameters.text("name").strip()
        if not chat.forum or not name:
            raise PersonError(400, "a topic needs a `name`, and a chat with `forum` true")
        owner = next((member.person for member in chat.members.values()), self.world.bot)
        by = member_of(self.world, chat, parameters).person if parameters.has("from") else owner
        return {"thread": timeline.open_topic(self.world, chat, by, name)}

    async def block(self, request: Request) -> Json:
        """Block the bot in a private chat, or unblock it."""
        chat, parameters = chat_of(self.world, request), await parameters_of(request)
        if not chat.private:
            raise PersonError(400, "only in a private chat can the bot be blocked")
        blocked = parameters.flag("blocked") or not parameters.has("blocked")
        if blocked != chat.blocked:
            chat.blocked = blocked
            timeline.tell_blocked(self.world, chat)
        return {"blocked": blocked}

    async def show(self, request: Request) -> Json:
        """Let the person of a private chat show a picture of themselves."""
        chat, parameters = chat_of(self.world, request), await parameters_of(request)
        upload = parameters.upload("file")
        if not chat.private or upload is None:
            raise PersonError(400, "send `file` to the private chat with whom it shows")
        self.world.portraits[chat.id] = await self.world.studio.make("photo", upload)
        return {"shown": True}

    def routes(self) -> list[Route]:
        """Return the addresses and what answers there."""
        chat = "/sandbox/chats/{chat}"
        return [
            Route("/sandbox/chats", answering(self.create), methods=["POST"]),
            Route("/sandbox/chats", answering(self.all), methods=["GET"]),
            Route(chat + "/members", answering(self.members), methods=["GET"]),
            Route(chat + "/members", answering(self.change_member), methods=["POST"]),
            Route(chat + "/migrate", answering(self.migrate), methods=["POST"]),
            Route(chat + "/topics", answering(self.open_topic), methods=["POST"]),
            Route(chat + "/picture", answering(self.show), methods=["POST"]),
            Route(chat + "/block", answering(self.block), methods=["POST"]),
        ]
