"""Whom administrators trust: what follows from it, and that it is taken back like everything else."""

import pytest

from tests.way.conftest import Stage
from tests.way.moderating import (
    ANN,
    EVE,
    SPAM,
    button,
    gone,
    group_under,
    listening,
    vanishes,
)
from tests.way.stories_cards import DOUBTFUL, NOT_YOURS


async def test_whom_an_administrator_trusts_is_left_alone(bot: Stage) -> None:
    mara = await listening(bot)
    group = await group_under(bot, "standard", title="Trust")
    await group.say(SPAM, by=EVE["id"])
    card = await mara.hears("Trust")
    await mara.press(card["id"], button(card, "Trust"))
    await mara.hears("Mara took back what I did to Eve")
    again = await group.say(SPAM + " please", by=EVE["id"])
    await bot.town.idle()
    assert again not in await gone(group)


@pytest.mark.parametrize("policy", ["standard", DOUBTFUL])
async def test_trust_is_taken_back_like_everything_else(bot: Stage, policy: str) -> None:
    mara, ann = await listening(bot), await listening(bot, ANN)
    group = await group_under(bot, policy, title="Trust")
    await group.say("Join us at https://t.me/+aBcDeFgHiJk", by=EVE["id"])
    card, theirs = await mara.hears("Trust"), await ann.hears("Trust")
    await mara.press(card["id"], button(card, "Trust"))
    trusted = await mara.hears(lambda m: m["id"] == card["id"] and "no more" in str(m["buttons"]))
    also = await ann.hears(lambda m: m["id"] == theirs["id"] and "no more" in str(m["buttons"]))
    await group.move(ANN["id"], "demote")
    refused = await ann.press(also["id"], button(also, "no more"))
    assert refused["text"] == NOT_YOURS
    await mara.press(card["id"], button(trusted, "no more"))
    await ann.hears("Mara took back that Eve is trusted")
    assert bot.running.desk.moderation.books.members.get(group.id, EVE["id"]).trusted_by is None
    bot.running.desk.moderation.books.policies.set(group.id, "preset: standard")
    again = await group.say(SPAM, by=EVE["id"])
    await vanishes(group, again)
