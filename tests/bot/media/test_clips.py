"""Videos, recordings and stickers: what becomes of them, and what is said where something is missing."""

from pathlib import Path

from ears import Ears
from file_server import FileServer
from sending import ORIGIN, drawn, incoming

from bot.media.open import Opener
from bot.records import Attachment, AttachmentKind, Incoming, Rendition
from bot.say import Notice, Say
from tests.drawn.stickers import circle_then_square
from tests.knowledge.parse.filming import film

BIG = 40 * 1024 * 1024


def video(file_id: str = "v", size_bytes: int = 1000, **more: object) -> Attachment:
    sent = Attachment(AttachmentKind.VIDEO, 10, file_id, f"u{file_id}", size_bytes, "video/mp4")
    return Attachment(**{**{name: getattr(sent, name) for name in sent.__slots__}, **more})  # type: ignore[arg-type]  # fields by name


def tour(folder: Path) -> bytes:
    return film(folder / "tour.mp4", [("Sign in", 3), ("Choose a door", 3)])


def voice(text: str = "") -> Incoming:
    sent = Attachment(AttachmentKind.VOICE, 10, "o", "uo", 1000, "audio/ogg", seconds=4)
    return Incoming((1,), ORIGIN, text=text, attachments=(sent,))


async def test_a_video_becomes_stills_with_their_times(
    wire: FileServer, opener: Opener, tmp_path: Path
) -> None:
    wire.files = {"v": tour(tmp_path)}
    told: list[Notice] = []
    question = await opener.open(incoming(video(name="tour.mp4")), told.append)
    (clip,) = question.clips
    assert (clip.number, clip.name, round(clip.seconds)) == (1, "tour.mp4", 6)
    assert [(one.clip, int(one.seconds), one.name) for one in question.pictures] == [
        (1, 0, "tour.mp4 0:00"),
        (1, 3, "tour.mp4 0:03"),
    ]
    assert question.notices == ()
    assert told[0] == Notice(Say.WATCHING, {"name": "tour.mp4"})


async def test_one_moment_is_looked_at_closely(
    wire: FileServer, opener: Opener, tmp_path: Path
) -> None:
    wire.files = {"v": tour(tmp_path)}
    asked = Incoming((1,), ORIGIN, text="and here?", attachments=(video(),), moment=3.0)
    times = [one.seconds for one in (await opener.open(asked)).pictures]
    assert len(times) >= 2
    assert all(2.2 <= at <= 3.8 for at in times)


async def test_a_video_too_big_to_fetch_is_seen_in_its_best_smaller_copy(
    wire: FileServer, opener: Opener, tmp_path: Path
) -> None:
    wire.files = {"mid": tour(tmp_path), "low": b"not asked for"}
    copies = (Rendition("top", "t", BIG), Rendition("mid", "m", 5_000), Rendition("low", "l", 500))
    question = await opener.open(incoming(video(size_bytes=BIG, renditions=copies)))
    assert len(question.pictures) == 2
    assert [one.key for one in question.notices] == [Say.SMALLER_COPY]


async def test_without_a_copy_its_preview_is_looked_at_and_that_is_said(
    wire: FileServer, opener: Opener
) -> None:
    wire.files = {"small": drawn("red", "JPEG")}
    question = await opener.open(
        incoming(video(size_bytes=BIG, thumbnail=Rendition("small", "s", 900)))
    )
    assert len(question.pictures) == 1
    assert [one.key for one in question.notices] == [Say.TOO_BIG, Say.THUMBNAIL]


async def test_of_a_live_photo_the_still_and_the_seconds_around_it_are_looked_at(
    wire: FileServer, opener: Opener, tmp_path: Path
) -> None:
    wire.files = {"p": drawn("red", "JPEG"), "v": tour(tmp_path)}
    live = AttachmentKind.LIVE_PHOTO
    still = Attachment(live, 10, "p", "up", 900, "image/jpeg")
    moving = Attachment(live, 10, "v", "uv", 5_000, "video/mp4", seconds=3)
    asked = Incoming((1,), ORIGIN, text="what is this?", attachments=(still, moving))

    question = await opener.open(asked)

    assert [(one.clip, int(one.seconds)) for one in question.pictures] == [(0, 0), (1, 0), (1, 3)]
    assert len(question.clips) == 1
    assert question.notices == ()


def drawn_sticker(preview: bool) -> Incoming:
    still = Rendition("small", "p", 900) if preview else None
    return incoming(
        Attachment(
            AttachmentKind.STICKER,
            10,
            "s",
            "us",
            900,
            "application/x-tgsticker",
            name="😀",
            thumbnail=still,
        )
    )


async def test_a_drawn_sticker_is_looked_through_like_a_film(
    wire: FileServer, opener: Opener
) -> None:
    wire.files = {"s": circle_then_square()}
    question = await opener.open(drawn_sticker(preview=False))
    assert [(one.clip, round(one.seconds)) for one in question.pictures] == [(1, 0), (1, 2)]
    assert [(one.number, one.seconds) for one in question.clips] == [(1, 3.0)]
    assert question.notices == ()


async def test_of_a_sticker_that_cannot_be_drawn_the_preview_is_looked_at_and_that_is_said(
    wire: FileServer, opener: Opener, drawless: Opener
) -> None:
    small = drawn("red", "JPEG")
    for eyes, content in ((drawless, circle_then_square()), (opener, b"\x1f\x8bbroken")):
        wire.files = {"small": small, "s": content}
        question = await eyes.open(drawn_sticker(preview=True))
        assert len(question.pictures) == 1
        assert [one.key for one in question.notices] == [Say.DRAWN_STICKER, Say.THUMBNAIL]
        bare = await eyes.open(drawn_sticker(preview=False))
        assert (bare.pictures, [one.key for one in bare.notices]) == ((), [Say.DRAWN_STICKER])


async def test_a_voice_message_is_the_question_and_is_shown_as_it_was_understood(
    wire: FileServer, hearing: Opener, ears: Ears
) -> None:
    wire.files = {"o": b"OggS" + bytes(60)}
    question = await hearing.open(voice())
    assert question.text == "what is wrong here?"
    assert question.notices == (Notice(Say.HEARD, {"text": "what is wrong here?"}),)
    assert [(one.name, one.media_type) for one in ears.heard] == [("sound.ogg", "audio/ogg")]
    again = await hearing.open(voice("and this?"))
    assert again.text == "and this?"
    assert again.clips[0].transcript == "what is wrong here?"
    assert len(ears.heard) == 1


async def test_what_cannot_be_heard_gets_one_sentence(
    wire: FileServer, opener: Opener, hearing: Opener, ears: Ears
) -> None:
    wire.files = {"o": b"OggS" + bytes(60)}
    assert [one.key for one in (await opener.open(voice())).notices] == [Say.VOICE]
    ears.says = ()
    assert [one.key for one in (await hearing.open(voice())).notices] == [Say.NO_WORDS]
    ears.says = None
    assert [one.key for one in (await hearing.open(voice())).notices] == [Say.HEARING_FAILED]
    wire.files = {"o": b"no sound at all"}
    assert [one.key for one in (await hearing.open(voice())).notices] == [Say.NO_SOUND]


async def test_talk_that_is_not_meant_for_the_bot_is_not_listened_to(
    wire: FileServer, hearing: Opener, ears: Ears
) -> None:
    wire.files = {"o": b"OggS" + bytes(60)}
    sent = voice()
    await hearing.open(Incoming((1,), ORIGIN, attachments=sent.attachments, addressed=False))
    assert ears.heard == []


async def test_many_videos_share_the_stills(
    wire: FileServer, opener: Opener, tmp_path: Path
) -> None:
    shots = [(f"{'x' * n} {n}", 1.2) for n in range(12)]
    wire.files = dict.fromkeys("abcdef", film(tmp_path / "long.mp4", shots))
    question = await opener.open(incoming(*(video(name) for name in "abcdef")))
    assert {clip.number for clip in question.clips} == set(range(1, 7))
    assert 6 < len(question.pictures) <= 48
