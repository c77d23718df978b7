"""The chat completions protocol at the wire."""

import asyncio
import io
import re
from collections.abc import AsyncGenerator
from typing import cast

import httpx2
import pytest
from answering import KEY, LEAVE, VPN, Server, asked, failure, passage, picture, told
from PIL import Image

from bot.answer.openai import Endpoint, OpenAIModel
from bot.errors import ModelFailed, ModelRefused
from bot.records import Turn, Usage


def _drawn() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(held, "PNG")
    return held.getvalue()


SHOWN = picture("ERR-4012", content=_drawn())
LEAVE_QUESTION = asked("How many days of leave?", passage(1, LEAVE), passage(2, VPN))


async def test_stopping_hangs_up_the_call(server: Server) -> None:
    stream = cast("AsyncGenerator[str | Usage, None]", server.model().stream(LEAVE_QUESTION))
    await anext(stream)
    assert not server.hung_up
    await stream.aclose()
    assert server.hung_up


async def test_cancelling_hangs_up_the_call(server: Server) -> None:
    started = asyncio.Event()

    async def listen() -> None:
        async for _ in server.model().stream(LEAVE_QUESTION):
            started.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(listen())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0)
    assert server.requests


async def test_the_call_carries_instructions_history_evidence_and_scaled_pictures(
    server: Server,
) -> None:
    large = io.BytesIO()
    Image.effect_noise((3000, 1500), 60).convert("RGB").save(large, "PNG")
    prompt = asked(
        "What is wrong?",
        passage(1, VPN, page=12),
        pictures=[picture("ERR-4012", content=large.getvalue(), size=(3000, 1500))],
        history=(Turn("Hello?", "It is 25 days [3]."),),
    )
    words, usage = await told(server.model(), prompt)

    assert words == "Twenty-five days [1]."
    assert usage == Usage("gpt-4o", "cloud", 1000, 200)
    sent = server.requests[0]
    assert sent["url"] == "https://api.openai.com/v1/chat/completions"
    assert (sent["model"], sent["stream"]) == ("gpt-4o", True)
    assert sent["stream_options"] == {"include_usage": True}
    system, question, answer, last = cast("list[dict[str, object]]", sent["messages"])
    assert [one["role"] for one in (system, question, answer, last)] == [
        "system", "user", "assistant", "user",
    ]  # fmt: skip
    # An old number would point at a passage of this question.
    assert (question["content"], answer["content"]) == ("Hello?", "It is 25 days.")
    text, image = cast("list[dict[str, object]]", last["content"])
    assert "evidence [1] from handbook.md, p. 12" in str(text["text"])
    shown = cast("dict[str, str]", image["image_url"])
    assert shown["detail"] == "high"
    assert shown["url"].startswith("data:image/png;base64,")
    assert KEY not in str(sent)
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"


async def test_a_local_server_needs_no_key_and_costs_nothing(server: Server) -> None:
    model = server.model("gpt-4o", Endpoint(base_url="http://127.0.0.1:11434/v1"))
    _, usage = await told(model, LEAVE_QUESTION)
    assert usage == Usage("gpt-4o", "local", 1000, 200, 0.0)
    assert str(server.requests[0]["url"]).startswith("http://127.0.0.1:11434/v1/")


async def test_a_server_that_counts_nothing_is_answered_from_all_the_same(server: Server) -> None:
    server.usage = None
    assert (await told(server.model(), LEAVE_QUESTION))[1] == Usage("gpt-4o", "cloud")


async def test_cached_tokens_are_told_apart(server: Server) -> None:
    server.usage = {
        "prompt_tokens": 1000,
        "completion_tokens": 100,
        "total_tokens": 1100,
        "prompt_tokens_details": {"cached_tokens": 800},
    }
    _, usage = await told(server.model(), LEAVE_QUESTION)
    assert usage == Usage("gpt-4o", "cloud", 1000, 100, cached_tokens=800)


@pytest.mark.parametrize(
    ("answer", "kind", "says", "calls"),
    [
        (failure(401, "invalid_api_key"), ModelRefused, "OPENAI_API_KEY", 1),
        (failure(404, "model_not_found"), ModelRefused, "GROUNDGLASS_MODEL", 1),
        (failure(400, "content_policy_violation"), ModelRefused, "content_policy_violation", 1),
        (failure(429, "rate_limit_exceeded"), ModelFailed, "rate limit", 2),
        (failure(429, "insufficient_quota"), ModelRefused, "credit", 2),
        (failure(503), ModelFailed, "down (503)", 2),
        (httpx2.ConnectError("refused"), ModelFailed, "OPENAI_BASE_URL", 1),
        (httpx2.ReadTimeout("silence"), ModelFailed, "silent", 1),
    ],
)
async def test_a_failing_server_gives_one_clear_sentence_without_the_key(
    server: Server,
    answer: httpx2.Response | Exception,
    kind: type[ModelFailed],
    says: str,
    calls: int,
) -> None:
    retries = 0 if isinstance(answer, Exception) else 1
    server.failures = [answer, answer]
    with pytest.raises(ModelFailed) as raised:
        await told(server.model(endpoint=Endpoint(KEY, max_retries=retries)), LEAVE_QUESTION)
    assert type(raised.value) is kind
    assert says in str(raised.value)
    assert len(server.requests) == calls
    assert KEY not in str(raised.value)
    assert raised.value.__cause__ is None
    assert KEY not in repr(Endpoint(KEY))


async def test_a_passing_outage_is_tried_again(server: Server) -> None:
    server.failures = [failure(503)]
    assert (await told(server.model(), LEAVE_QUESTION))[0] == "Twenty-five days [1]."


@pytest.mark.parametrize("fault", ["break_after", "junk_after"])
async def test_an_answer_that_breaks_off_is_a_failure_after_its_first_words(
    server: Server, fault: str
) -> None:
    setattr(server, fault, 1)
    heard: list[object] = []
    with pytest.raises(ModelFailed):
        async for item in server.model().stream(LEAVE_QUESTION):
            heard.append(item)
    assert heard == ["Twenty-five"]
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("finish", "kind"), [("content_filter", ModelRefused), ("stop", ModelFailed)]
)
async def test_a_model_without_words_has_failed(
    server: Server, finish: str, kind: type[ModelFailed]
) -> None:
    server.words, server.finish = [], finish
    with pytest.raises(ModelFailed) as raised:
        await told(server.model(), LEAVE_QUESTION)
    assert type(raised.value) is kind


@pytest.mark.parametrize(
    ("address", "lane"),
    [
        ("", "cloud"),
        ("https://api.example.com/v1", "cloud"),
        ("http://8.8.8.8:8000/v1", "cloud"),
        ("http://localhost:8000/v1", "local"),
        ("http://vllm:8000/v1", "local"),
        ("http://192.168.1.20:11434/v1", "local"),
        ("http://[::1]:8000/v1", "local"),
    ],
)
def test_the_lane_is_told_from_the_address(address: str, lane: str) -> None:
    assert OpenAIModel("m", Endpoint(base_url=address)).lane == lane


async def test_an_endpoint_that_does_not_count_is_not_asked_to_again(server: Server) -> None:
    turned_down = failure(400, message="Unknown parameter: 'stream_options'")
    server.failures = [turned_down]
    model = server.model()
    for _ in range(2):
        assert (await told(model, LEAVE_QUESTION))[0] == "Twenty-five days [1]."
    assert ["stream_options" in sent for sent in server.requests] == [True, False, False]


async def test_an_endpoint_that_knows_no_detail_gets_pictures_without(server: Server) -> None:
    server.failures = [failure(422, message="image_url: extra field 'detail' not permitted")]
    await told(server.model(), asked("What is it?", pictures=[SHOWN]))
    details = ["'detail'" in str(sent["messages"]) for sent in server.requests]
    assert details == [True, False]
    assert "data:image/png" in str(server.requests[1]["messages"])


@pytest.mark.parametrize("known", [True, False])
async def test_a_model_without_eyes_is_told_of_pictures_in_words(
    server: Server, known: bool
) -> None:
    if not known:
        server.failures = [failure(400, message="this model does not support image input")]
    model = server.model(endpoint=Endpoint(KEY, sees=not known))
    for _ in range(2):
        await told(model, asked("What is it?", pictures=[SHOWN]))
    assert len(server.requests) == (2 if known else 3)
    for sent in server.requests[0 if known else 1 :]:
        words = str(sent["messages"])
        assert "data:image" not in words
        assert "ERR-4012" in words
        assert re.search(r"Picture 1: probably a \w+, 64 x 48 pixels, with text", words)


async def test_a_rejection_for_another_reason_is_not_asked_around(server: Server) -> None:
    server.failures = [failure(400, "content_policy_violation", "not allowed")]
    with pytest.raises(ModelRefused):
        await told(server.model(), asked("What is it?", pictures=[SHOWN]))
    assert len(server.requests) == 1
