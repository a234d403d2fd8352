"""Whether suggestions find a taste: visitors with planted tastes walk through real collections, and are asked."""

import csv
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import numpy as np

from bench.tables import show
from museum_guide.suggestions.choosing import suggest
from museum_guide.suggestions.collection import Chamber, Collection, House, Plan, Thing, collect
from museum_guide.suggestions.describing import Described, Term, terms_of
from museum_guide.suggestions.interest import SPREAD, USUAL, Look, usual_logs, weight
from museum_guide.suggestions.scoring import Visitor
from museum_guide.suggestions.together import liked_together

MUSEUM, VIEWS, ASKED = 1, 5, 5
# Other bounds than those of the terms, as tastes keep to no calendar.
PERIODS = (-10_000, 1400, 1600, 1800, 1850, 1900, 1945, 1980, 3000)
LEAST_WORKS = 6
# How much likelier somebody with a taste stops at what shares its kind, or its time; and how much longer they stay.
DRAWN, STAYS = 3.0, 0.8
Taste = tuple[str, int]


@dataclass
class Gallery:
    """A museum as its file tells it; works are numbered from 0, rooms from 1 (0 where none is told)."""

    name: str
    works: list[Described] = field(default_factory=list)
    rooms: list[int] = field(default_factory=list)

    def taste_of(self, work: int) -> Taste | None:
        """Return the kind and the period of a work, None where its file does not say."""
        one = self.works[work]
        years = [year for year in (one.year_from, one.year_to) if year is not None]
        if not years or not one.classification:
            return None
        return one.classification, int(np.searchsorted(PERIODS, sum(years) / len(years), side="right"))


def cmoa(folder: Path) -> Gallery:
    """Read the slice of the Carnegie Museum of Art."""
    found, rooms = Gallery("CMOA"), dict[str, int]()
    with (folder / "museums/cmoa_artefacts.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            found.works.append(
                Described(
                    maker=row["maker"],
                    classification=row["classification"],
                    department=row["department"],
                    medium=row["medium"],
                    year_from=_year(row["date_earliest"]),
                    year_to=_year(row["date_latest"]),
                )
            )
            found.rooms.append(rooms.setdefault(row["gallery"], len(rooms) + 1))
    return found


def tate(folder: Path) -> Gallery:
    """Read the slice of Tate, which tells no rooms."""
    found = Gallery("Tate")
    for row in json.loads((folder / "museums/tate_artefacts.json").read_text(encoding="utf-8")):
        years = row.get("dateRange") or {}
        found.works.append(
            Described(
                maker=row["all_artists"],
                classification=row["classification"],
                medium=row["medium"] or "",
                year_from=_whole(years.get("startYear")),
                year_to=_whole(years.get("endYear")),
                subjects=(*_movements(row), *_subjects(row.get("subjects") or {}, 0)),
            )
        )
        found.rooms.append(0)
    return found


def _year(text: str) -> int | None:
    return _whole(text.rpartition("-")[0].rpartition("-")[0])


def _whole(year: object) -> int | None:
    return int(str(year)) if str(year).lstrip("-").isdigit() else None


def _movements(row: Mapping[str, Any]) -> Iterator[Term]:
    return (("movement", movement["name"]) for movement in row.get("movements") or [])


def _subjects(node: Mapping[str, Any], depth: int) -> Iterator[Term]:
    if depth > 1:
        yield "subject", node["name"]
    for child in node.get("children") or []:
        yield from _subjects(child, depth + 1)


class World:
    """A gallery, how much each work draws everybody, and those who came before."""

    def __init__(self, gallery: Gallery, seed: int) -> None:
        self.gallery = gallery
        self.random = np.random.default_rng(seed)
        self.tastes = [gallery.taste_of(work) for work in range(len(gallery.works))]
        self.kinds = np.array([taste[0] if taste else "" for taste in self.tastes])
        self.periods = np.array([taste[1] if taste else -1 for taste in self.tastes])
        cells = Counter(taste for taste in self.tastes if taste)
        self.cells = sorted(taste for taste, count in cells.items() if count >= LEAST_WORKS)
        ranks = self.random.permutation(len(gallery.works)) + 1
        self.draw = 1 / ranks**0.8

    def taste(self) -> Taste:
        """Return a taste at random."""
        return self.cells[int(self.random.integers(len(self.cells)))]

    def visit(self, taste: Taste, views: int) -> list[Look]:
        """Let somebody with a taste look at so many works, each another."""
        kind, time_ = self.kinds == taste[0], self.periods == taste[1]
        chances = self.draw * (1 + DRAWN * kind) * (1 + DRAWN * time_)
        works = self.random.choice(len(chances), views, replace=False, p=chances / chances.sum())
        logs = self.random.normal(USUAL + STAYS * (kind[works].astype(float) + time_[works] - 0.5), SPREAD)
        return [Look(int(work), float(np.exp(log))) for work, log in zip(works, logs, strict=True)]


def learn(world: World, visits: Sequence[Sequence[Look]]) -> Collection:
    """Make a collection of what earlier visitors did, as the worker does."""
    gallery, looks = world.gallery, dict[int, list[float]]()
    for look in (look for visit in visits for look in visit):
        looks.setdefault(look.artefact, []).append(look.seconds)
    usual, spread = usual_logs([(work, room, 0.0) for work, room in enumerate(gallery.rooms)], looks)
    liked = [
        (number, look.artefact)
        for number, visit in enumerate(visits)
        for look in visit
        if weight(look, usual[look.artefact], spread) > 0
    ]
    things = [
        Thing(work, MUSEUM, room, frozenset(terms_of(one)), len(looks.get(work, ())), usual[work], spread)
        for work, (one, room) in enumerate(zip(gallery.works, gallery.rooms, strict=True))
    ]
    rooms = [Chamber(room, MUSEUM, 1) for room in sorted({room for room in gallery.rooms if room})]
    return collect(things, Plan([House(MUSEUM)], rooms), liked_together(liked))


Asked = Callable[[Collection, Sequence[Look]], list[int]]


def ways_of_choosing(seed: int) -> dict[str, Asked]:
    """Return ways of choosing five works by name."""
    random = np.random.default_rng(seed)

    def unseen(collection: Collection, looks: Sequence[Look]) -> Any:
        return np.setdiff1d(collection.keys, [look.artefact for look in looks])

    def popular(collection: Collection, looks: Sequence[Look]) -> list[int]:
        left = unseen(collection, looks)
        return [int(key) for key in left[np.argsort(-collection.views[left], kind="stable")][:ASKED]]

    def anything(collection: Collection, looks: Sequence[Look]) -> list[int]:
        return [int(key) for key in random.choice(unseen(collection, looks), ASKED, replace=False)]

    def atrium(collection: Collection, looks: Sequence[Look]) -> list[int]:
        return suggest(collection, Visitor(MUSEUM, looks), ASKED)

    return {"**Atrium**": atrium, "popularity": popular, "random": anything}


def measure(gallery: Gallery, before: int, visitors: int, seed: int) -> list[dict[str, Any]]:
    """Let visitors with planted tastes look at five works each, and see which of five suggestions meet their taste."""
    world = World(gallery, seed)
    collection = learn(world, [world.visit(world.taste(), 12) for _ in range(before)])
    asked = [(taste, world.visit(taste, VIEWS)) for taste in (world.taste() for _ in range(visitors))]
    return [
        {"museum": gallery.name, "works": len(gallery.works), "earlier visits": before, "chosen by": name}
        | _judged(world, collection, asked, [choose, ways_of_choosing(seed)[name]])
        for name, choose in ways_of_choosing(seed).items()
    ]


def _judged(
    world: World, collection: Collection, asked: Sequence[tuple[Taste, list[Look]]], twice: Sequence[Asked]
) -> dict[str, Any]:
    recalls, hits, seldom, repeats, began = [], [], [], 0, time.process_time()
    answers = [twice[0](collection, looks) for _taste, looks in asked]
    spent = (time.process_time() - began) / len(asked)
    for (taste, looks), found in zip(asked, answers, strict=True):
        seen = {look.artefact for look in looks}
        right = {work for work, one in enumerate(world.tastes) if one == taste} - seen
        met = len(right & set(found))
        recalls.append(met / min(ASKED, len(right)))
        hits.append(met > 0)
        seldom.extend(collection.seldom[found] > 0.5)
        repeats += len(seen & set(found)) + len(found) - len(set(found))
    again = [twice[1](collection, looks) for _taste, looks in asked]
    return {
        "recall@5": float(np.mean(recalls)),
        "hit@5": float(np.mean(hits)),
        "under-visited": f"{100 * np.mean(seldom):.0f} %",
        "repeats": repeats,
        "same again": "yes" if again == answers else "no",
        "CPU ms": 1000 * spent,
    }


def speed(seed: int, artefacts: int = 5_000, visits: int = 5_000) -> dict[str, Any]:
    """Measure the processor's time for a suggestion among 5 000 works with 50 000 views."""
    random = np.random.default_rng(seed)
    pieces = [
        Described(f"maker {a}", f"class {b}", f"period {c}", "", f"medium{d}", 1500 + 5 * c, 1510 + 5 * c)
        for a, b, c, d in random.integers(0, [1500, 25, 80, 40], (artefacts, 4))
    ]
    subjects = random.integers(0, 1300, (artefacts, 8))
    works = [
        piece._replace(subjects=tuple(("subject", f"subject {one}") for one in own))
        for piece, own in zip(pieces, subjects, strict=True)
    ]
    world = World(Gallery("made up", works, [1 + work // 20 for work in range(artefacts)]), seed)
    began = time.process_time()
    collection = learn(world, [world.visit(world.taste(), 10) for _ in range(visits)])
    learned = time.process_time() - began
    visitors = [Visitor(MUSEUM, world.visit(world.taste(), 12)) for _ in range(200)]
    packed = len(collection.pack())
    suggest(collection, visitors[0])
    times = []
    for visitor in visitors:
        began = time.process_time()
        suggest(collection, visitor)
        times.append(1000 * (time.process_time() - began))
    return {
        "artefacts": artefacts,
        "views": visits * 10,
        "CPU p50 ms": float(np.percentile(times, 50)),
        "CPU p95 ms": float(np.percentile(times, 95)),
        "simulated and learned, s": learned,
        "packed, kB": packed / 1000,
    }


@click.command()
@click.option("--data", envvar="ATRIUM_TEST_DATA", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--before", default=600, show_default=True, help="Visits from which is learned.")
@click.option("--visitors", default=300, show_default=True, help="Visitors who are asked.")
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def suggestions(data: Path, before: int, visitors: int, seed: int, as_json: bool) -> None:
    """Print how well suggestions find planted tastes, beside popularity and chance, and how long they take."""
    rows = [
        row
        for gallery in (cmoa(data), tate(data))
        for earlier in (0, before)
        for row in measure(gallery, earlier, visitors, seed)
    ]
    fast = speed(seed)
    show({"rows": rows, "speed": fast}, rows, as_json=as_json)
    if not as_json:
        print()
        show(fast, [fast], as_json=False)
