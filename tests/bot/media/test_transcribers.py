"""What every `Transcriber` keeps to: the endpoint against a scripted server, faster-whisper in its process."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import NotHeard
from bot.media.speech import Endpoint
from bot.media.whisper import Whisper
from bot.ports import Transcriber
from bot.records import Utterance
from knowledge.film.records import Sound
from tests.way.endpoint import Endpoint as Server
from tests.way.endpoint import endpoint

NOISE = Sound(b"OggS" + bytes(60), "audio/ogg", "sound.ogg")


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with endpoint() as served:
        yield served


@pytest.fixture(params=["endpoint", "faster-whisper"])
async def transcriber(
    request: pytest.FixtureRequest, server: Server, tmp_path: Path
) -> AsyncIterator[Transcriber]:
    made: dict[str, Transcriber] = {
        "endpoint": Endpoint("whisper-1", "", server.url, "local"),
        "faster-whisper": Whisper(tmp_path),
    }
    yield made[request.param]
    for one in made.values():
        await one.close()


async def test_what_cannot_be_heard_is_one_sentence_that_names_who_failed(
    transcriber: Transcriber,
) -> None:
    # The server knows no speech; the folder holds no weights.
    for _ in range(2):
        with pytest.raises(NotHeard, match=r";") as caught:
            await transcriber.transcribe(NOISE)
        assert "\n" not in str(caught.value)
        assert transcriber.name in str(caught.value)


async def test_after_closing_it_works_on_or_says_that_it_cannot(transcriber: Transcriber) -> None:
    await transcriber.close()
    with pytest.raises(NotHeard):
        await transcriber.transcribe(NOISE)
    await transcriber.close()


def test_nothing_leaves_the_machine_where_speech_is_understood_on_it(tmp_path: Path) -> None:
    assert Whisper(tmp_path).lane == "local"


async def test_an_endpoint_gives_each_sentence_with_its_time(server: Server) -> None:
    server.hears("what is", "wrong here?")
    asked = Endpoint("whisper-1", "", server.url, "cloud")
    heard = await asked.transcribe(NOISE)
    assert heard == (Utterance(0.0, "what is"), Utterance(2.0, "wrong here?"))
    assert server.recordings == [(NOISE.name, NOISE.content)]
    server.hears()
    assert await asked.transcribe(NOISE) == ()
    await asked.close()
