"""Flood limits and ordered faults answer as Telegram does under load or in trouble."""

import httpx
import pytest
from sandbox_client import TOKEN, Town

from bot.sandbox import Flood
from bot.sandbox.flood import FloodMeter


def test_a_chat_takes_a_burst_and_then_one_a_second() -> None:
    meter = FloodMeter(Flood())
    burst = [meter.retry_after(1, False, 100.0) for _ in range(6)]
    later = [meter.retry_after(1, False, 101.0), meter.retry_after(1, False, 101.0)]

    assert burst == [0, 0, 0, 0, 0, 1]
    assert later == [0, 1]


def test_a_group_takes_twenty_a_minute() -> None:
    meter = FloodMeter(Flood())
    sent = [meter.retry_after(-1, True, 2.0 * n) for n in range(22)]
    much_later = meter.retry_after(-1, True, 60.5)

    assert sent == [0] * 20 + [20, 18]
    assert much_later == 0


def test_everybody_together_gets_thirty_a_second() -> None:
    meter = FloodMeter(Flood())
    sent = [meter.retry_after(chat, False, 5.0) for chat in range(31)]

    assert sent == [0] * 30 + [1]


async def test_a_flooding_bot_is_told_how_long_to_wait(busy_town: Town) -> None:
    chat = await busy_town.private()
    for n in range(5):
        await busy_town.send(chat, f"message {n}")
    response = await busy_town.http.post(
        f"/bot{TOKEN}/sendMessage", json={"chat_id": chat, "text": "x"}
    )

    assert response.status_code == 429
    assert response.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert (await busy_town.call("sendChatAction", chat_id=chat, action="typing"))["ok"]


async def test_a_refused_message_costs_nothing(busy_town: Town) -> None:
    chat = await busy_town.private()
    for _ in range(9):
        await busy_town.refused("sendMessage", chat_id=chat, text="")

    assert await busy_town.send(chat, "fine")


async def test_faults_come_as_ordered_and_then_stop(town: Town) -> None:
    one, other = await town.private(), await town.group()
    fault = {"method": "sendMessage", "chat": one, "times": 2, "error": 429, "retry_after": 7}
    await town.person("POST", "/faults", **fault)

    assert await town.send(other, "elsewhere")
    for _ in range(2):
        answer = await town.call("sendMessage", chat_id=one, text="x")
        assert answer["parameters"] == {"retry_after": 7}
    assert await town.send(one, "through")


async def test_an_outage_answers_500(town: Town) -> None:
    await town.person("POST", "/faults", method="getMe", error=500)

    assert (await town.call("getMe"))["error_code"] == 500
    assert (await town.call("getMe"))["ok"]


async def test_a_dropped_call_did_nothing_and_a_timed_out_one_did(town: Town) -> None:
    chat = await town.private()
    url, body = f"/bot{TOKEN}/sendMessage", {"chat_id": chat, "text": "x"}
    await town.person("POST", "/faults", method="sendMessage", error="drop")
    with pytest.raises(httpx.RemoteProtocolError):
        await town.http.post(url, json=body)
    after_drop = await town.messages(chat)
    await town.person("POST", "/faults", method="sendMessage", error="timeout")
    with pytest.raises(httpx.ReadTimeout):
        await town.http.post(url, json=body, timeout=0.3)

    assert after_drop == []
    assert [message["text"] for message in await town.messages(chat)] == ["x"]
    calls = (await town.http.get("/sandbox/calls")).json()["calls"]
    assert [call["status"] for call in calls] == [0, 0]
