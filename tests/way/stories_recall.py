"""Questions about pictures that were sent before, also after a restart."""

from pathlib import Path

from bot.app import Core
from tests.way.conftest import raised
from tests.way.drawing import dialog
from tests.way.endpoint import Endpoint, pictures_in
from tests.way.town import JONAS, Town


async def test_a_question_about_an_earlier_photo_needs_no_new_look(
    town: Town, parts: Core, state: Path, model: Endpoint
) -> None:
    model.says("Two dialogs: one about the lease, one about the disk.")
    async with raised(town, parts, state, openai_base_url=model.url) as stage:
        private = await stage.reader(JONAS)
        sent = await private.send(
            ("a.png", dialog("HB-2209", "The lease is lost.")),
            ("b.png", dialog("HB-7731", "The disk is full.")),
            text="What are these?",
        )
        await private.answer_to(sent[-1])
        await town.idle()
    async with raised(town, parts, state, openai_base_url=model.url):
        fetched = len(await town.calls("getFile"))
        question = await private.say("And what about the second photo?")
        await private.answer_to(question)
        assert "Picture 2 reads" in model.prompt, model.prompt
        assert "HB-7731" in model.prompt, model.prompt
        assert "one about the disk" in model.prompt, model.prompt
        assert pictures_in(model.asked[-1]) == 0
        assert len(await town.calls("getFile")) == fetched
        await private.answer_to(await private.say("/reset"))
        asked = len(model.asked)
        again = await private.answer_to(await private.say("And what about the second photo?"))
        told = [one for one in model.asked[asked:] if "HB-7731" in str(one)]
        assert not told, again["text"]


async def test_an_earlier_photo_is_meant_by_what_it_shows(
    town: Town, parts: Core, state: Path, model: Endpoint
) -> None:
    async with raised(town, parts, state, openai_base_url=model.url) as stage:
        private = await stage.reader(JONAS)
        for code, said in (("HB-2209", "The lease is lost."), ("HB-7731", "The disk is full.")):
            model.says(f"A dialog: {said}")
            sent = await private.send((f"{code}.png", dialog(code, said)), text="What is this?")
            await private.answer_to(sent[-1])
        await town.idle()
        question = await private.say("Which code did the screenshot about the lease show?")
        await private.answer_to(question)
        assert "Picture 1 reads" in model.prompt, model.prompt
        recalled = model.prompt.partition("Picture 1 reads")[2]
        assert "HB-2209" in recalled
        assert "HB-7731" not in recalled.partition("Answered then")[0]
