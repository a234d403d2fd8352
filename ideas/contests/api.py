"""Operations about contests and their entries."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from accounts.api.identifying import base_url, ids_of
from accounts.api.operations import Section
from accounts.api.shapes import Answered, Listed, Listing, MemberNamed, Number, named, onward
from accounts.models import Member
from accounts.viewers import Viewer
from contributions.api.shapes import Card, Thread, Written, thread_of, written
from contributions.api.threads import ThreadListing, threads
from ideas.contests.entering import enter
from ideas.contests.pages import entry_address, team_of
from ideas.contests.phases import phase_of
from ideas.contests.policies import counts_hidden
from ideas.contests.queries import contest_row, dates_of, entries_page, teams_of
from ideas.contests.schemas import EntryDraft

section = Section("Contests")
Switches = Annotated[list[str], Field(description="What is open in this phase: enter, vote, comment, hidden.")]


class ContestCard(Card):
    """A contest in a list, with its phase: announced, entries, voting, jury, closed or decided."""

    phase: str
    closes: datetime


class ContestShown(Thread):
    """A contest with its dates; entries are taken from `entries` to `voting`, votes until `jury`."""

    phase: str
    open: Switches
    entries: datetime
    voting: datetime
    jury: datetime
    closes: datetime
    decided: datetime | None
    decided_by: str


class EntryShown(Answered):
    """An entry. `votes` is null while counts are hidden; `place` is null where it won none."""

    number: Number
    url: str
    name: str
    html: str
    team: list[MemberNamed]
    votes: int | None
    comments: int
    place: int | None
    reason: str


@section.add("GET", "/contests", Listed[ContestCard], scope=None, asks=ThreadListing)
def contests(viewer: Viewer, asked: ThreadListing) -> Listed[ContestCard]:
    """List contests."""
    cards, after = threads(viewer, "contest", asked)
    dates = dates_of([fields["number"] for fields in cards])
    shown = [(fields, dates[fields["number"]]) for fields in cards]
    return Listed(
        results=[ContestCard(**fields, phase=phase_of(row), closes=row.closes_at) for fields, row in shown],
        after=after,
    )


@section.add("GET", "/contests/<int:number>", ContestShown, scope=None)
def contest(viewer: Viewer, number: int) -> ContestShown:
    """Show one contest."""
    row = contest_row(viewer, number)
    return ContestShown(
        **thread_of(viewer, row),
        phase=phase_of(row),
        open=row.switches.get(phase_of(row), []),
        entries=row.entries_at,
        voting=row.voting_at,
        jury=row.jury_at,
        closes=row.closes_at,
        decided=row.decided_at,
        decided_by=row.decided_by,
    )


@section.add("GET", "/contests/<int:number>/entries", Listed[EntryShown], scope=None, asks=Listing)
def contest_entries(viewer: Viewer, number: int, asked: Listing) -> Listed[EntryShown]:
    """List the entries of a contest, the newest first."""
    row = contest_row(viewer, number)
    page = entries_page(viewer, number, "newest", asked.after or None, asked.limit)
    teams = teams_of([entry.id for entry in page.rows])
    people = ids_of(Member, [member.member_id for team in teams.values() for member in team])
    hidden = counts_hidden(viewer, row)
    return Listed(**onward(page, [_entry(entry, teams.get(entry.id, []), people, hidden) for entry in page.rows]))


def _entry(row: Any, team: list[Any], people: dict[int, str], hidden: bool) -> EntryShown:
    authors = [named(one, people, base_url()) for one in team_of(team)]
    return EntryShown(
        number=row.id,
        url=base_url() + entry_address(row.parent_id, row.id),
        name=row.name,
        html=row.html,
        team=[author for author in authors if author is not None],
        votes=None if hidden else row.score,
        comments=row.comment_count,
        place=row.place or None,
        reason=row.reason or "",
    )


@section.add("POST", "/contests/<int:number>/entries", Written, takes=EntryDraft, limit="post")
def enter_contest(viewer: Viewer, number: int, draft: EntryDraft) -> Written:
    """Send an entry in; files are added on its page."""
    return written(enter(viewer, number, draft))
