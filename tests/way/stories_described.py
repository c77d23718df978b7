"""Stories of learned pictures that a model describes, so that they are found by what they show."""

import asyncio

from tests.way.bot_process import BotProcess
from tests.way.drawing import photo
from tests.way.endpoint import Endpoint, pictures_in
from tests.way.town import JONAS, Chat, Silent, Town

SAID = "A heron stands beside the pond under a violet umbrella."


def narrate(messages: list[dict[str, object]]) -> tuple[str, ...]:
    """Describe what is learned; answer nothing else with it."""
    is_caption = "You write down what a picture" in str(messages[0]["content"])
    return (SAID,) if is_caption else ("I cannot tell.",)


async def test_a_learned_photo_is_soon_found_by_what_it_shows(
    town: Town, process: BotProcess, model: Endpoint
) -> None:
    model.script = narrate
    process.environment["GROUNDGLASS_DESCRIBER"] = "gpt-4o-mini"
    chat = await town.private(JONAS)
    await process.start()
    await chat.send(("dsc.jpg", photo(5)), kind="document", text="/learn")
    await chat.hears("Learned dsc.jpg")
    card = await shown(chat, "/find violet umbrella")
    assert "dsc.jpg" in card["text"]
    # The one learned picture was shown to the model, and once.
    (told,) = [messages for messages in model.asked if narrate(messages) == (SAID,)]
    assert pictures_in(told) == 1


async def shown(chat: Chat, command: str) -> dict[str, object]:
    """Ask until something is found."""
    for _ in range(60):
        asked = await chat.say(command)
        said = await chat.answer_to(asked)
        if "dsc.jpg" in said["text"]:
            return said
        await asyncio.sleep(1.0)
    raise Silent(command)
