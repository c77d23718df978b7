"""The bot keeps order in a group, within its rights."""

from sandbox_client import JONAS, MARA, PAT, Town, at

RESTRICT = "Bad Request: not enough rights to restrict/unrestrict chat member"


async def standing(town: Town, chat: int, person: int) -> dict[str, object]:
    response = await town.http.get(f"/sandbox/chats/{chat}/members")
    members: list[dict[str, object]] = response.json()["members"]
    return next(member for member in members if member["id"] == person)


async def test_a_restricted_person_cannot_write(town: Town) -> None:
    chat = await town.group()
    await town.call("restrictChatMember", chat_id=chat, user_id=PAT, permissions={})
    path = f"/sandbox/chats/{chat}/messages"
    response = await town.http.post(path, json={"from": PAT, "text": "x"})

    assert response.status_code == 403
    assert response.json() == {"error": "Pat is restricted and may not send text messages here"}
    assert (await standing(town, chat, PAT))["status"] == "restricted"


async def test_a_banned_person_is_out_until_unbanned(town: Town) -> None:
    chat = await town.group()
    await town.call("banChatMember", chat_id=chat, user_id=PAT)
    path = f"/sandbox/chats/{chat}/members"
    join = {"id": PAT, "first_name": "Pat", "action": "join"}
    response = await town.http.post(path, json=join)
    await town.call("unbanChatMember", chat_id=chat, user_id=PAT, only_if_banned=True)

    assert response.status_code == 403
    assert (await town.person("POST", f"/chats/{chat}/members", **join))["status"] == "member"


async def test_a_ban_ends_by_itself(town: Town) -> None:
    chat = await town.group()
    soon = town.world.now() + 60
    await town.call("banChatMember", chat_id=chat, user_id=PAT, until_date=soon)
    banned = await town.ok("getChatMember", chat_id=chat, user_id=PAT)
    town.world.clock = lambda: soon + 1.0
    later = await town.ok("getChatMember", chat_id=chat, user_id=PAT)

    assert (banned["status"], banned["until_date"]) == ("kicked", soon)
    assert later["status"] == "left"


async def test_administrators_are_out_of_reach(town: Town) -> None:
    chat = await town.group()

    assert await town.refused("banChatMember", chat_id=chat, user_id=MARA) == (
        "Bad Request: can't remove chat owner"
    )
    assert await town.refused("restrictChatMember", chat_id=chat, user_id=JONAS) == (
        "Bad Request: user is an administrator of the chat"
    )
    assert await town.refused("banChatMember", chat_id=chat, user_id=777) == (
        "Bad Request: user not found"
    )


async def test_a_bot_without_rights_can_only_look(town: Town) -> None:
    chat = await town.group(bot={"status": "administrator", "rights": ["can_manage_chat"]})
    number = await town.write(chat, "spam", PAT)

    assert await town.refused("banChatMember", chat_id=chat, user_id=PAT) == RESTRICT
    assert await town.refused("deleteMessage", chat_id=chat, message_id=number) == (
        "Bad Request: message can't be deleted"
    )
    assert await town.refused("pinChatMessage", chat_id=chat, message_id=number) == (
        "Bad Request: not enough rights to manage pinned messages in the chat"
    )
    assert (await town.call("getChatMemberCount", chat_id=chat))["result"] == 4


async def test_many_messages_go_at_once(town: Town) -> None:
    chat = await town.group()
    numbers = [await town.write(chat, f"spam {n}", PAT) for n in range(3)]
    await town.call("deleteMessages", chat_id=chat, message_ids=[*numbers, 999])

    assert [message["deleted"] for message in await town.messages(chat)] == [True] * 3
    assert await town.refused("deleteMessage", chat_id=chat, message_id=numbers[0]) == (
        "Bad Request: message to delete not found"
    )


async def test_who_asks_to_join_is_let_in(town: Town) -> None:
    chat = await town.group()
    path = f"/chats/{chat}/members"
    asked = await town.person("POST", path, id=50, first_name="Ana", action="request")
    (update,) = await town.updates()
    await town.call("approveChatJoinRequest", chat_id=chat, user_id=50)

    assert asked == {"status": "requested"}
    assert at(update, "chat_join_request", "from", "id") == 50
    assert (await standing(town, chat, 50))["status"] == "member"
    assert await town.refused("declineChatJoinRequest", chat_id=chat, user_id=50) == (
        "Bad Request: HIDE_REQUESTER_MISSING"
    )


async def test_changes_of_members_are_told_only_on_request(town: Town) -> None:
    chat = await town.group()
    await town.call("banChatMember", chat_id=chat, user_id=PAT)
    untold = await town.updates(allowed_updates=["chat_member"])
    await town.call("unbanChatMember", chat_id=chat, user_id=PAT)
    (told,) = await town.updates()

    assert untold == []
    assert at(told, "chat_member", "old_chat_member", "status") == "kicked"


async def test_promotion_gives_exactly_the_rights_named(town: Town) -> None:
    chat = await town.group()
    await town.call("promoteChatMember", chat_id=chat, user_id=PAT, can_delete_messages=True)
    member = await town.ok("getChatMember", chat_id=chat, user_id=PAT)

    assert (member["can_delete_messages"], member["can_pin_messages"]) == (True, False)
    names = await town.call("getChatAdministrators", chat_id=chat)
    assert [at(names, "result", n, "user", "id") for n in range(4)] == [MARA, JONAS, PAT, 4242]
