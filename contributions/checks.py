"""What the doctor looks at here: whatever is counted must equal its rows."""

from collections.abc import Callable
from functools import partial

from flask import Flask

from contributions import counters
from core.database import db
from core.doctor import Check, add_check

COUNTED: dict[str, Callable[[], int]] = {
    "scores equal their votes": counters.recount_contributions,
    "threads equal their replies": counters.recount_threads,
    "tags equal their threads": counters.recount_tags,
    "spaces equal their threads": counters.recount_spaces,
}


def register(app: Flask) -> None:
    """Let the doctor look at the counters."""
    for name, recount in COUNTED.items():
        add_check(app, counted(name, recount))


def counted(name: str, recount: Callable[[], int]) -> Check:
    """Return a check of something that a function counts again; looking at it changes nothing."""
    return Check(name, partial(_drift, recount), recount)


def _drift(recount: Callable[[], int]) -> list[str]:
    nested = db.session.begin_nested()
    changed = recount()
    nested.rollback()
    db.session.rollback()
    return [f"{changed} rows differ from what they count"] if changed else []
