"""A drill says the same in both languages."""

from bot.reply.sentences import placeholders
from bot.review import drill, drill_words


def test_both_languages_say_the_same_of_a_drill() -> None:
    english, chinese = drill_words.ENGLISH, drill_words.CHINESE
    assert english.keys() == chinese.keys()
    for name, words in english.items():
        assert placeholders(words) == placeholders(chinese[name]), name
    named = {*drill.RIGHTS, *(name for name, _ in (*drill.CARDS, *drill.PICTURES))}
    assert named <= english.keys()
