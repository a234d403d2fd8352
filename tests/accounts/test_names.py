"""When two names count as the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.names import name_key

pytestmark = pytest.mark.once


@given(st.text(max_size=80))
def test_key_of_a_key_is_the_key(name: str) -> None:
    key = name_key(name)
    assert name_key(key) == key
    assert len(key) <= 200


@given(st.text(max_size=40))
def test_case_and_spaces_make_no_difference(name: str) -> None:
    assert name_key(name.upper().lower()) == name_key(name.lower().upper().lower())
    assert name_key(f"  {name}\t") == name_key(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Strasse", "Straße"),
        ("Ada", "\u0410d\u0430"),
        ("Bo0k", "Book"),
        ("Illa", "lIla"),
        ("\ufb01n", "fin"),
        ("a b", "a\u00a0 b"),
    ],
)
def test_what_looks_alike_is_the_same(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Ana", "Anna"), ("山田", "山本"), ("José", "Jose"), ("Bob", "Bobby")])
def test_what_looks_different_is_not(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
