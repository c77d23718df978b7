"""Stories of talk: languages, follow-up questions, and whose documents are read."""

from tests.way.conftest import Stage
from tests.way.town import JONAS, XIAOYU


async def test_a_question_is_answered_from_the_handbook(plain_bot: Stage) -> None:
    chat = await plain_bot.reader(JONAS)
    asked = await chat.say("Which port does the VPN gateway listen on?")
    answer = await chat.answer_to(asked)
    print(answer)
    await plain_bot.town.idle()
    print(await plain_bot.town.calls())
    chat = await plain_bot.reader(XIAOYU)
    asked = await chat.say("会议室最多可以提前多少天预订？")
    answer = await chat.answer_to(asked)
    print(answer)
    assert 0
