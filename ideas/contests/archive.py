"""Contests, their entries and what the jury gave as lines of an archive; files and permissions are in backups."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

from flask import Flask
from pydantic import Field, model_validator
from sqlalchemy import select

from accounts.models import Member
from contributions.archive.exporting import exported
from contributions.archive.lines import WRITER, ContributionLine, ThreadLine
from contributions.archive.reactions import known_pairs
from contributions.archive.storing import CONTRIBUTIONS, add_contributions, known_contributions
from contributions.models import Contribution
from core.archive.batches import Batch, insert_rows
from core.archive.identity import PublicIds
from core.archive.lines import Id, Line, Moment, Reference, key_of
from core.archive.registry import RecordType, add_record_types
from core.archive.rows import pages_of_rows
from core.database import db
from ideas.contests.models import MOST_POINTS, Award, Contest, Criterion, Entry, Juror, JuryScore, TeamMember
from ideas.contests.phases import USUAL, phase_of

CONTEST = Reference("contribution", ("contest",))
ENTRY = Reference("contribution", ("entry",))
MEMBER = Reference("member")
Export = Callable[[], Iterator[ContributionLine]]
Weight = Annotated[int, Field(ge=1, le=10)]


class ContestLine(ThreadLine):
    """A contest with its dates, its jury, and what is open in each phase."""

    type: Literal["contest"]
    entries: Moment
    voting: Moment
    jury: Moment
    closes: Moment
    decided: Moment | None = None
    decided_by: Literal["jury", "public"] = "jury"
    team_size: Annotated[int, Field(ge=1, le=20)] = 5
    switches: dict[str, list[str]] = USUAL
    criteria: list[Annotated[str, Field(min_length=1, max_length=80)]] = []
    weights: list[Weight] = []
    jurors: list[Id] = []
    references: ClassVar = {**ThreadLine.references, "jurors": MEMBER}

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not self.entries < self.voting <= self.jury <= self.closes:
            raise ValueError("entries, voting, jury and closes do not follow one another")
        if len(self.weights) != len(self.criteria):
            raise ValueError("every criterion needs a weight")
        return self


class EntryLine(ContributionLine):
    """An entry of a contest; `team` are its authors, `staff` those of them who were staff."""

    type: Literal["entry"]
    contest: Id
    name: Annotated[str, Field(min_length=1, max_length=120)]
    team: list[Id] = []
    staff: list[Id] = []
    place: Annotated[int, Field(ge=1, le=20)] | None = None
    reason: str = ""
    references: ClassVar = {**WRITER, "contest": CONTEST, "team": MEMBER}

    def parent(self) -> str | None:
        """Return the contest."""
        return self.contest

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the place in the contest."""
        if self.place is not None:
            yield "place of", f"{self.contest}\0{self.place}", f"place {self.place} of {self.contest!r} is taken"


class JuryScoreLine(Line):
    """The points of one juror for one entry, in the order of the criteria."""

    type: Literal["jury_score"]
    entry: Id
    juror: Id
    points: list[Annotated[int, Field(ge=0, le=MOST_POINTS)]]
    created: Moment
    references: ClassVar = {"entry": ENTRY, "juror": MEMBER}

    def moment(self) -> Any:
        """Return when it was given."""
        return self.created

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the pair of entry and juror."""
        yield "score of", f"{self.entry}\0{self.juror}", f"{self.juror!r} has scored {self.entry!r}"


def _add_contests(batch: Batch) -> None:
    keys = add_contributions(batch)
    people = batch.ids("member", [juror for line in batch.lines for juror in line.jurors])
    insert_rows(Contest, [_contest(keys[key_of(line)], line) for line in batch.lines])
    for line in batch.lines:
        key, weighed = keys[key_of(line)], zip(line.criteria, line.weights, strict=True)
        insert_rows(Juror, [{"contest_id": key, "member_id": people[juror]} for juror in dict.fromkeys(line.jurors)])
        rows = [
            {"contest_id": key, "position": place, "name": name, "weight": weight}
            for place, (name, weight) in enumerate(weighed, start=1)
        ]
        insert_rows(Criterion, rows)


def _contest(key: int, line: ContestLine) -> dict[str, Any]:
    dates = {"entries_at": line.entries, "voting_at": line.voting, "jury_at": line.jury, "closes_at": line.closes}
    given = {"decided_at": line.decided, "switches": line.switches, "decided_by": line.decided_by}
    # Nobody is told of what an import brings, so the phase of the day is that of which all were told.
    phase = phase_of(Contest(**dates, decided_at=line.decided))
    return {"id": key, **dates, **given, "phase": phase, "team_size": line.team_size}


def _add_entries(batch: Batch) -> None:
    keys = add_contributions(batch)
    contests = batch.ids("contribution", batch.column("contest"))
    people = batch.ids("member", [member for line in batch.lines for member in line.team])
    rows = [(keys[key_of(line)], contests[line.contest], line) for line in batch.lines]
    insert_rows(Entry, [{"id": key, "contest_id": contest, "name": line.name} for key, contest, line in rows])
    insert_rows(
        TeamMember,
        [
            {
                "entry_id": key,
                "member_id": people[member],
                "invited_by_id": None,
                "invited_at": line.created,
                "accepted_at": line.created,
                "staff": member in line.staff,
            }
            for key, _contest, line in rows
            for member in dict.fromkeys(line.team)
        ],
    )
    insert_rows(
        Award,
        [
            {"contest_id": contest, "entry_id": key, "place": line.place, "reason": line.reason}
            for key, contest, line in rows
            if line.place is not None
        ],
    )


def _contests(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    table: Any = Contest.__table__
    criteria, jurors = _grouped(Criterion, "position", ids), _grouped(Juror, "member_id", ids)
    members = PublicIds(Member).of(row.member_id for rows in jurors.values() for row in rows)
    return {
        row.id: {
            "entries": row.entries_at,
            "voting": row.voting_at,
            "jury": row.jury_at,
            "closes": row.closes_at,
            "decided": row.decided_at,
            "decided_by": row.decided_by,
            "team_size": row.team_size,
            "switches": row.switches,
            "criteria": [one.name for one in criteria.get(row.id, ())],
            "weights": [one.weight for one in criteria.get(row.id, ())],
            "jurors": sorted(members[one.member_id] for one in jurors.get(row.id, ())),
        }
        for row in db.session.execute(select(table).where(table.c.id.in_(ids)))
    }


def _grouped(model: Any, order: str, ids: Sequence[int], by: str = "contest_id") -> dict[int, list[Any]]:
    table = model.__table__
    statement = select(table).where(table.c[by].in_(ids)).order_by(table.c[by], table.c[order])
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(statement):
        found.setdefault(getattr(row, by), []).append(row)
    return found


def _entries(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    table: Any = Entry.__table__
    teams, won = _grouped(TeamMember, "member_id", ids, "entry_id"), _grouped(Award, "place", ids, "entry_id")
    members = PublicIds(Member).of(row.member_id for rows in teams.values() for row in rows)
    found = {}
    for row in db.session.execute(select(table.c.id, table.c.name).where(table.c.id.in_(ids))):
        team = [one for one in teams.get(row.id, ()) if one.accepted_at is not None]
        found[row.id] = {
            "name": row.name,
            "team": sorted(members[one.member_id] for one in team),
            "staff": sorted(members[one.member_id] for one in team if one.staff),
            **({"place": won[row.id][0].place, "reason": won[row.id][0].reason} if row.id in won else {}),
        }
    return found


def _known_scores(batch: Batch) -> set[int]:
    on, by = batch.ids("contribution", batch.column("entry")), batch.ids("member", batch.column("juror"))
    pairs = [
        (on[line.entry], by[line.juror]) if line.entry in on and line.juror in by else None for line in batch.lines
    ]
    return known_pairs(JuryScore.entry_id, JuryScore.juror_id, pairs)


def _add_scores(batch: Batch) -> None:
    on, by = batch.ids("contribution", batch.column("entry")), batch.ids("member", batch.column("juror"))
    contests = _contests_of(on.values())
    known = {(row[0], row[1]) for row in db.session.execute(select(Juror.contest_id, Juror.member_id))}
    size = _grouped(Criterion, "position", list(set(contests.values())))
    for line in batch.lines:
        entry, juror = on[line.entry], by[line.juror]
        contest = contests[entry]
        # The points of somebody who is not of the jury, or on criteria that there are not, mean nothing.
        if (contest, juror) in known and len(line.points) == len(size.get(contest, ())):
            given = {"entry_id": entry, "contest_id": contest, "juror_id": juror, "given_at": line.created}
            rows = [given | {"criterion": place, "points": count} for place, count in enumerate(line.points, start=1)]
            insert_rows(JuryScore, rows)
        else:
            batch.report.notes["jury scores without a juror or a criterion, left out"] += 1


def _contests_of(entries: Iterable[int]) -> dict[int, int]:
    rows = db.session.execute(select(Entry.id, Entry.contest_id).where(Entry.id.in_(set(entries))))
    return {row.id: row.contest_id for row in rows}


def _export_scores() -> Iterator[JuryScoreLine]:
    contributions, members = PublicIds(Contribution), PublicIds(Member)
    for opened in pages_of_rows(select(Entry.id), Entry.id):
        keys = [row.id for row in opened]
        named = contributions.of(keys)
        for key, rows in _grouped(JuryScore, "criterion", keys, "entry_id").items():
            people = members.of(row.juror_id for row in rows)
            for juror in sorted(set(people.values())):
                own = [row for row in rows if people[row.juror_id] == juror]
                points = [row.points for row in own]
                yield JuryScoreLine.model_construct(
                    type="jury_score", entry=named[key], juror=juror, points=points, created=own[0].given_at
                )


def _type(shape: type[ContributionLine], rank: int, add: Callable[[Batch], None], export: Export) -> RecordType:
    return RecordType(
        shape=shape,
        rank=rank,
        file="contributions",
        known=known_contributions,
        add=add,
        export=export,
        family=CONTRIBUTIONS,
        markdown="body",
    )


def register_archive(app: Flask) -> None:
    """Make the lines of this package known."""
    add_record_types(
        app,
        _type(ContestLine, 57, _add_contests, lambda: exported(ContestLine, "contest", details=_contests)),
        _type(EntryLine, 66, _add_entries, lambda: exported(EntryLine, "entry", above="contest", details=_entries)),
        RecordType(
            shape=JuryScoreLine, rank=131, file="jury", known=_known_scores, add=_add_scores, export=_export_scores
        ),
    )
