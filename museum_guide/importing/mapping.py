"""Says what the columns of a file mean: by guess, by what was said before, or by a mapping file."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.errors import Refused
from museum_guide.importing.tables import Raw, Sheet
from museum_guide.importing.words import COMPILED, MANY, MEASURES, rank, squeezed

LOOKED_AT = 400
# In the order in which they choose their columns.
TARGETS = tuple(COMPILED)
TITLE_IN = re.compile(
    r"(title|titel|titre|name|description|text|label)[ _.-]?\(?(en|de|fr|es|it|nl|pt|hi|ar|ja|zh|ru|pl|cy|mr)\)?\Z"
)
YEAR = re.compile(r"\s*-?\d{1,4}(-\d\d-\d\d.*)?\s*\Z")
ADDRESS = re.compile(r"\s*(https?:)?//\S", re.IGNORECASE)


class MappingFile(BaseModel):
    """What a mapping file says: of each column the field that it means, or null to keep it as it is."""

    model_config = ConfigDict(extra="forbid")

    columns: dict[str, str | None] = {}
    delimiter: str = Field(default="", max_length=1)
    encoding: str = Field(default="", max_length=40)
    language: str = Field(default="", max_length=35)


@dataclass(frozen=True)
class Columns:
    """What each column means; columns that are not named are kept as they are."""

    columns: dict[str, str] = field(default_factory=dict)

    def of(self, target: str) -> list[str]:
        """Return the columns that mean something."""
        return [column for column, meant in self.columns.items() if meant == target]

    def one(self, target: str) -> str | None:
        """Return the column that means something, or None."""
        return next(iter(self.of(target)), None)


def is_target(name: str) -> bool:
    """Whether a column may mean this: a field, `title:fr`, `text:story`, `text:story:fr`."""
    parts = name.split(":")
    if parts[0] == "title" and len(parts) == 2:
        return _is_language(parts[1])
    if parts[0] == "text" and len(parts) == 3:
        return ":".join(parts[:2]) in COMPILED and _is_language(parts[2])
    return name in COMPILED or name == "size:measure"


def _is_language(code: str) -> bool:
    return re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", code) is not None


def read_mapping(path: Path | None) -> MappingFile:
    """Return what a mapping file says. Raises Refused."""
    if path is None:
        return MappingFile()
    try:
        said = MappingFile.model_validate(orjson.loads(path.read_bytes()))
    except (OSError, orjson.JSONDecodeError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise Refused(f"{path} is not a mapping ({reason}); docs/museum-staff.md shows one") from None
    wrong = next((target for target in said.columns.values() if target and not is_target(target)), None)
    if wrong:
        raise Refused(f"{wrong!r} is no field; known are {', '.join(sorted(COMPILED))}")
    return said


def columns_of(sheet: Sheet, told: Mapping[str, str | None], saved: Mapping[str, str | None] | None) -> Columns:
    """Return what the columns of a file mean: as told; else as it was said before; else as they look.

    Raises Refused where something is told of a column that is not there.
    """
    strange = next((name for name in told if name not in sheet.columns), None)
    if strange is not None:
        raise Refused(f"there is no column {strange!r}; there are {', '.join(sheet.columns[:40])}")
    base: Mapping[str, str | None] = guess(sheet) if saved is None else saved
    meant = {name: target for name in sheet.columns if (target := told.get(name, base.get(name)))}
    for name, target in told.items():
        if target and not _is_many(target):
            meant = {other: known for other, known in meant.items() if known != target or other == name}
    return Columns(meant)


def _is_many(target: str) -> bool:
    return target in MANY or target == "size:measure"


def shape_of(columns: Sequence[str]) -> str:
    """Return the digest of the names of columns, by which a mapping is found again."""
    return hashlib.sha256("\0".join(columns).encode()).hexdigest()


def guess(sheet: Sheet) -> dict[str, str]:
    """Return what columns likely mean, by their names and by what stands in them."""
    sample = list(islice(sheet.rows(), LOOKED_AT))
    free = dict.fromkeys(sheet.columns)
    meant: dict[str, str] = {}
    for target in TARGETS:
        fitting = [(place, name) for name in free if (place := rank(target, name)) is not None]
        good = [(place, name) for place, name in sorted(fitting, key=lambda one: one[0]) if _fits(target, name, sample)]
        for _place, name in good if target in MANY else good[:1]:
            meant[name] = target
            del free[name]
    meant |= {name: "size:measure" for name in free if MEASURES.match(_measure(name)) and "size" not in meant.values()}
    meant |= {name: said for name in free if (said := _in_language(name, meant)) and name not in meant}
    return _with_title(meant, sheet, sample)


def _fits(target: str, column: str, sample: Sequence[Raw]) -> bool:
    """Whether what stands in a column can be meant."""
    values = [value for row in sample for value in row.values.get(column, ())]
    if not values:
        return False
    test = TESTS.get(target)
    return test(values, sample) if test else True


def _mostly(test: Callable[[str], Any], share: float = 0.8) -> Callable[[list[str], Sequence[Raw]], bool]:
    return lambda values, _sample: sum(bool(test(value)) for value in values) >= share * len(values)


def _tells_apart(values: list[str], sample: Sequence[Raw]) -> bool:
    """Whether a value stands in nearly every row, and hardly ever twice."""
    often = Counter(values)
    return len(values) >= 0.7 * len(sample) and len(often) >= 0.6 * len(values)


def _is_words(values: list[str], _sample: Sequence[Raw]) -> bool:
    numbers = sum(value.strip().isdecimal() or bool(ADDRESS.match(value)) for value in values)
    return numbers < 0.8 * len(values)


def _is_short(value: str) -> bool:
    return len(value) <= 200


TESTS: dict[str, Callable[[list[str], Sequence[Raw]], bool]] = {
    "key": _tells_apart,
    "title": _is_words,
    "maker": _is_words,
    "medium": _is_words,
    "year_from": _mostly(YEAR.match),
    "year_to": _mostly(YEAR.match),
    "page": _mostly(ADDRESS.match, 0.5),
    "picture": _mostly(ADDRESS.match, 0.5),
    "room": _mostly(_is_short),
    "number": _mostly(str.isdecimal),
    "subject": _is_words,
    "movement": _is_words,
    "place": _is_words,
    "text:story": _is_words,
}


def _measure(name: str) -> str:
    return re.sub(r"[^a-z]+", "", name.casefold())


def _in_language(name: str, meant: Mapping[str, str]) -> str | None:
    """Return what a column such as `title_fr` means beside the title: the same in another language."""
    found = TITLE_IN.search(name.casefold())
    if not found or squeezed(name) == found[2]:
        return None
    if found[1] in {"description", "text", "label"}:
        return f"text:{'label' if found[1] == 'label' else 'story'}:{found[2]}"
    return f"title:{found[2]}" if "title" in meant.values() else None


def _with_title(meant: dict[str, str], sheet: Sheet, sample: Sequence[Raw]) -> dict[str, str]:
    """Return meanings with a title: where no column is called one, the first that holds words which differ."""
    if "title" in meant.values():
        return meant
    for name in sheet.columns:
        values = [value for row in sample for value in row.values.get(name, ())]
        differ = values and len(set(values)) > 0.5 * len(values) and _is_words(values, sample)
        if differ and meant.get(name, "text:story") in {"text:story", "text:label", "accession"}:
            return meant | {name: "title"}
    return meant
