"""Whatever a bot or a stranger's file says, the answer is Telegram's, never a crash."""

import io
import random
import signal
import struct
import subprocess
import sys

import httpx
from PIL import Image
from sandbox_client import TOKEN, Town, at, listed

from bot.sandbox.api import METHODS
from bot.sandbox.mp4 import Film, measure

NAMES = (
    *(
        "chat_id",
        "message_id",
        "text",
        "caption",
        "media",
        "photo",
        "document",
        "entities",
        "user_id",
    ),
    *(
        "reply_markup",
        "reply_parameters",
        "permissions",
        "message_ids",
        "commands",
        "scope",
        "poll",
    ),
    *("options", "question", "reaction", "offset", "limit", "draft_id", "url", "message_thread_id"),
    *("parse_mode", "from_chat_id", "until_date", "name", "language_code", "allowed_updates"),
)
VALUES: tuple[object, ...] = (
    *(0, 1, -1, 11, 10**17, 10**30, 1.5, True, None, "", "1", "x", "{", "[]", "{}", "[{}]", "[[]]"),
    *(
        [],
        {},
        [1],
        ["x"],
        [{}],
        [None],
        {"type": 1},
        {"inline_keyboard": [[{}]]},
        "HTML",
        "MarkdownV2",
    ),
    *(
        "<b>",
        "<a href='",
        "*_[",
        "`" * 7,
        "\x00\ud83d".encode("utf-8", "ignore").decode(),
        "a." * 3000,
    ),
    *(
        [{"type": "bold", "offset": 0, "length": 10**9}],
        {"message_id": "x"},
        [{"type": "photo"}] * 2,
    ),
)


async def test_no_parameters_break_any_method(town: Town) -> None:
    chats = (await town.private(), await town.group(forum=True))
    chance = random.Random(7)
    for _ in range(12):
        for method in METHODS:
            chosen = chance.sample(NAMES, 6)
            parameters = {name: chance.choice(VALUES) for name in chosen}
            parameters.setdefault("chat_id", chance.choice(chats))
            answer = await town.call(method, **parameters)
            assert answer["ok"] or answer["error_code"] in (400, 403, 404, 409), (method, answer)


async def test_broken_bodies_are_refused(town: Town) -> None:
    url = f"/bot{TOKEN}/sendMessage"
    bodies = [
        ("application/json", b"{"),
        ("application/json", b"[1]"),
        ("multipart/form-data; boundary=x", b"--y\r\n"),
        ("multipart/form-data", b"x"),
        ("text/plain", b"\xff\xfe"),
    ]
    for kind, body in bodies:
        response = await town.http.post(url, content=body, headers={"content-type": kind})
        assert response.status_code == 400, (kind, response.text)
        assert response.json()["ok"] is False


async def test_a_huge_picture_is_a_file_without_preview(town: Town) -> None:
    chat = await town.private()
    written = io.BytesIO()
    Image.new("1", (6000, 6000)).save(written, "PNG")
    await town.attach(chat, [("a.png", written.getvalue(), "image/png")], **{"as": "photo"})
    (update,) = await town.updates()

    document = at(update, "message", "document")
    assert isinstance(document, dict)
    assert "thumbnail" not in document


def test_a_film_tells_its_size_and_length() -> None:
    def box(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", 8 + len(body)) + name + body

    header = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, 4200) + bytes(80))
    track = box(b"tkhd", bytes(76) + struct.pack(">II", 640 << 16, 360 << 16))
    film = box(b"ftyp", b"mp42") + box(b"moov", header + box(b"trak", track))

    assert measure(film) == Film(640, 360, 4)
    assert measure(film[:-10]) == measure(b"no film") == Film()


def test_the_sandbox_runs_alone_until_it_is_stopped() -> None:
    command = [sys.executable, "-m", "bot.sandbox", "--port", "0", "--first-id", "500"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        person = {"id": 7, "first_name": "Mara"}
        httpx.post(f"{url}/sandbox/chats", json={"type": "private", "members": [person]})
        written = httpx.post(f"{url}/sandbox/chats/7/messages", json={"text": "hi"}).json()
        updates = httpx.get(f"{url}/bot{TOKEN}/getUpdates").json()
        server.send_signal(signal.SIGTERM)

    assert written == {"message_ids": [500]}
    assert [at(update, "update_id") for update in listed(updates["result"])] == [500]
    assert server.returncode == 0


def test_a_bad_token_is_told_in_one_line() -> None:
    command = [sys.executable, "-m", "bot.sandbox", "--token", "nonsense"]
    failed = subprocess.run(command, capture_output=True, text=True, check=False)

    assert failed.returncode == 2
    assert failed.stderr.count("\n") == 1
    assert "'nonsense' is no bot token" in failed.stderr
