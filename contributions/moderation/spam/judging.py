"""Judges a new text: by the trained model where there is one, by a few plain rules until then."""

import re
from typing import NamedTuple

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
CALL = re.compile(r"(?:\+|00)\d[\d\s().-]{8,}\d|\bwhatsapp\b|\btelegram\b|\bcasino\b|\bcrypto\b", re.IGNORECASE)


class Judgement(NamedTuple):
    """Whether a moderator should look first, why, and the score of the text where a model gave one."""

    suspect: bool
    cause: str = ""
    score: float | None = None


def judge(title: str, body: str) -> Judgement:
    """Judge the first words of a newcomer."""
    return judge_by_rules(f"{title}\n{body}")


def judge_by_rules(text: str) -> Judgement:
    """Suspect more than two links, or a link together with a telephone number or a word of those who sell."""
    links = len(LINK.findall(text))
    suspect = links > 2 or (links > 0 and CALL.search(text) is not None)
    return Judgement(suspect, "links" if suspect else "")
