"""Write manuals of invented devices in English, Chinese and Russian, with questions about them.

The manuals of one language are near twins: the same sections, other numbers. So a question is answered by one
section of one document, and whatever ranks has to find both. Each shows a drawn dialog with a code of its own.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.evaluate.lessons import Lesson


@dataclass(frozen=True, slots=True)
class _Language:
    """How a manual is written; `{d}` is the device, `{n}` `{m}` numbers, `{c}` a code."""

    code: str
    title: str
    intro: str
    facts: tuple[tuple[str, str, str], ...]
    """Heading, sentence, question."""
    table: tuple[str, str]
    """Header of the table of faults, and the question for one of its rows."""
    faults: tuple[tuple[str, str], ...]
    picture: tuple[str, str]
    """The sentence above the dialog, and the question for it."""
    names: tuple[str, ...]


_ENGLISH = _Language(
    "en",
    "{d} manual",
    "The {d} is made for workshops and laboratories. Read this manual before it is switched on.",
    (
        (
            "Setting up",
            "Leave {n} centimetres of free space behind the housing so that air can pass.",
            "How far from the wall must the {d} stand?",
        ),
        (
            "Setting up",
            "Level it with the {m} adjustable feet before the transport lock is removed.",
            "How many feet does the {d} have to level it?",
        ),
        (
            "Power",
            "It draws {n} watts while heating and has a fuse of {m} amperes.",
            "What is the power consumption of the {d} when it heats?",
        ),
        (
            "Cleaning",
            "Rinse the filter every {n} days under lukewarm water and let it dry for {m} hours.",
            "How often does the filter of the {d} need washing?",
        ),
        (
            "Maintenance",
            "Replace the belt after {n} operating hours, whatever it looks like.",
            "When is a new belt due on the {d}?",
        ),
        (
            "Warranty",
            "Parts are covered for {n} months from delivery; wear is not.",
            "How long is the guarantee of the {d}?",
        ),
        (
            "Network",
            "It listens on port {n} and sends a report every {m} minutes.",
            "Which port does the {d} use?",
        ),
        (
            "Transport",
            "It weighs {n} kilograms and is carried by {m} people.",
            "How heavy is the {d}?",
        ),
    ),
    ("| Code | Meaning | Remedy |", "What should I do when the {d} shows {c}?"),
    (
        ("door open", "close the door until it clicks"),
        ("water low", "fill the tank to the upper mark"),
        ("too hot", "let it cool down and clear the vents"),
        ("sensor lost", "plug the probe in again"),
    ),
    (
        "The dialog below appears when the lamp of the {d} has burned for {n} hours.",
        "screenshot of the warning about the lamp of the {d}",
    ),
    ("Kestrel", "Marlin", "Osprey", "Heron", "Bison", "Lynx", "Gecko", "Ibex"),
)
_CHINESE = _Language(
    "zh",
    "{d}使用手册",
    "{d}适用于车间和实验室。开机之前请阅读本手册。",
    (
        ("安装", "机壳后面要留出{n}厘米的空间，让空气流通。", "{d}离墙多远？"),
        ("安装", "先用{m}个可调脚垫放平，再拆运输锁。", "{d}有几个脚垫？"),
        ("电源", "加热时的功率为{n}瓦，保险丝为{m}安。", "{d}加热时耗电多少？"),
        ("清洁", "过滤网每{n}天用温水冲洗一次，晾干{m}小时。", "{d}的过滤网多久洗一次？"),
        ("保养", "运行{n}小时后更换皮带。", "{d}什么时候换皮带？"),
        ("保修", "零件自交货之日起保修{n}个月，磨损除外。", "{d}保修期多长？"),
        ("网络", "设备监听端口{n}，每{m}分钟发送一次报告。", "{d}使用哪个端口？"),
        ("运输", "重量为{n}公斤，需要{m}个人搬运。", "{d}有多重？"),
    ),
    ("| 代码 | 含义 | 处理 |", "{d}显示{c}怎么办？"),
    (
        ("门没有关", "关门直到听见咔嗒声"),
        ("缺水", "加水到上刻度线"),
        ("过热", "等它冷却并清理通风口"),
        ("传感器断开", "重新插好探头"),
    ),
    ("{d}的灯用满{n}小时后，会出现下面的对话框。", "{d}灯泡提示的截图"),
    ("红隼", "青鱼", "白鹭", "野牛", "山猫", "壁虎", "羚羊", "海豹"),
)
_RUSSIAN = _Language(
    "ru",
    "Руководство {d}",
    "Прибор {d} сделан для мастерских и лабораторий. Прочитайте руководство до включения.",
    (
        (
            "Установка",
            "Оставьте за корпусом {n} сантиметров свободного места для воздуха.",
            "На каком расстоянии от стены ставить {d}?",
        ),
        (
            "Установка",
            "Выровняйте его {m} ножками, потом снимите транспортный замок.",
            "Сколько ножек у {d}?",
        ),
        (
            "Питание",
            "При нагреве прибор потребляет {n} ватт, предохранитель на {m} ампер.",
            "Какая мощность у {d} при нагреве?",
        ),
        (
            "Чистка",
            "Промывайте фильтр каждые {n} дней тёплой водой и сушите {m} часов.",
            "Как часто промывать фильтр {d}?",
        ),
        ("Обслуживание", "Меняйте ремень через {n} часов работы.", "Когда менять ремень {d}?"),
        (
            "Гарантия",
            "На детали даётся {n} месяцев гарантии с дня поставки, кроме износа.",
            "Сколько длится гарантия на {d}?",
        ),
        (
            "Сеть",
            "Прибор слушает порт {n} и шлёт отчёт каждые {m} минут.",
            "Какой порт использует {d}?",
        ),
        (
            "Перевозка",
            "Прибор весит {n} килограммов, несут его {m} человека.",
            "Сколько весит {d}?",
        ),
    ),
    ("| Код | Значение | Что делать |", "Что делать, если {d} показывает {c}?"),
    (
        ("дверь открыта", "закройте дверь до щелчка"),
        ("мало воды", "долейте воду до верхней метки"),
        ("перегрев", "дайте остыть и прочистите решётку"),
        ("нет датчика", "вставьте щуп ещё раз"),
    ),
    ("Окно ниже появляется, когда лампа {d} отработала {n} часов.", "снимок окна о лампе {d}"),
    ("Сокол", "Марлин", "Цапля", "Бизон", "Рысь", "Геккон", "Баран", "Тюлень"),
)
LANGUAGES = {language.code: language for language in (_ENGLISH, _CHINESE, _RUSSIAN)}
"""By code: `en`, `zh`, `ru`."""


def write(folder: Path, manuals: int, seed: int) -> list[Lesson]:
    """Write `manuals` manuals in each language below `folder`; return the questions about them."""
    chance = random.Random(seed)
    return [
        lesson
        for language in LANGUAGES.values()
        for number in range(manuals)
        for lesson in _manual(folder, language, number, chance)
    ]


def _manual(
    folder: Path, language: _Language, number: int, chance: random.Random
) -> Iterator[Lesson]:
    device = f"{language.names[number % len(language.names)]} {chance.randrange(10, 990)}"
    name = f"{language.code}-{number}.md"
    said = _Said(device, chance)
    parts = [f"# {said(language.title)}", said(language.intro)]
    heading = ""
    for title, sentence, question in language.facts:
        fact = said(sentence)
        if title != heading:
            parts.append(f"## {title}")
        heading = title
        parts.append(fact)
        yield Lesson(said(question), name, anchor=fact)
    parts.append(
        f"## {language.table[0].split('|')[1].strip()}\n\n{language.table[0]}\n|---|---|---|"
    )
    for meaning, remedy in language.faults:
        code = f"E-{chance.randrange(100, 999)}"
        parts[-1] += f"\n| {code} | {meaning} | {remedy} |"
        yield Lesson(said(language.table[1]).replace("{c}", code), name, anchor=f"{code} {meaning}")
    code = f"K{chance.randrange(1000, 9999)}"
    picture = f"{language.code}{number}lamp.png"
    parts += [f"## {code}", f"{said(language.picture[0])}\n\n![]({picture})"]
    yield Lesson(said(language.picture[1]), name, picture=picture.removesuffix(".png"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n\n".join(parts) + "\n", "utf-8")
    (folder / picture).write_bytes(_dialog(device, code, chance))


class _Said:
    """Fills the blanks of one manual's sentences with its own numbers."""

    def __init__(self, device: str, chance: random.Random) -> None:
        self._device = device
        self._chance = chance

    def __call__(self, sentence: str) -> str:
        several = str(self._chance.randrange(20, 9000)), str(self._chance.randrange(2, 9))
        blanks = {"{d}": self._device, "{n}": several[0], "{m}": several[1]}
        for blank, value in blanks.items():
            sentence = sentence.replace(blank, value)
        return sentence


def _dialog(device: str, code: str, chance: random.Random) -> bytes:
    from bot.demo.draw import dialogs

    latin = device.encode("ascii", "ignore").decode().strip()
    dialog = dialogs.Dialog(
        program=f"Device {latin}",
        code=code,
        headline="The lamp is due",
        lines=(
            f"It has burned for {chance.randrange(100, 9000)} hours.",
            "Order a new one in time.",
        ),
        facts=(("Serial", str(chance.randrange(10**6, 10**7))),),
        buttons=("Later", "Order"),
        colour="#c77700",
    )
    return dialogs.draw(dialog)
