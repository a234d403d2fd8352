"""Spaces, tags, contributions and what members do with them, as lines of an archive."""

from flask import Flask
from sqlalchemy import Select, select

from contributions import counters
from contributions.archive.exporting import COMMENT_TYPE
from contributions.archive.reactions import REACTIONS
from contributions.archive.spaces import SPACE_TYPE, TAG_TYPE
from contributions.models import Contribution
from core.archive.registry import add_record_types, after_import
from core.archive.rows import pages_of_rows
from core.database import unit_of_work

PAGE = 2000


def register_archive(app: Flask) -> None:
    """Make the lines of this package known."""
    add_record_types(app, SPACE_TYPE, TAG_TYPE, COMMENT_TYPE, *REACTIONS)
    after_import(app, count_again)


def count_again(source: str | None) -> None:
    """Derive again what follows from other rows, for the contributions of a source or for all of them."""
    own = select(Contribution.id)
    if source is not None:
        own = own.where(Contribution.source == source)
    for first, last in _stretches(own):
        with unit_of_work():
            counters.recount_contributions(own.where(Contribution.id.between(first, last)))
    opening = own.where(Contribution.thread_id.is_(None))
    for first, last in _stretches(opening):
        with unit_of_work():
            counters.recount_threads(opening.where(Contribution.id.between(first, last)))
    with unit_of_work():
        counters.recount_tags()
        counters.recount_spaces()


def _stretches(ids: Select[int]) -> list[tuple[int, int]]:
    """Cut ids into stretches that one transaction can take."""
    return [(rows[0].id, rows[-1].id) for rows in pages_of_rows(ids, Contribution.id, PAGE)]
