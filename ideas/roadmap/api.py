"""Operations about promises."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from accounts.api.identifying import base_url
from accounts.api.operations import Section
from accounts.api.shapes import Answered, Listed, Listing
from accounts.viewers import Viewer
from contributions.api.shapes import Card, Thread, cards_of, thread_of
from contributions.lists import Filter, fetch_page, limits_of, list_statement
from core.database import read
from ideas.links import idea_links
from ideas.roadmap.cards import slip_of
from ideas.roadmap.expecting import expect, told_of
from ideas.roadmap.queries import promise_row, promises_statement
from ideas.roadmap.schemas import ExpectationDraft

section = Section("Roadmap")


class Bounds(Answered):
    """A mean with its 95 % interval."""

    mean: float
    low: float
    high: float


class Promised(Answered):
    """What is special to a promise. `slip` is how many days it comes after `first_latest`; `idea` an address.

    `expected` and `gap` (expected less got) are null for fewer than five answers; `got` counts who said both.
    """

    earliest: date
    latest: date
    first_latest: date
    delivered: date | None
    outcome: str
    confidence: Annotated[int, Field(description="Percent.")]
    evidence: str
    evidence_url: str
    slip: int
    idea: str | None
    answers: int
    expected: Bounds | None
    got: int
    gap: Bounds | None


class PromiseCardShown(Card, Promised):
    """A promise in a list."""


class PromiseShown(Thread, Promised):
    """A promise."""


@section.add("GET", "/promises", Listed[PromiseCardShown], scope=None, asks=Listing)
def promises(viewer: Viewer, asked: Listing) -> Listed[PromiseCardShown]:
    """List promises, the latest first."""
    everything = Filter()
    statement = list_statement(viewer.standing, "promise", "newest", limits_of(everything))
    page = fetch_page(statement, viewer, "newest", everything, asked.cursor(2), asked.limit)
    cards = cards_of(page.rows)
    said = _said(viewer, [fields["number"] for fields in cards])
    return Listed(results=[PromiseCardShown(**fields, **said[fields["number"]]) for fields in cards], after=page.after)


@section.add("GET", "/promises/<int:number>", PromiseShown, scope=None)
def promise(viewer: Viewer, number: int) -> PromiseShown:
    """Show one promise; what is said about it are its comments."""
    return _shown(viewer, number)


@section.add("PUT", "/promises/<int:number>/expectation", PromiseShown, takes=ExpectationDraft, limit="vote")
def say_expectation(viewer: Viewer, number: int, draft: ExpectationDraft) -> PromiseShown:
    """Say what one expects of an open promise from 1 to 7, or of a delivered one what one got."""
    expect(viewer, number, draft.value)
    return _shown(viewer, number)


def _shown(viewer: Viewer, number: int) -> PromiseShown:
    row = promise_row(viewer, number)
    return PromiseShown(**thread_of(viewer, row), **_fields(row, _ideas(viewer, [row])))


def _said(viewer: Viewer, keys: list[int]) -> dict[int, dict[str, Any]]:
    statement = promises_statement(viewer.standing)
    table = statement.selected_columns
    rows = read(statement.where(table.id.in_(keys)), {"viewer_id": viewer.id}).all()
    ideas = _ideas(viewer, rows)
    return {row.id: _fields(row, ideas) for row in rows}


def _ideas(viewer: Viewer, rows: Any) -> dict[int, str]:
    named = [row.idea_id for row in rows if row.idea_id is not None]
    return {key: base_url() + link.url for key, link in idea_links(viewer, named).items()}


def _fields(row: Any, ideas: dict[int, str]) -> dict[str, Any]:
    told = told_of(row)
    return {
        "earliest": date.fromordinal(row.earliest_day),
        "latest": date.fromordinal(row.latest_day),
        "first_latest": date.fromordinal(row.first_latest_day),
        "delivered": date.fromordinal(row.delivered_day) if row.delivered_day else None,
        "outcome": row.outcome,
        "confidence": row.confidence,
        "evidence": row.evidence,
        "evidence_url": row.evidence_url,
        "slip": slip_of(row),
        "idea": ideas.get(row.idea_id),
        "answers": told.answers,
        "expected": _bounds(told.expected),
        "got": told.got_count,
        "gap": _bounds(told.gap),
    }


def _bounds(interval: Any) -> Bounds | None:
    return Bounds(mean=interval.estimate, low=interval.low, high=interval.high) if interval else None
