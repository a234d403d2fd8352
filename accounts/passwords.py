"""Passwords: what may be one, and how one is kept and checked."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from flask_security.proxies import _security
from flask_security.utils import hash_password, verify_password

from accounts.models import Member
from core.translation import gettext as _

SHORTEST, LONGEST = 10, 128
LEET = str.maketrans("013457@$!€", "oleastasie")
KEYBOARD = (
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qazwsxedcrfvtgbyhnujmikolp",
)
RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "1qaz2wsx3edc4rfv5tgb", "1q2w3e4r5t6y7u8i9o0p", *KEYBOARD)


def problem_with(password: str, *names: str) -> str | None:
    """Say why a password may not be chosen, or None where it may. `names` are words that others know of the member."""
    text = normal(password)
    if len(text) < SHORTEST:
        return _("Please use at least %(count)s characters. A few words in a row are easy to remember.", count=SHORTEST)
    if len(text) > LONGEST:
        return _("Please use at most %(count)s characters.", count=LONGEST)
    if is_easily_guessed(text, names):
        return _("That is one of the first passwords that someone would try. Please choose another.")
    return None


def is_easily_guessed(password: str, names: tuple[str, ...] = ()) -> bool:
    """Whether little is left of a password once common words, known names, runs and repetitions are taken out of it."""
    folded = unicodedata.normalize("NFKD", password.casefold())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter) and not letter.isspace())
    if len(set(plain)) < 5 or _is_repeated(plain):
        return True
    known = {part for name in names for part in re.split(r"[\W_]+", name.casefold()) if len(part) > 2}
    return any(_left_over(text, known) <= 3 for text in (plain, plain.translate(LEET)))


def normal(password: str) -> str:
    """Return a password in the form in which it is hashed, so that every keyboard writes the same one."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    """Return the hash that is kept of a password (argon2id, 19 MiB, two passes)."""
    return str(hash_password(normal(password)))


def matches(member: Member | None, password: str) -> bool:
    """Whether a password is a member's; for nobody the same work is done, so that time does not tell who is known."""
    kept = member.password if member is not None and member.password else _nobody()
    right = bool(verify_password(normal(password), kept))
    return right and kept != _nobody()


@lru_cache(maxsize=1)
def _nobody() -> str:
    return hashed("nobody has this password")


def _is_repeated(text: str) -> bool:
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1))


def _left_over(text: str, known: set[str]) -> float:
    """Count what stays without two common words, known names, runs of keys and years; digits count half."""
    for name in sorted(known, key=len, reverse=True):
        text = text.replace(name, " ")
    for _attempt in range(2):
        word = next((word for word in common_words() if word in text), None)
        text = text.replace(word, " ") if word else text
    text = re.sub(r"(?:19|20)\d\d", " ", text)
    return sum(0.5 if letter.isdigit() else letter.isalnum() for letter in _without_runs(text))


def _without_runs(text: str) -> str:
    """Take out stretches of four or more keys that follow one another in an alphabet or on a keyboard, either way."""
    for run in (*RUNS, *(run[::-1] for run in RUNS)):
        for start in range(len(text) - 3):
            end = start
            while end < len(text) and text[start : end + 1] in run:
                end += 1
            if end - start >= 4:
                return _without_runs(text[:start] + " " + text[end:])
    return text


@lru_cache(maxsize=1)
def common_words() -> tuple[str, ...]:
    """Return words that people put into passwords first, the longest first."""
    words = (Path(__file__).parent / "common_words.txt").read_text(encoding="utf-8").split()
    return tuple(sorted(words, key=len, reverse=True))


def refresh(member: Member, password: str) -> None:
    """Hash a password anew where it is still kept in the manner of an earlier version."""
    if member.password is not None and _security.pwd_context.needs_update(member.password):
        member.password = hashed(password)
