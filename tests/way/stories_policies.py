"""Policies as people use them: presets, lines, documents, watching first, and looking back."""

import re

from tests.way.conftest import Stage
from tests.way.drawing import photo
from tests.way.moderating import ANN, EVE, SPAM, TALK, button, gone, group_under, judged, removal
from tests.way.town import JONAS, MARA, PAT, texts

READING_SECONDS = 240.0
"""On a busy machine the first picture takes this long to be read."""


async def test_a_new_group_is_only_watched_and_gets_its_receipt(bot: Stage) -> None:
    group = await bot.town.group(MARA, ANN, JONAS, EVE, PAT)
    spam = await group.say(SPAM, by=EVE["id"])
    honest = "The invitation to our own channel is https://t.me/+honestBakers"
    await group.send(("bread.jpg", photo(5)), by=PAT["id"], text=honest)
    await judged(bot, group, 2)
    assert await gone(group) == set()
    await group.say("/receipt", by=MARA["id"])
    card = await group.hears("would have removed 2 messages by 2 people")
    assert "Right so far: 100%" in card["text"]
    assert "Eve: Claim your free airdrop" in card["text"]
    await group.hears(lambda m: m["media"] and m["id"] > card["id"])
    number = next(line.split()[1] for line in card["text"].splitlines() if "honestBakers" in line)
    await group.press(card["id"], button(card, number), by=MARA["id"])
    marked = await group.hears("Right so far: 50%")
    assert f"✗ {number} Pat" in marked["text"]
    await group.press(card["id"], button(marked, "Use these lines"), by=MARA["id"])
    taken = await group.hears("From now on in this group: standard")
    assert button(taken, "Undo")
    again = await group.say(honest + " !", by=PAT["id"])
    worse = await group.say("Send me your wallet seed phrase to claim it now", by=EVE["id"])
    await removal(group)
    assert await gone(group) == {worse}, (spam, again)


async def test_a_receipt_obeys_administrators_alone(bot: Stage) -> None:
    group = await group_under(bot, "watch")
    await group.say(SPAM, by=EVE["id"])
    await judged(bot, group, 1)
    asked = await group.say("/receipt", by=JONAS["id"])
    answer = await group.hears(lambda m: m["reply_to"] == asked)
    assert answer["text"] == "Only administrators of this group may do that."
    await group.say("/receipt", by=MARA["id"])
    card = await group.hears("would have removed 1 messages")
    refused = await group.press(card["id"], button(card, "Use these lines"), by=JONAS["id"])
    assert refused["text"] == "Only an administrator can use this button."
    assert bot.running.desk.moderation.books.policy(group.id).preset == "watch"


async def test_the_policy_is_shown_and_changed_with_buttons(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    await group.say("/policy", by=MARA["id"])
    shown = await group.hears("What I do in this group: standard (version 1)")
    assert "link: {review: 0.5, remove: 0.7}" in shown["text"]
    await group.press(shown["id"], button(shown, "strict"), by=MARA["id"])
    strict = await group.hears("What I do in this group: strict (version 2)")
    assert strict["id"] == shown["id"]
    await group.press(shown["id"], button(strict, "Lines"), by=MARA["id"])
    listed = await group.hears("link: 0.40 / 0.60")
    await group.press(shown["id"], button(listed, "link"), by=MARA["id"])
    line = await group.hears("link: an administrator looks from 0.40, I remove from 0.60")
    refused = await group.press(shown["id"], button(line, "laxer"), by=PAT["id"])
    assert refused["text"] == "Only an administrator can use this button."
    await group.press(shown["id"], button(line, "laxer"), by=MARA["id"])
    await group.hears("I remove from 0.65")
    assert bot.running.desk.moderation.books.policy(group.id).lines["link"].remove == 0.65


async def test_a_policy_comes_as_a_file_and_its_mistakes_are_named_by_line(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    wrong = b"preset: standard\nladder: [delete, shout]\n"
    await group.send(("policy.yaml", wrong), kind="document", text="/policy", by=MARA["id"])
    await group.hears("I did not change the policy: line 2: ladder: 'shout' is no step")
    right = b"preset: gentle\nladder: [note]\n"
    (file,) = await group.send(("policy.yaml", right), kind="document", by=MARA["id"])
    await group.say("/policy", by=MARA["id"], reply_to=file)
    await group.hears("From now on in this group: gentle (version 2)")
    assert bot.running.desk.moderation.books.policy(group.id).watches_only


async def test_a_change_of_the_policy_is_undone_and_done_again(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    policies = bot.running.desk.moderation.books.policies
    await group.say("/policy preset: strict\nladder: [ban]", by=MARA["id"])
    told = await group.hears("From now on in this group: strict (version 2)")
    refused = await group.press(told["id"], button(told, "Undo"), by=PAT["id"])
    assert refused["text"] == "Only an administrator can use this button."
    await group.press(told["id"], button(told, "Undo"), by=MARA["id"])
    undone = await group.hears("From now on in this group: standard (version 3)")
    assert undone["id"] == told["id"]
    late = await group.press(told["id"], button(told, "Undo"), by=MARA["id"])
    assert "no longer works" in late["text"]
    await group.press(told["id"], button(undone, "Undo"), by=MARA["id"])
    again = await group.hears("From now on in this group: strict (version 4)")
    policies.set(group.id, "preset: gentle")
    late = await group.press(told["id"], button(again, "Undo"), by=MARA["id"])
    assert "no longer works" in late["text"], "somebody else has changed it meanwhile"
    assert policies.latest(group.id).document == "preset: gentle"


async def test_any_version_of_the_policy_can_be_gone_back_to(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    for name in ("strict", "gentle"):
        await group.say(f"/policy {name}", by=MARA["id"])
        await group.hears(f"From now on in this group: {name}")
    await group.say("/policy 2", by=MARA["id"])
    await group.hears("From now on in this group: strict (version 4)")
    await group.say("/policy 0", by=MARA["id"])
    await group.hears("From now on in this group: watch (version 5)")
    await group.say("/policy 9", by=MARA["id"])
    await group.hears("this group never had a version 9")
    asked = await group.say("/policy 2", by=PAT["id"])
    answer = await group.hears(lambda m: m["reply_to"] == asked)
    assert answer["text"] == "Only administrators of this group may do that."
    assert bot.running.desk.moderation.books.policy(group.id).preset == "watch"


async def test_two_groups_have_different_policies(bot: Stage) -> None:
    watched = await group_under(bot, "watch", title="Watched")
    kept_clean = await group_under(bot, "standard", title="Clean")
    stays = await watched.say(SPAM, by=EVE["id"])
    goes = await kept_clean.say(SPAM, by=EVE["id"])
    await removal(kept_clean)
    assert await gone(kept_clean) == {goes}
    assert stays not in await gone(watched)


async def test_another_policy_is_tried_on_the_past(bot: Stage) -> None:
    group = await group_under(bot, "watch")
    await group.say(SPAM, by=EVE["id"])
    await group.say(TALK, by=JONAS["id"])
    await judged(bot, group, 2)
    await group.say("/replay standard 7d", by=MARA["id"])
    told = await group.hears("Under standard, of 2 messages of the last 7 days")
    assert "I would have removed 1 by 1 people" in told["text"]
    assert "delete: Eve" in told["text"] and "(now: note)" in told["text"]
    await group.say("/replay\npreset: standard\ncategories:\n  link: {remove: 9}", by=MARA["id"])
    await group.hears("line 3: categories.link.remove")
    assert await gone(group) == set()


async def test_quiet_hours_act_and_say_nothing(bot: Stage) -> None:
    always = 'preset: standard\nquiet_hours: {start: "00:00", end: "00:00"}'
    group = await group_under(bot, always)
    spam = await group.say(SPAM, by=EVE["id"])
    await bot.town.called("deleteMessages", group)
    await bot.town.idle()
    assert await gone(group) == {spam}
    assert [t for t in texts(await group.said()) if "removed" in t] == []


async def test_exempt_people_and_topics_are_left_alone(bot: Stage) -> None:
    group = await group_under(bot, "standard", forum=True)
    market = await group.open_topic("Market")
    text = f"preset: standard\nexempt: {{people: [{PAT['id']}], topics: [{market}]}}"
    bot.running.desk.moderation.books.policies.set(group.id, text)
    by_pat = await group.say(SPAM, by=PAT["id"])
    in_market = await group.say(SPAM, by=EVE["id"], thread=market)
    elsewhere = await group.say(SPAM + " now", by=EVE["id"])
    await removal(group)
    assert await gone(group) == {elsewhere}, (by_pat, in_market)


async def test_the_ladder_climbs_with_repeated_evidence_and_a_mute_is_undone(bot: Stage) -> None:
    ladder = "preset: standard\nladder: [delete, mute 1h]\nperson: {score: 0.9, signs: 2}"
    group = await group_under(bot, ladder)
    await group.say(SPAM, by=EVE["id"])
    await removal(group)
    assert (await group.members())[EVE["id"]]["status"] == "member"
    await group.say(SPAM + " quickly", by=EVE["id"])
    await bot.town.called("restrictChatMember", group)
    await bot.town.idle()
    muted = (await group.members())[EVE["id"]]
    assert muted["status"] == "restricted" and muted["until"]
    act = bot.running.desk.moderation.books.acts.latest(group.id)[0]
    await bot.running.desk.moderation.undoer.undo(act.id, MARA["id"])
    assert (await group.members())[EVE["id"]]["status"] == "member"


async def test_decisions_are_listed_for_administrators(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    await group.say("/policy strict", by=MARA["id"])
    await group.hears("From now on in this group: strict")
    await group.say("/log", by=MARA["id"])
    listed = await group.hears("Decisions of the last 7 days")
    assert f"policy version 2 (by {MARA['id']})" in listed["text"]


async def test_a_drill_shows_a_light_and_leaves_nothing_behind(bot: Stage) -> None:
    group = await group_under(bot, "watch", title="Drilled")
    await group.say("/drill", by=MARA["id"])
    told = await group.hears("Drill in Drilled", patience=READING_SECONDS)
    assert "✓ right to delete messages" in told["text"]
    assert "✓ caught a disguised spam" in told["text"]
    assert "✓ caught an edit into spam" in told["text"]
    assert "✓ caught words in a picture" in told["text"]
    assert "✓ caught a QR code" in told["text"]
    assert "✓ posted and removed 3 test cards" in told["text"]
    assert "✗ nobody looks for nudity" in told["text"]
    assert told["text"].startswith("🟡"), "nobody can be reached with cards yet"
    cards = [m for m in await group.messages() if m["media"] or "This is a test" in m["text"]]
    assert len(cards) == 3 and all(m["deleted"] for m in cards)
    assert [m["edited"] for m in cards if "seed phrase" in m["text"]] == [True]


async def test_a_drill_is_red_without_the_right_to_delete(bot: Stage) -> None:
    rights = ["can_manage_chat", "can_restrict_members"]
    group = await group_under(bot, "watch", bot={"status": "administrator", "rights": rights})
    await group.say("/drill", by=MARA["id"])
    told = await group.hears("✗ right to delete messages", patience=READING_SECONDS)
    assert told["text"].startswith("🔴")


async def test_a_drill_speaks_chinese_with_who_does(bot: Stage) -> None:
    wei = {"id": 110, "first_name": "伟", "language_code": "zh-hans", "status": "administrator"}
    group = await group_under(bot, "watch", wei, title="演练群")
    await group.say("/drill", by=wei["id"])
    told = (await group.hears("演练群 的演练", patience=READING_SECONDS))["text"]
    assert "✓ 识别出伪装的垃圾广告，用时" in told and "✓ 发出并删除了 3 张测试卡片" in told
    assert not re.search(r"[A-Za-z]{3}", told.replace("watch", "")), told


async def test_who_may_not_send_cards_where_the_policy_does_is_told_so_at_each_tap(
    bot: Stage,
) -> None:
    staff = await bot.town.group(MARA, title="Staff")
    group = await group_under(bot, f"preset: standard\nreview: {{chat: {staff.id}}}")
    await group.say("/policy", by=ANN["id"])
    shown = await group.hears("What I do in this group")
    await group.press(shown["id"], button(shown, "Lines"), by=ANN["id"])
    listed = await group.hears("link: 0.50 / 0.70")
    await group.press(shown["id"], button(listed, "link"), by=ANN["id"])
    line = await group.hears("I remove from 0.70")
    told = await group.press(shown["id"], button(line, "laxer"), by=ANN["id"])
    assert "cards can only go to a chat that I am in and that you administer" in told["text"]


async def test_what_only_looks_like_the_number_of_a_version_is_none(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    squared = await group.say("/policy ²", by=MARA["id"])
    assert "I did not change the policy" in (await group.answer_to(squared))["text"]
    huge = await group.say(f"/policy {10**30}", by=MARA["id"])
    assert "never had a version" in (await group.answer_to(huge))["text"]
