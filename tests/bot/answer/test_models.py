"""What holds for every model, and the chat completions protocol at the wire."""

import asyncio
import io
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import cast

import httpx2
import pytest
from answering import KEY, LEAVE, VPN, Server, asked, passage, picture, told
from PIL import Image

from bot.answer.extractive import Extractive
from bot.answer.openai import Endpoint, OpenAIModel
from bot.errors import ModelFailed, ModelRefused
from bot.ports import Prompt, VisionModel
from bot.records import Turn, Usage


class Fake:
    """Repeats the question."""

    name = "fake"
    lane = "local"

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        yield prompt.question.text or "nothing"
        yield Usage(self.name, "local")

    async def close(self) -> None: ...


@pytest.fixture(params=["openai", "extractive", "fake"])
def model(request: pytest.FixtureRequest, server: Server) -> VisionModel:
    models = {"openai": server.model(), "extractive": Extractive(), "fake": Fake()}
    return cast(VisionModel, models[request.param])


PROMPTS = [
    asked("How many days of leave?", passage(1, LEAVE), passage(2, VPN)),
    asked("", passage(1, LEAVE), pictures=[picture("ERR-4012")]),
    asked("Who am I?"),
    asked("年假多少天？", passage(1, "年假为二十五天。"), history=(Turn("你好", "您好"),)),
]


@pytest.mark.parametrize("prompt", PROMPTS)
async def test_every_model_says_something_and_then_what_it_cost(
    model: VisionModel, prompt: Prompt
) -> None:
    words, usage = await told(model, prompt)
    assert words.strip()
    assert (usage.model, usage.lane) == (model.name, model.lane)
    assert model.lane in ("cloud", "local")


async def test_every_model_can_be_stopped_after_its_first_word(model: VisionModel) -> None:
    stream = cast("AsyncGenerator[str | Usage, None]", model.stream(PROMPTS[0]))
    async with aclosing(stream):
        assert isinstance(await anext(stream), str)
    assert [item async for item in stream] == []


async def test_stopping_hangs_up_the_call(server: Server) -> None:
    stream = cast("AsyncGenerator[str | Usage, None]", server.model().stream(PROMPTS[0]))
    await anext(stream)
    assert not server.hung_up
    await stream.aclose()
    assert server.hung_up


async def test_cancelling_hangs_up_the_call(server: Server) -> None:
    started = asyncio.Event()

    async def listen() -> None:
        async for _ in server.model().stream(PROMPTS[0]):
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
    assert usage == Usage("gpt-4o", "cloud", 1000, 200, usage.cost_dollars)
    assert usage.cost_dollars == pytest.approx(0.0045)
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
    _, usage = await told(model, PROMPTS[0])
    assert usage == Usage("gpt-4o", "local", 1000, 200, 0.0)
    assert str(server.requests[0]["url"]).startswith("http://127.0.0.1:11434/v1/")


async def test_a_server_that_counts_nothing_is_answered_from_all_the_same(server: Server) -> None:
    server.usage = None
    assert (await told(server.model(), PROMPTS[0]))[1] == Usage("gpt-4o", "cloud")


async def test_cached_tokens_are_cheaper_and_dated_names_have_a_price(server: Server) -> None:
    server.usage = {
        "prompt_tokens": 1000,
        "completion_tokens": 100,
        "total_tokens": 1100,
        "prompt_tokens_details": {"cached_tokens": 800},
    }
    _, usage = await told(server.model("gpt-4o-mini-2024-07-18"), PROMPTS[0])
    assert usage.cost_dollars == pytest.approx((200 * 0.15 + 800 * 0.075 + 100 * 0.6) / 1e6)


def failure(status: int, code: str = "", message: str = "") -> httpx2.Response:
    # The server asks for a quick second try, so that the test does not wait for one.
    return httpx2.Response(
        status,
        headers={"retry-after-ms": "1"},
        json={"error": {"message": message or f"no: {KEY}", "code": code}},
    )


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
        await told(server.model(endpoint=Endpoint(KEY, max_retries=retries)), PROMPTS[0])
    assert type(raised.value) is kind
    assert says in str(raised.value)
    assert len(server.requests) == calls
    assert KEY not in str(raised.value)
    assert raised.value.__cause__ is None
    assert KEY not in repr(Endpoint(KEY))


async def test_a_passing_outage_is_tried_again(server: Server) -> None:
    server.failures = [failure(503)]
    assert (await told(server.model(), PROMPTS[0]))[0] == "Twenty-five days [1]."


@pytest.mark.parametrize("fault", ["break_after", "junk_after"])
async def test_an_answer_that_breaks_off_is_a_failure_after_its_first_words(
    server: Server, fault: str
) -> None:
    setattr(server, fault, 1)
    heard: list[object] = []
    with pytest.raises(ModelFailed):
        async for item in server.model().stream(PROMPTS[0]):
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
        await told(server.model(), PROMPTS[0])
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
