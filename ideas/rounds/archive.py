"""Rounds and ballots between lines of an archive and rows."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Flask
from sqlalchemy import func, select, update

from accounts.models import Group, Member
from contributions.archive.reactions import Pair, known_pairs
from contributions.models import Contribution, Space
from core import markup
from core.archive.batches import Batch, insert_rows, known_by_id, reserve_ids
from core.archive.identity import PublicIds
from core.archive.registry import Family, RecordType, add_record_types, after_import
from core.archive.rows import pages_of_rows
from core.database import db, unit_of_work
from core.events import publish
from ideas.rounds.archive_lines import AnswerPart, BallotLine, EntryPart, OptionPart, PairPart, RoundLine, given
from ideas.rounds.events import RoundClosed
from ideas.rounds.models import (
    BallotEntry,
    PairVote,
    Phase,
    Round,
    RoundBallot,
    RoundOption,
    RoundPair,
    RoundResult,
)
from ideas.rounds.modes import cost_of, range_of
from ideas.rounds.rules import options_of, tell_rules

Line = dict[str, Any]
# Columns that have the same name in a line.
SAME = (
    *("title", "body", "mode", "electorate", "group_name", "members_before", "counts_hidden", "allowance"),
    *("most_each", "least_options", "budget", "currency", "ballot", "step", "phase", "closed_early"),
)
SPOILT = "ballots that spend more than the rules of their round allow, or name no option of it"


def _add_rounds(batch: Batch) -> None:
    spaces, people = batch.ids("space", batch.column("space")), batch.ids("member", batch.column("by"))
    groups = batch.ids("group", batch.column("group"))
    ideas = batch.ids("contribution", [option.idea for line in batch.lines for option in line.options])
    for line in batch.lines:
        found = Round(
            **batch.stamp(line),
            **{name: getattr(line, name) for name in SAME},
            space_id=spaces[line.space],
            group_id=groups.get(line.group) if line.group else None,
            html=markup.render(line.body),
            opens_at=line.opens,
            closes_at=line.closes,
            closed_at=line.closed,
            by_cost=line.use == "cost",
            created_by_id=people.get(line.by),
            created_at=line.created or batch.beginning,
            rules_hash=None if line.phase == Phase.DRAFT else "",
        )
        db.session.add(found)
        db.session.flush()
        insert_rows(RoundOption, [_option(found.id, option, ideas) for option in line.options])
        tell_rules(found)


def _option(key: int, option: OptionPart, ideas: dict[str, int]) -> Line:
    words = {"number": option.number, "title": option.title, "body": option.text, "cost": option.cost}
    return {"round_id": key, **words, "idea_id": ideas.get(option.idea or "")}


def _export_rounds() -> Iterator[RoundLine]:
    named, spaces, people, groups, ideas = map(PublicIds, (Round, Space, Member, Group, Contribution))
    for rows in pages_of_rows(select(*Round.__table__.c), Round.id):
        keys, places = named.of(row.id for row in rows), spaces.of(row.space_id for row in rows)
        authors, circles = people.of(row.created_by_id for row in rows), groups.of(row.group_id for row in rows)
        for row in rows:
            options = options_of(row.id)
            known = ideas.of(option.idea_id for option in options)
            yield RoundLine.model_construct(
                type="round",
                id=keys[row.id],
                space=places[row.space_id],
                **{name: getattr(row, name) for name in SAME},
                group=circles.get(row.group_id),
                opens=row.opens_at,
                closes=row.closes_at,
                use="cost" if row.by_cost else "one",
                closed=row.closed_at,
                by=authors.get(row.created_by_id),
                created=row.created_at,
                options=[_option_part(option, known) for option in options],
            )


def _option_part(option: RoundOption, ideas: dict[int, str]) -> OptionPart:
    words: Line = {"number": option.number, "title": option.title, "text": option.body, "cost": option.cost}
    return OptionPart.model_construct(**words, idea=ideas.get(option.idea_id or 0))


def _pairs(batch: Batch) -> list[Pair | None]:
    rounds, people = batch.ids("round", batch.column("round")), batch.ids("member", batch.column("by"))
    ends = [(rounds.get(line.round), people.get(line.by)) for line in batch.lines]
    return [(key, member) if key and member else None for key, member in ends]


def _known_ballots(batch: Batch) -> set[int]:
    """Return the places of ballots that are there already, and of those that their round does not take."""
    spoilt = {place for place, spent in enumerate(_spent(batch)) if spent is None}
    return spoilt | known_pairs(RoundBallot.round_id, RoundBallot.member_id, _pairs(batch))


def _spent(batch: Batch) -> list[int | None]:
    """Return what each ballot spends; None where the rules of its round do not take it."""
    rounds = _rounds(batch)
    return [_spends(line, *rounds[line.round]) if line.round in rounds else 0 for line in batch.lines]


def _rounds(batch: Batch) -> dict[str, tuple[Round, dict[int, RoundOption]]]:
    keys = batch.ids("round", batch.column("round"))
    return {
        name: (db.session.get_one(Round, key), {option.number: option for option in options_of(key)})
        for name, key in keys.items()
    }


def _spends(line: BallotLine, found: Round, options: dict[int, RoundOption]) -> int | None:
    numbers = {*given(line), *(number for pair in line.pairs for number in (pair.left, pair.right))}
    least, most = range_of(found)
    if not all(least <= value <= most for value in given(line).values()):
        return None
    if found.rules_hash is None or not numbers <= set(options) or any(pair.left == pair.right for pair in line.pairs):
        return None
    spent = len(line.pairs) + sum(cost_of(found, options[key], value) for key, value in given(line).items())
    return spent if spent <= found.allowance else None


def _add_ballots(batch: Batch) -> None:
    # Only now is it sure that the rounds are there.
    spoilt = {place for place, spent in enumerate(_spent(batch)) if spent is None}
    batch.report.notes[SPOILT] += len(spoilt)
    batch = batch.without(spoilt)
    keys, rounds = reserve_ids(RoundBallot, len(batch.lines)), _rounds(batch)
    ballots, entries = [], []
    for key, line, pair, spent in zip(keys, batch.lines, _pairs(batch), _spent(batch), strict=True):
        if pair is None:
            raise LookupError(f"the ballot of {line.by} has lost its footing")
        found, options = rounds[line.round]
        rules = {"round_id": found.id, "rules_hash": found.rules_hash, "allowance": found.allowance}
        at = {"cast_at": line.cast, "changed_at": line.changed or line.cast}
        ballots.append({"id": key, **rules, "member_id": pair[1], "code": line.code, "spent": spent, **at})
        entries += _entries(key, line, found, options)
    insert_rows(RoundBallot, ballots)
    insert_rows(BallotEntry, entries)
    for key, line in zip(keys, batch.lines, strict=True):
        _add_pairs(key, line, *rounds[line.round])


def _entries(key: int, line: BallotLine, found: Round, options: dict[int, RoundOption]) -> list[Line]:
    place = {"ballot_id": key, "round_id": found.id}
    return [
        {**place, "option_id": options[number].id, "value": value, "cost": cost_of(found, options[number], value)}
        for number, value in given(line).items()
    ]


def _add_pairs(key: int, line: BallotLine, found: Round, options: dict[int, RoundOption]) -> None:
    for part in line.pairs:
        sides = {"left_id": options[part.left].id, "right_id": options[part.right].id}
        times = {"dealt_at": part.dealt, "answered_at": part.answered}
        pair = RoundPair(round_id=found.id, ballot_id=key, token=part.token, **sides, **times)
        db.session.add(pair)
        db.session.flush()
        answers = [
            {"choice": one.choice, "undecided": one.undecided, "valid": not one.fault, "fault": one.fault}
            | {"pair_id": pair.id, "created_at": one.at}
            for one in part.answers
        ]
        insert_rows(PairVote, answers)


def _export_ballots() -> Iterator[BallotLine]:
    rounds, members = PublicIds(Round), PublicIds(Member)
    numbers = {row.id: row.number for row in db.session.execute(select(RoundOption.id, RoundOption.number))}
    for rows in pages_of_rows(select(*RoundBallot.__table__.c), RoundBallot.id):
        within = (rows[0].id, rows[-1].id)
        entries, pairs = _entries_within(within, numbers), _pairs_within(within, numbers)
        places, people = rounds.of(row.round_id for row in rows), members.of(row.member_id for row in rows)
        for row in rows:
            yield BallotLine.model_construct(
                type="ballot",
                round=places[row.round_id],
                by=people[row.member_id],
                code=row.code,
                cast=row.cast_at,
                changed=row.changed_at,
                votes=entries[row.id],
                pairs=pairs[row.id],
            )


def _entries_within(within: tuple[int, int], numbers: dict[int, int]) -> dict[int, list[EntryPart]]:
    found: dict[int, list[EntryPart]] = defaultdict(list)
    own = select(BallotEntry).where(BallotEntry.ballot_id.between(*within))
    for entry in db.session.scalars(own.order_by(BallotEntry.ballot_id, BallotEntry.option_id)):
        found[entry.ballot_id].append(EntryPart.model_construct(option=numbers[entry.option_id], value=entry.value))
    return found


def _pairs_within(within: tuple[int, int], numbers: dict[int, int]) -> dict[int, list[PairPart]]:
    answers: dict[int, list[AnswerPart]] = defaultdict(list)
    own = select(PairVote).join(RoundPair, RoundPair.id == PairVote.pair_id)
    for vote in db.session.scalars(own.where(RoundPair.ballot_id.between(*within)).order_by(PairVote.id)):
        said: Line = {"choice": vote.choice, "undecided": vote.undecided, "fault": vote.fault, "at": vote.created_at}
        answers[vote.pair_id].append(AnswerPart.model_construct(**said))
    found: dict[int, list[PairPart]] = defaultdict(list)
    dealt = select(RoundPair).where(RoundPair.ballot_id.between(*within)).order_by(RoundPair.id)
    for pair in db.session.scalars(dealt):
        sides: Line = {"left": numbers[pair.left_id], "right": numbers[pair.right_id], "token": pair.token}
        times: Line = {"dealt": pair.dealt_at, "answered": pair.answered_at}
        found[pair.ballot_id].append(PairPart.model_construct(**sides, **times, answers=answers[pair.id]))
    return found


def _count_again(_source: str | None) -> None:
    """Count ballots anew, and have those rounds counted that came in closed."""
    own = select(func.count(RoundBallot.id)).where(RoundBallot.round_id == Round.id).scalar_subquery()
    counted = select(RoundResult.round_id)
    with unit_of_work():
        db.session.execute(update(Round).values(ballot_count=own))
        for key in db.session.scalars(select(Round.id).where(Round.phase == Phase.CLOSED, Round.id.not_in(counted))):
            publish(RoundClosed(actor_id=None, round_id=key))


def _known_rounds(batch: Batch) -> set[int]:
    return known_by_id("round", batch)


def _type(shape: Any, rank: int, known: Any, add: Any, export: Any, **more: Any) -> RecordType:
    return RecordType(shape=shape, rank=rank, file="rounds", known=known, add=add, export=export, **more)


def register_archive(app: Flask) -> None:
    """Make the lines of this package known."""
    family = Family("round", Round, created=Round.created_at)
    add_record_types(
        app,
        _type(RoundLine, 83, _known_rounds, _add_rounds, _export_rounds, family=family),
        _type(BallotLine, 84, _known_ballots, _add_ballots, _export_ballots),
    )
    after_import(app, _count_again)


__all__: Sequence[str] = ["register_archive"]
