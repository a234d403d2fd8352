"""Judges a new text: by the trained model where there is one, by a few plain rules until then."""

import re
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from contributions.moderation.models import SpamModel
from contributions.moderation.spam.model import Model
from core.database import read

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
CALL = re.compile(r"(?:\+|00)\d[\d\s().-]{8,}\d|\bwhatsapp\b|\btelegram\b|\bcasino\b|\bcrypto\b", re.IGNORECASE)


class Judgement(NamedTuple):
    """Whether a moderator should look first, why, and the score of the text where a model gave one."""

    suspect: bool
    cause: str = ""
    score: float | None = None


def judge(title: str, body: str) -> Judgement:
    """Judge the first words of a newcomer."""
    found = model_in_use()
    ruled = judge_by_rules(f"{title}\n{body}")
    if found is None:
        return ruled
    model, threshold = found
    score = model.score(title, body)
    return Judgement(True, "spam", score) if score > threshold else ruled._replace(score=score)


def model_in_use() -> tuple[Model, float] | None:
    """Return the latest model and its threshold, or None where none was trained; unpacked once in each process."""
    row = read(select(SpamModel.id, SpamModel.threshold).order_by(SpamModel.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    kept: tuple[int, Model] | None = current_app.extensions.get("spam model")
    if kept is None or kept[0] != row.id:
        packed = read(select(SpamModel.packed).where(SpamModel.id == row.id)).scalar_one()
        kept = current_app.extensions["spam model"] = (row.id, Model.unpacked(packed))
    return kept[1], row.threshold


def judge_by_rules(text: str) -> Judgement:
    """Suspect more than two links, or a link together with a telephone number or a word of those who sell."""
    links = len(LINK.findall(text))
    suspect = links > 2 or (links > 0 and CALL.search(text) is not None)
    return Judgement(suspect, "links" if suspect else "")
