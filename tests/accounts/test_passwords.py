"""What may be a password: long, in any letters, and not what everybody would try."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.passwords import is_easily_guessed, normal, problem_with
from core.application import Atrium

pytestmark = pytest.mark.once

GUESSED = """
password12 Password123! P@ssw0rd2024 passwordpassword qwertyuiop qwerty123456 1234567890 12345678910 0987654321
aaaaaaaaaa abcabcabcabc iloveyou12 iloveyou2024 sunshine2023 football11 welcome123 Welcome2025! admin12345 letmein123
monkey12345 dragon1234 trustno1trustno1 superman123 1q2w3e4r5t asdfghjkl1 zxcvbnm123 abcdefghij qazwsxedcrfv princess12
charlie2010 michael1985 passw0rd123 changeme123 Summer2024! motdepasse1 wachtwoord1 contrasena1 liverpool1892 starwars77
jennifer2000 museum2024 Atrium2026! baseball2020 manchester1 butterfly12 chocolate99 master12345 computer123
""".split()
GOOD = """
correct horse battery, seven brass barometers hum, mein Hund frisst gern Gurken, xK9$wq-2Lm, lluvia y bronce 7,
дождь над старым мостом, 東京の雨は静かに降る。, 🌻🌧️ and 17 umbrellas, tr0ub4dor&3 gate
"""


@pytest.mark.parametrize("password", GUESSED)
def test_what_everybody_tries_is_refused(app: Atrium, password: str) -> None:
    assert problem_with(password)


@pytest.mark.parametrize("password", [text.strip() for text in GOOD.split(",")])
def test_good_ones_are_taken_without_rules_of_composition(app: Atrium, password: str) -> None:
    assert problem_with(password, "Doro Dial", "doro@example.org") is None


@pytest.mark.parametrize("password", ["dorodial99", "Doro Dial 1987", "doro@example.org", "dialdorodial"])
def test_names_are_no_password(app: Atrium, password: str) -> None:
    assert problem_with(password, "Doro Dial", "doro@example.org")


def test_length_is_counted_in_characters(app: Atrium) -> None:
    assert problem_with("дождь мост") is None
    assert problem_with("дождь мос")
    assert problem_with("".join(chr(0x4E00 + number) for number in range(128))) is None
    assert problem_with("".join(chr(0x4E00 + number) for number in range(129)))


@given(st.text(max_size=400), st.text(max_size=60))
@settings(deadline=500, max_examples=150)
def test_every_text_can_be_judged(password: str, name: str) -> None:
    assert is_easily_guessed(password, (name,)) in {True, False}
    assert normal(normal(password)) == normal(password)
