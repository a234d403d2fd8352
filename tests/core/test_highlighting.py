"""Colours in code: there for languages that are known, and never at the price of a site that stands still."""

import time

import pytest
from pygments.lexers import get_all_lexers

from core.highlighting import LANGUAGES, LONGEST, highlighted
from core.markup import render

pytestmark = pytest.mark.once


@pytest.mark.parametrize("language", ["python", "py", "js", "c++", "yml", "shell", "Java", "python title=x"])
def test_code_has_colours(language: str) -> None:
    assert "<span" in highlighted("x = 1  # one\n", language)


@pytest.mark.parametrize("language", ["", " ", "no such language", "autoit", "devicetree", "console"])
def test_what_is_not_known_is_plain(language: str) -> None:
    assert highlighted("a < 1\n", language) == "a &lt; 1\n"


def test_what_is_very_long_is_plain() -> None:
    assert "<span" in highlighted("1" * LONGEST, "json")
    assert "<span" not in highlighted("1" * (LONGEST + 1), "json")


def test_every_language_has_a_reader() -> None:
    assert {word for _name, words, _files, _types in get_all_lexers(plugins=False) for word in words} >= LANGUAGES


@pytest.mark.parametrize(
    ("language", "piece"),
    [("autoit", " "), ("devicetree", "a"), ("console", "a:"), ("ini", "="), ("matlab", "  \n"), ("desktop", "1")],
)
def test_readers_that_hang_on_a_text_are_not_asked(language: str, piece: str) -> None:
    """Guards against CVE-2022-23548: code in a language whose reader never comes to an end."""
    began = time.thread_time()
    highlighted(piece * (LONGEST // len(piece)), language)
    assert time.thread_time() - began < 0.6


@pytest.mark.parametrize(
    ("language", "piece"), [("java", "a "), ("csharp", "x\n "), ("css", '"\\'), ("go", "/*"), ("c", "  \n")]
)
def test_what_a_reader_takes_long_for_stays_plain(language: str, piece: str) -> None:
    """Guards against CVE-2022-23548: a text that takes the square of its length."""
    text, began = f"```{language}\n{piece * (LONGEST // len(piece))}\n```\n" * 4, time.thread_time()
    assert piece.strip()[:1] in render(text)
    assert time.thread_time() - began < 2
