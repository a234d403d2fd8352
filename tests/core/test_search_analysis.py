"""One analyser cuts documents, queries and snippets alike."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.search.analysis import LONGEST_TERM, index_terms, language_name, phrase_unit, query_terms, tokens, word_units
from core.search.folding import fold
from core.search.spelling import closest, distance, letters, vocabulary

pytestmark = pytest.mark.once

ENGLISH = ("english",)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_composed_and_decomposed_text_have_the_same_terms(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert [token.terms for token in tokens(composed)] == [token.terms for token in tokens(decomposed)]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_a_text_holds_every_word_and_the_phrase_that_it_is(text: str) -> None:
    found = list(tokens(text))
    terms = {term for token in found for term in token.terms}
    for unit in word_units(text):
        assert all(terms.intersection(alternatives) for _, alternatives in unit.slots)
    places = {(token.position, term) for token in found for term in token.terms}
    phrase = phrase_unit(text)
    assert phrase is None or all(any((at, term) in places for term in several) for at, several in phrase.slots)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.integers(1, 9))
def test_tokens_lie_in_the_text_and_keep_to_the_limits(text: str, most: int) -> None:
    found = list(tokens(text, ENGLISH, most))
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert all(token.position < most for token in found)
    assert all(term and len(term) <= LONGEST_TERM for token in found for term in token.terms)


@pytest.mark.parametrize(
    ("word", "same"),
    [
        ("running", "run"),
        ("résumé", "RESUME"),
        ("wi-fi", "wifi"),
        ("user_name", "usernames"),
        ("v4.1.2", "4.1.2"),
        ("imap.example.com", "IMAP"),
        ("don\u2019t", "don't"),
        ("Ana's", "ana"),
        ("Straße", "strasse"),
        ("ﬁle", "file"),
        ("Ёж", "еж"),
        ("C++", "c++"),
    ],
)
def test_spellings_that_people_take_for_one(word: str, same: str) -> None:
    assert set(index_terms(word, ENGLISH)) & set(query_terms(same, ENGLISH))


@pytest.mark.parametrize(("word", "other"), [("C++", "C#"), ("йод", "иод"), ("か", "が"), ("กา", "กี")])
def test_spellings_that_are_two(word: str, other: str) -> None:
    (unit,) = word_units(other)
    terms = {term for token in tokens(word) for term in token.terms}
    assert not all(terms.intersection(alternatives) for _, alternatives in unit.slots)


def test_a_document_is_stemmed_by_its_own_language_as_well() -> None:
    assert set(index_terms("Häuser", ("english", "german"))) >= {"hauser", "haus"}
    assert [language_name(code) for code in ("de-AT", "pt_BR", "en", "german", "ja", None)] == [
        "german", "portuguese", "english", "german", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "edits"),
    [("teh", "the", 1), ("thunderbird", "thundrebird", 1), ("mail", "mails", 1), ("abc", "abc", 0), ("mail", "fold", 3),
     ("kitten", "sitting", 3), ("", "ab", 2)],
)  # fmt: skip
def test_distance(left: str, right: str, edits: int) -> None:
    assert distance(left, right, 2) == distance(right, left, 2) == min(edits, 3)


WORD = st.text("abcde", min_size=1, max_size=6)


@settings(max_examples=300, deadline=None)
@given(WORD, WORD)
def test_the_glance_at_letters_never_loses_a_near_word(left: str, right: str) -> None:
    edits = distance(left, right, 9)
    assert (letters(left) ^ letters(right)).bit_count() <= 2 * edits
    assert edits <= max(len(left), len(right))
    assert (edits == 0) == (left == right)


def test_the_nearest_words_come_first() -> None:
    assert closest("profle", ["profile", "prole", "profiles", "mail", "trofle"]) == [
        (1, "profile"), (1, "prole"), (1, "trofle"), (2, "profiles"),
    ]  # fmt: skip


def test_the_vocabulary_is_words_that_people_mistype() -> None:
    assert set(vocabulary("Wi-Fi at imap.example.com, 0x80 メール résumé", "Résumé a")) == {
        "imap", "example", "com", "resume",
    }  # fmt: skip
