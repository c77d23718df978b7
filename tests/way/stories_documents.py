"""Stories of a team's documents: taught, listed, searched and forgotten from within a chat."""

from pathlib import Path

from tests.hostile.archives import paragraph, word
from tests.knowledge.parse.filming import film
from tests.knowledge.test_reading import scanned
from tests.way.conftest import Stage
from tests.way.drawing import PAGES, dialog
from tests.way.endpoint import Endpoint
from tests.way.town import JONAS, MARA

GUIDE = """# Coffee

## Descaling

Descale the Brewmaster every 45 days with two sachets of citric acid.
"""


async def test_docs_in_a_group_are_listed_as_a_reply(bot: Stage) -> None:
    team = await bot.team()
    asked = await team.say("/docs", by=JONAS["id"])
    said = await team.hears("Documents: 3")
    assert said["reply_to"] == asked
    for name in PAGES:
        assert f"• {name}" in said["text"]
    assert said["text"].endswith("From a terminal: groundglass learn FOLDER --space team")
    assert "hb-2209" not in said["text"]


async def test_a_source_that_stands_on_the_web_is_cited_as_a_link_to_its_heading(
    bot: Stage, model: Endpoint
) -> None:
    chat = await bot.newcomer(JONAS)
    page = f"---\nurl: https://docs.example.org/coffee/\n---\n{GUIDE}"
    await chat.send(("coffee.md", page.encode()), kind="document", text="/learn")
    await chat.hears("Learned coffee.md")
    model.says("Every 45 days [1].")
    await chat.say("How often is the Brewmaster descaled?")
    said = await chat.hears("Every 45 days [1].")
    assert said["text"].endswith("Sources\n[1] coffee.md › Descaling")
    (link,) = [one for one in said["entities"] if one["type"] == "text_link"]
    assert link["url"] == "https://docs.example.org/coffee/#descaling"


async def test_docs_tells_a_newcomer_how_to_begin(bot: Stage) -> None:
    chat = await bot.newcomer(JONAS)
    await chat.say("/docs")
    await chat.hears("I have no documents here yet. Send /learn with a file")
    team = await bot.town.group()
    await team.say("/docs", by=JONAS["id"])
    await team.hears(f"groundglass learn FOLDER --space group-{-team.id}")


async def test_docs_in_private_tell_which_group_they_come_from(bot: Stage) -> None:
    team = await bot.town.group(title="Baristas")
    learned = ("coffee.md", GUIDE.encode())
    await team.send(learned, kind="document", text="/learn", by=MARA["id"])
    await team.hears("Learned coffee.md")
    chat = await bot.newcomer(MARA)
    await chat.say("/docs")
    said = await chat.hears("Documents: 1")
    assert said["text"].endswith("• coffee.md · Baristas")


async def test_find_shows_places_and_the_picture(bot: Stage, model: Endpoint) -> None:
    chat = await bot.reader(JONAS)
    await chat.say("/find HB-2209 printer lease")
    said = await chat.hears("1. vpn.md")
    assert "HB-2209 means that the printer has lost its lease." in said["text"]
    card = await chat.hears(lambda message: message["media"])
    assert f"{card['text']} · Error HB-2209" in said["text"]
    await chat.say("/find")
    await chat.hears("Write what to look for after /find")
    assert not model.asked


async def test_find_looks_for_a_picture_that_is_sent_or_replied_to(bot: Stage) -> None:
    chat = await bot.reader(JONAS)
    screen = dialog("HB-2209", "The printer has lost its network lease.")
    (sent,) = await chat.send(("screen.png", screen), text="/find")
    said = await chat.answer_to(sent)
    assert said["text"].startswith("1. vpn.md")
    asked = await chat.say("/find", reply_to=sent)
    again = await chat.answer_to(asked)
    assert again["text"].startswith("1. vpn.md")
    await chat.send(("torn.png", screen[:300]), kind="document", text="/find")
    await chat.hears("I could not open torn.png: the file is damaged.")


async def test_of_several_files_it_is_said_which_were_learned_and_which_not(bot: Stage) -> None:
    chat = await bot.newcomer(JONAS)
    files = [
        ("plan.dwg", b"AC1032\x00\x01\xff\xfe\x80" * 99),
        ("coffee.md", GUIDE.encode() + b"\n![cups](cups.png)\n"),
        ("film.pdf", bytes(21 * 1024 * 1024)),
    ]
    await chat.send(*files, kind="document", text="/learn")
    said = await chat.hears("coffee.md")
    learned, dwg, film, warning = said["text"].splitlines()
    assert learned.startswith("Learned coffee.md (passages and pictures: ")
    assert dwg.startswith("I could not learn plan.dwg: ")
    assert film.startswith("film.pdf has 21 MB, and Telegram lets bots download at most 20 MB.")
    assert warning.startswith("• coffee.md: ")
    assert "cups.png" in warning
    assert len(await bot.town.settled(chat)) == 1


async def test_file_learned_with_its_caption_is_answered_from(plain_bot: Stage) -> None:
    chat = await plain_bot.newcomer(JONAS)
    await chat.send(("coffee.md", GUIDE.encode()), kind="document", text="/learn")
    await chat.hears("Learned coffee.md (passages and pictures: 1). Just ask.")
    asked = await chat.say("How often must the Brewmaster be descaled?")
    answer = await chat.answer_to(asked)
    assert "every 45 days" in answer["text"]
    assert "coffee.md" in answer["text"]


async def test_document_sent_with_a_question_is_answered_from_once_it_is_learned(
    plain_bot: Stage,
) -> None:
    chat = await plain_bot.newcomer(JONAS)
    (sent,) = await chat.send(
        ("coffee.md", GUIDE.encode()), kind="document", text="How often must it be descaled?"
    )
    first = await chat.answer_to(sent)
    assert "send /learn as a reply to it, then ask again." in first["text"]
    await chat.say("/learn", reply_to=sent)
    await chat.hears("Learned coffee.md")
    asked = await chat.say("How often must the Brewmaster be descaled?", reply_to=sent)
    answer = await chat.answer_to(asked)
    assert "every 45 days" in answer["text"]
    assert "/learn" not in answer["text"]


async def test_office_file_and_film_are_learned_like_any_other(
    plain_bot: Stage, tmp_path: Path
) -> None:
    chat = await plain_bot.newcomer(JONAS)
    content = word(paragraph("The kiln in the pottery room needs a turquoise badge."))
    await chat.send(("kiln.docx", content), kind="document", text="/learn")
    await chat.hears("Learned kiln.docx (passages and pictures: 1). Just ask.")
    answer = await chat.answer_to(await chat.say("Which badge does the kiln need?"))
    assert "turquoise" in answer["text"]
    assert "kiln.docx" in answer["text"]
    tour = film(tmp_path / "tour.mp4", [("Kiln", 2), ("Glaze shelf", 2)])
    await chat.send(("tour.mp4", tour), kind="video", text="/learn")
    await chat.hears("Learned tour.mp4 (passages and pictures: 2). Just ask.")


async def test_scan_is_said_to_be_read_and_then_what_was_learned(plain_bot: Stage) -> None:
    chat = await plain_bot.newcomer(JONAS)
    # So many pages that no computer has read them before a sign of life is due.
    rooms = tuple(f"Room {n} has socket {n * 7}" for n in range(1, 31))
    pages = (*rooms, "The fuse box hangs next to the lift.")
    await chat.send(("house.pdf", scanned(*pages)), kind="document", text="/learn")
    said = await chat.hears("Learned house.pdf")
    drafts = await plain_bot.town.calls("sendMessageDraft", chat=chat)
    shown = [call["parameters"]["text"] for call in drafts]
    assert shown[0].startswith("Reading house.pdf")
    # Nothing of it stays beside the outcome.
    assert [message["text"] for message in await chat.messages()][1:] == [said["text"]]
    answer = await chat.answer_to(await chat.say("Where is the fuse box?"))
    assert "next to the lift" in answer["text"]


async def test_same_file_learned_twice_is_known(bot: Stage) -> None:
    chat = await bot.newcomer(JONAS)
    await chat.send(("coffee.md", GUIDE.encode()), kind="document", text="/learn")
    await chat.hears("Learned coffee.md")
    await chat.send(("coffee.md", GUIDE.encode()), kind="document", text="/learn")
    await chat.hears("I already know coffee.md, unchanged.")
    await chat.send(("kaffee.md", GUIDE.encode()), kind="document", text="/learn")
    await chat.hears("Learned kaffee.md")
    await chat.say("/docs")
    await chat.hears("Documents: 2")


async def test_photo_learned_by_a_reply_is_found_by_its_words(plain_bot: Stage) -> None:
    team = await plain_bot.town.group()
    screen = dialog("QX-77", "The label feed is jammed.")
    (sent,) = await team.send(("screen.png", screen), by=JONAS["id"], text="QX-77 on the labeller")
    await team.say("/learn", by=MARA["id"], reply_to=sent)
    await team.hears("Learned photo-")
    asked = await team.say("@groundglass_bot what is QX-77?", by=JONAS["id"])
    answer = await team.hears(lambda message: message["reply_to"] == asked)
    assert "photo-" in answer["text"]
    card = await team.hears(lambda message: message["media"])
    assert card["reply_to"] == asked


async def test_album_learned_at_once_is_named_picture_by_picture(bot: Stage) -> None:
    team = await bot.town.group()
    files = [(f"{number}.jpg", dialog(f"QX-7{number}", "Jammed.")) for number in (1, 2)]
    ids = await team.send(*files, by=MARA["id"], text="/learn the labeller's dialogs")
    said = await team.hears("Learned")
    assert said["text"].startswith(f"Learned photo-{ids[0]}.jpg, photo-{ids[1]}.jpg (")
    assert said["reply_to"] == ids[0]
    assert len(await bot.town.settled(team)) == 1


async def test_learning_in_a_group_is_for_its_administrators(bot: Stage) -> None:
    team = await bot.town.group()
    name = ("coffee.md", GUIDE.encode())
    (sent,) = await team.send(name, kind="document", text="/learn", by=JONAS["id"])
    said = await team.hears("Only administrators of this group may do that.")
    assert said["reply_to"] == sent
    await team.say("/docs", by=MARA["id"])
    await team.hears("I have no documents here yet.")


async def test_learn_without_a_file_that_can_be_read_says_how(bot: Stage) -> None:
    chat = await bot.newcomer(JONAS)
    await chat.say("/learn")
    await chat.hears("Send /learn together with a file or picture")
    await chat.send(
        ("plan.dwg", b"AC1032\x00\x01\xff\xfe\x80" * 99), kind="document", text="/learn"
    )
    said = await chat.hears("I could not learn plan.dwg")
    assert said["text"].endswith("save it as UTF-8 text, Markdown, HTML or PDF.")


async def test_forget_names_what_is_close_and_then_forgets(bot: Stage) -> None:
    chat = await bot.newcomer(JONAS)
    await chat.send(("coffee.md", GUIDE.encode()), kind="document", text="/learn")
    await chat.hears("Learned coffee.md")
    for almost in ("cofee.md", "Fee"):
        await chat.say(f"/forget {almost}")
        said = await chat.hears(f"I have no document named {almost}.")
        assert said["text"] == f"I have no document named {almost}. Did you mean coffee.md?"
    await chat.say("/forget coffee.md")
    await chat.hears("Forgotten: coffee.md.")
    await chat.say("/docs")
    await chat.hears("I have no documents here yet.")
