"""A snippet shows why a text was found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.search import parse_query, snippet

pytestmark = pytest.mark.once

LONG = "Nothing to see here. " * 40 + "Then the profile folders vanished after an upgrade. " + "And so on. " * 60


def _marked(text: str, typed: str) -> list[str]:
    return [piece for piece, is_hit in snippet(text, parse_query(typed)) if is_hit]


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("I am running it twice", "runs", ["running"]),
        ("The profile folder", '"profile folder"', ["profile", "folder"]),
        ("See imap.example.com now", "imap", ["imap.example.com"]),
        ("Our wifi and wi-fi", "wi-fi", ["wifi", "wi-fi"]),
        ("A résumé", "RESUME", ["résumé"]),
        ("メールの設定", "設定", ["設定"]),
        ("パスワードが違う", "パスワード", ["パスワード"]),
        ("不在设置里", "设", ["设"]),
        ("Nothing", "zebra", []),
        ("Excluded words", "words -excluded", ["words"]),
        ("", "word", []),
    ],
)
def test_hits_are_marked(text: str, typed: str, marked: list[str]) -> None:
    assert _marked(text, typed) == marked


def test_the_best_passage_of_a_long_text_is_shown() -> None:
    pieces = snippet(LONG, parse_query("profile upgrade"))
    shown = "".join(piece for piece, _ in pieces)
    assert [piece for piece, is_hit in pieces if is_hit] == ["profile", "upgrade"]
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert 150 < len(shown) < 210
    assert " the profile folders vanished" in shown


def test_without_a_hit_the_beginning_is_shown() -> None:
    pieces = snippet(LONG, parse_query("[tag]"))
    assert len(pieces) == 1
    assert pieces[0][0].startswith("Nothing to see here.")
    assert not pieces[0][1]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=600), st.text(max_size=60), st.integers(20, 250))
def test_the_fragments_are_a_passage_of_the_text(text: str, typed: str, length: int) -> None:
    pieces = snippet(text, parse_query(typed), length)
    shown = "".join(piece for piece, _ in pieces).removeprefix("… ").removesuffix(" …")
    assert shown in " ".join(text.split())
    assert len(shown) <= length
    assert all(piece for piece, _ in pieces)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["mail", "folder", "設定", "が", "and", "x.y"]), min_size=1, max_size=80), st.data())
def test_a_word_of_the_text_is_marked(words: list[str], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(words))
    assert _marked(" ".join(words), word) or word == "and"
