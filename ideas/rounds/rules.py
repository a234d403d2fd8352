"""The rules of a round as text that anybody can hash: what was promised before the first ballot, word for word."""

import hashlib
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import select

from core.clock import format_time
from core.database import db
from ideas.rounds.models import Mode, Phase, Round, RoundOption

TIES = "more supporters, then the lower cost, then the earlier number"


def options_of(round_id: int) -> list[RoundOption]:
    """Return the options of a round in their order."""
    own = select(RoundOption).where(RoundOption.round_id == round_id)
    return list(db.session.scalars(own.order_by(RoundOption.number)))


def rules_text(found: Round, options: Sequence[RoundOption]) -> bytes:
    """Return the rules as JSON with sorted keys and no spaces; its SHA-256 in hexadecimal is the hash that is shown."""
    rules: dict[str, Any] = {
        "title": found.title,
        "question": found.body,
        "mode": found.mode,
        "electorate": found.electorate,
        "group": found.group_name,
        "members_before": found.members_before and format_time(found.members_before),
        "opens": format_time(found.opens_at),
        "closes": format_time(found.closes_at),
        "counts_hidden": found.counts_hidden,
        "allowance": found.allowance,
        "most_each": found.most_each,
        "least_options": found.least_options,
        "options": [
            {"number": option.number, "title": option.title, "text": option.body, "cost": option.cost}
            for option in options
        ],
    }
    if found.mode == Mode.BUDGET:
        rules |= {
            "budget": found.budget,
            "currency": found.currency,
            "ballot": found.ballot,
            "use": "cost" if found.by_cost else "one",
            "step": found.step,
            "ties": TIES,
        }
    return orjson.dumps(rules, option=orjson.OPT_SORT_KEYS)


def hash_of(found: Round, options: Sequence[RoundOption]) -> str:
    """Return the hash of the rules as they stand now."""
    return hashlib.sha256(rules_text(found, options)).hexdigest()


def still_stands(found: Round, options: Sequence[RoundOption]) -> bool:
    """Whether the rules are those that were announced."""
    return found.rules_hash == hash_of(found, options)


def tell_rules(found: Round) -> None:
    """Keep the hash of the rules of a round that others know of; the database refuses once there are ballots."""
    db.session.flush()
    if found.phase != Phase.DRAFT:
        found.rules_hash = hash_of(found, options_of(found.id))
        db.session.flush()
