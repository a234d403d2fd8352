"""Plain facts about a text beside its letters: how long it is, what it links to, how it is written."""

import math
import re

LINK = re.compile(r"https?://|www\.")
MONEY = re.compile(r"[$€£₹]")
CALL = re.compile(r"\+?\d[\d\s().-]{8,}\d")
VERSION = re.compile(r"\d+\.\d+")
SELF = re.compile(r"\b(?:i|my|me|we)\b")
ASKING = re.compile(r"\b(?:help|please|how)\b")
WORD = re.compile(r"\w+")
MOST_LETTERS = 8000


def facts(title: str, body: str) -> list[float]:
    """Return the facts of a text, always as many and in one order; each is a small number or 0 and 1."""
    body = body[:MOST_LETTERS]
    whole, low = title + body, body.lower()
    words, pieces = WORD.findall(f"{title} {body}"), body.split()
    length, title_words = len(body), len(title.split())
    counted = [
        math.log1p(value)
        for value in (
            length,
            len(title),
            len(LINK.findall(whole)),
            len(MONEY.findall(body)),
            len(CALL.findall(whole)),
            body.count("\n"),
        )
    ]
    shares = [
        sum(letter.isupper() for letter in title) / (len(title) + 1),
        sum(letter.isdigit() for letter in whole) / (len(whole) + 1),
        sum(not letter.isascii() for letter in whole) / (len(whole) + 1),
        10 * sum(letter in "!?" for letter in whole) / (len(whole) + 1),
        len(set(words)) / (len(words) + 1),
        sum(map(len, pieces)) / len(pieces) if pieces else 0.0,
    ]
    told = [
        *(length < limit for limit in (20, 40, 100, 200)),
        *(length > limit for limit in (400, 1000)),
        len(words) < 8,
        title_words <= 2,
        title_words <= 4,
        len(title) > 80,
        "@" in whole,
        "\n" in body,
        "?" in title,
        "?" in body,
        title[:1].islower(),
        body[:1].islower(),
        title.isupper(),
        title.strip().lower() == body.strip().lower(),
        low.startswith(title.lower()[:20]),
        VERSION.search(body) is not None,
        SELF.search(low) is not None,
        ASKING.search(low) is not None,
    ]
    return [*counted, *shares, *map(float, told)]


NUMBER = len(facts("", ""))
