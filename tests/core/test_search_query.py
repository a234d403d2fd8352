"""Whatever is typed into a search box is understood somehow, and can be shared as an address."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.search import QueryError, parse_query
from core.search.query import LONGEST_QUERY

pytestmark = pytest.mark.once

SYNTAX = (
    '" [ ] - -- "" [] a- .. tag: is:solved IS:Open is:x author:" created:2024 created:x'
    ' in:title score:> thread:1 thread: space:"'
)
# Characters that fold, join, vanish or cannot be stored.
ODD = ["¨", "\u0301", "ﷺ", "“", "\ud800", "\0", "が", "\u200d", " ", "½"]
PIECES = st.one_of(st.text(max_size=20), st.sampled_from([*SYNTAX.split(), *ODD]))
TYPED = st.lists(PIECES, max_size=12).map("".join)


@settings(max_examples=600, deadline=None)
@given(TYPED)
def test_anything_is_understood_and_its_canonical_text_stays(typed: str) -> None:
    query = parse_query(typed)
    again = parse_query(query.text)
    assert again.text == query.text
    assert (again.clauses, again.created, again.score) == (query.clauses, query.created, query.score)
    assert all(note.endswith(".") for note in query.notes)
    query.word_units()
    query.phrase_units()
    query.excluded_units()


def test_every_operator_is_read() -> None:
    query = parse_query(
        'crash "on start" -draft -"safe mode" [imap] tag:"set up" author:"Ana Silva" space:help is:Solved'
        " created:2024-01..2024-03 score:>3 in:title thread:123"
    )
    assert query.words == ("crash",)
    assert query.phrases == ("on start",)
    assert query.excluded == ("draft", "safe mode")
    assert query.tags == ("imap", "set up")
    assert query.authors == ("Ana Silva",)
    assert query.space_names == ("help",)
    assert query.states == ("solved",)
    assert query.created == (1_704_067_200, 1_711_929_600)
    assert query.score == (4, None)
    assert query.in_title
    assert query.thread == 123
    assert query.notes == ()
    assert query.marks() == ("tag:imap", "tag:set up", "author:ana silva", "is:solved")
    assert query.text == (
        'crash "on start" -draft -"safe mode" [imap] [set up] author:"Ana Silva" space:help is:solved'
        " created:2024-01..2024-03 score:>3 in:title thread:123"
    )


@pytest.mark.parametrize(
    ("typed", "text", "notes"),
    [
        ('"crash on', "crash on", 1),
        ("“crash on” start", '"crash on" start', 0),
        ("- crash --start", "crash -start", 0),
        ("tag: crash", "tag: crash", 1),
        ("is:banana", "is:banana", 1),
        ("created:yesterday", "created:yesterday", 1),
        ("created:2024-02-30", "created:2024-02-30", 1),
        ("score:many", "score:many", 1),
        ("thread:abc", "thread:abc", 1),
        ("in:body", "in:body", 1),
        ("-created:2024", "", 1),
        ("array[0]", "array 0", 0),
        ("\uff21\uff22\u3000\uff44", "AB d", 0),
        ("http://example.org", "http://example.org", 0),
        ("!!! ???", "", 0),
        ("crash crash", "crash", 0),
    ],
)
def test_what_cannot_be_meant_is_words_and_is_said(typed: str, text: str, notes: int) -> None:
    query = parse_query(typed)
    assert query.text == text
    assert len(query.notes) == notes


def test_a_note_names_what_was_typed_even_with_per_cent_signs() -> None:
    assert "“is:100%s”" in parse_query("is:100%s").notes[0]


def test_too_much_is_refused() -> None:
    parse_query("a " * 200)
    with pytest.raises(QueryError, match="400"):
        parse_query("a" * (LONGEST_QUERY + 1))
    with pytest.raises(QueryError):
        parse_query("ﷺ" * 100)


@pytest.mark.parametrize(
    ("value", "limits"),
    [
        ("2024", (1_704_067_200, 1_735_689_600)),
        ("2024-12", (1_733_011_200, 1_735_689_600)),
        ("2024-02-29", (1_709_164_800, 1_709_251_200)),
        (">2024-02-29", (1_709_251_200, None)),
        (">=2024-02-29", (1_709_164_800, None)),
        ("<2024", (None, 1_704_067_200)),
        ("<=2024", (None, 1_735_689_600)),
        ("2024..", (1_704_067_200, None)),
        ("..2024", (None, 1_735_689_600)),
        ("2024..2024-01", (1_704_067_200, 1_706_745_600)),
    ],
)
def test_dates_are_stretches_of_time_in_utc(value: str, limits: tuple[int | None, int | None]) -> None:
    assert parse_query(f"created:{value}").created == limits


def test_two_ranges_must_both_hold() -> None:
    assert parse_query("score:>1 score:<=5 created:>2023 created:<2025").score == (2, 6)


def test_only_what_narrows_makes_a_query() -> None:
    assert parse_query("in:title -word").is_empty
    assert not parse_query("-[tag]").is_empty
    assert not parse_query("created:2024").is_empty
