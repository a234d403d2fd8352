"""Makes of a row what is kept of an artefact: its fields, its words, its pictures, and the rest word for word."""

import hashlib
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import orjson

from contributions.importing.html_to_markdown import to_markdown
from core import markup
from museum_guide.artefacts.codes import LARGEST_NUMBER
from museum_guide.artefacts.models import Artefact
from museum_guide.importing.mapping import Columns
from museum_guide.importing.tables import Raw

# How long a field may be; what has no end here is a text.
LONGEST = {
    name: length
    for name in ("made", "classification", "department", "period", "size", "accession", "page")
    if (length := getattr(Artefact.__table__.c[name].type, "length", None))
}
LINES = ("title", "maker", "made", "medium", "classification", "department", "period", "size", "accession", "credit")
TEXTS = ("provenance", "rights")
LONGEST_TEXT = 200_000
LONGEST_KEY, LONGEST_WORD, LONGEST_ADDRESS, LONGEST_ROOM = 200, 200, 1000, 200
TAGS = re.compile(
    r"<(/?[a-zA-Z][a-zA-Z0-9]*(\s[^<>]*)?/?|!--.*?--)>|&(#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});", re.DOTALL
)
WEB = re.compile(r"https?://[^\s<>\"'|]+\Z", re.IGNORECASE)
YEAR = re.compile(r"\s*(-?\d{1,4})(?:\D|\Z)")
WRITTEN_YEAR = re.compile(r"(?<!\d)(1\d{3}|20\d\d)(?!\d)")
NOTHING = {"null", "\\n", "n/a", "#n/a", "none", "nan"}
UNITS = re.compile(r"(in|cm|mm|kg|m)\)?\Z", re.IGNORECASE)
WITHOUT_TITLE = "[without a title]"


@dataclass
class Made:
    """What a row says of an artefact. `more` is what has no field, or was changed on its way into one."""

    line: int
    key: str
    fields: dict[str, Any]
    number: int | None = None
    titles: dict[str, str] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)
    subjects: list[tuple[str, str]] = field(default_factory=list)
    room: str = ""
    floor: str = ""
    building: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """What changes when anything of the row that is kept changes."""
        told: list[Any] = [
            self.key,
            self.fields,
            self.number,
            self.titles,
            sorted((*key, text) for key, text in self.texts.items()),
        ]
        told += [self.pictures, self.subjects, self.room, self.floor, self.building, self.more]
        return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


class Maker:
    """Makes the rows of one file, all by the same meanings of its columns."""

    def __init__(self, columns: Columns, language: str) -> None:
        self.columns = columns
        self.language = language

    def make(self, raw: Raw) -> Made:
        """Return what a row says."""
        made = Made(raw.line, "", {}, notes=list(raw.notes))
        kept = _Kept(raw, made.notes)
        for name in LINES:
            made.fields[name] = kept.line(self.columns.one(name), LONGEST.get(name, LONGEST_TEXT), name == "maker")
        for name in TEXTS:
            made.fields[name] = kept.plain(self.columns.one(name))
        made.fields["page"] = kept.address(self.columns.one("page"), LONGEST["page"])
        self._years(made, kept)
        self._size(made, kept)
        self._words(made, kept)
        self._many(made, kept)
        made.room, made.floor, made.building = (
            kept.line(self.columns.one(name), LONGEST_ROOM) for name in ("room", "floor", "building")
        )
        made.number = self._number(kept)
        made.key = self._key(made, kept, raw)
        made.more = kept.rest()
        if not made.fields["title"]:
            made.fields["title"] = WITHOUT_TITLE
            made.notes.append("has no title")
        return made

    def _key(self, made: Made, kept: "_Kept", raw: Raw) -> str:
        """Return by what a row is known again: its id, else its accession number, else all that it says."""
        told = kept.line(self.columns.one("key"), LONGEST_TEXT) or made.fields["accession"]
        if told and len(told) <= LONGEST_KEY:
            return str(told)
        return "row " + hashlib.sha256((told or orjson.dumps(raw.original).decode()).encode()).hexdigest()

    def _years(self, made: Made, kept: "_Kept") -> None:
        first, last = kept.year(self.columns.one("year_from")), kept.year(self.columns.one("year_to"))
        if first is None and last is None:
            written = [int(year) for year in WRITTEN_YEAR.findall(made.fields["made"])]
            first, last = (min(written), max(written)) if written else (None, None)
        if first is not None and last is not None and first > last:
            made.notes.append(f"begins in {first} and ends in {last}; its years are kept as they stand")
            first = last = None
        made.fields["year_from"], made.fields["year_to"] = first, last

    def _size(self, made: Made, kept: "_Kept") -> None:
        """Put measures together where nothing says the size in words."""
        names = self.columns.of("size:measure")
        told = [(name, value) for name in names if (value := kept.peek(name))]
        if told and not made.fields["size"]:
            said = ", ".join(f"{_measure(name)} {value}{_unit(name)}" for name, value in told)
            made.fields["size"] = said[: LONGEST["size"]]

    def _words(self, made: Made, kept: "_Kept") -> None:
        """Take what is said in words; of two columns that mean the same, the second stays among the rest."""
        for column, meant in self.columns.columns.items():
            parts = meant.split(":")
            if parts[0] == "title" and len(parts) == 2:
                if parts[1] not in made.titles and (title := kept.line(column, LONGEST_TEXT)):
                    made.titles[parts[1]] = title
            elif parts[0] == "text":
                place = (parts[2] if len(parts) == 3 else self.language, parts[1])
                if place not in made.texts and (text := kept.markdown(column)):
                    made.texts[place] = text

    def _many(self, made: Made, kept: "_Kept") -> None:
        made.pictures = [url for column in self.columns.of("picture") for url in kept.addresses(column)]
        made.subjects = list(
            dict.fromkeys(
                (kind, word)
                for kind in ("subject", "movement", "place")
                for column in self.columns.of(kind)
                for word in kept.words(column)
            )
        )

    def _number(self, kept: "_Kept") -> int | None:
        told = kept.line(self.columns.one("number"), 20)
        if told.isascii() and told.isdecimal() and 0 < int(told) <= LARGEST_NUMBER:
            return int(told)
        return None


class _Kept:
    """Reads the cells of a row, and remembers which of them were taken word for word."""

    def __init__(self, raw: Raw, notes: list[str]) -> None:
        self.raw = raw
        self.notes = notes
        self.whole: set[str] = set()

    def peek(self, column: str | None, listed: bool = False) -> str:
        """Return a value as one line, without taking it; where it is a list, its bars become semicolons."""
        values = [value for value in self.raw.values.get(column or "", ()) if value.strip().lower() not in NOTHING]
        parts = [part for value in values for part in (value.split("|") if listed else [value])]
        return "; ".join(" ".join(part.split()) for part in parts if part.strip())

    def line(self, column: str | None, longest: int, listed: bool = False) -> str:
        """Return a value on one line, without tags, as long as it may be."""
        value = self.peek(column, listed)
        if TAGS.search(value):
            value = _without_tags(value)
        return self._took(column, value, longest)

    def plain(self, column: str | None) -> str:
        """Return a value with its line breaks."""
        values = [
            value.strip() for value in self.raw.values.get(column or "", ()) if value.strip().lower() not in NOTHING
        ]
        value = "; ".join(values).replace("\r\n", "\n")
        return self._took(column, _without_tags(value) if TAGS.search(value) else value, LONGEST_TEXT)

    def markdown(self, column: str | None) -> str:
        """Return a text as Markdown: HTML is turned into it, everything else stands as it is."""
        value = "\n\n".join(value.strip() for value in self.raw.values.get(column or "", ()))
        if value.lower() in NOTHING:
            return ""
        return self._took(column, to_markdown(value) if TAGS.search(value) else value, LONGEST_TEXT)

    def year(self, column: str | None) -> int | None:
        """Return the year at the beginning of a value; the value stays among the rest unless it is just that."""
        value = self.peek(column)
        found = YEAR.match(value)
        if not found:
            return None
        year = int(found[1])
        self._took(column, str(year), 10)
        return year

    def address(self, column: str | None, longest: int) -> str:
        """Return a value that is an address of the web; anything else stays among the rest."""
        value = self.peek(column)
        if not value:
            return ""
        if not WEB.match(value) or len(value) > longest:
            self.notes.append(f"{column}: {value[:80]!r} is no address of the web")
            return ""
        return self._took(column, value, longest)

    def addresses(self, column: str) -> list[str]:
        """Return the addresses of the web in a value, parted by bars or blanks."""
        values = self.raw.values.get(column, ())
        found = [part for value in values for part in re.split(r"[|\s]+", value.strip()) if part]
        good = [part for part in found if WEB.match(part) and len(part) <= LONGEST_ADDRESS]
        if len(good) < len(found):
            self.notes.append(f"{column}: holds what is no address of the web")
        elif len(good) == 1:
            self._took(column, good[0], LONGEST_ADDRESS)
        return list(dict.fromkeys(good))

    def words(self, column: str) -> list[str]:
        """Return single words of a list: as a list gives them, or parted by bars and semicolons."""
        values = self.raw.values.get(column, ())
        parts = [part for value in values for part in re.split(r"[|;]", value)]
        plain = [" ".join(unescape(part).split())[:LONGEST_WORD] for part in parts]
        return [word for word in plain if word and word.lower() not in NOTHING]

    def rest(self) -> dict[str, Any]:
        """Return everything that was not taken word for word, under the names of the file."""
        return {name: value for name, value in self.raw.original.items() if name not in self.whole}

    def _took(self, column: str | None, value: str, longest: int) -> str:
        if column is None or not value:
            return ""
        if len(value) > longest:
            self.notes.append(f"{column}: is longer than {longest} characters; all of it is kept beside")
            return value[: longest - 1].rstrip() + "…"
        told = self.raw.original.get(column)
        if told is not None and not isinstance(told, dict | list) and str(told).strip() == value:
            self.whole.add(column)
        return value


def _without_tags(value: str) -> str:
    return markup.plain_text(value) if "<" in value else unescape(value)


def _measure(name: str) -> str:
    return re.sub(r"[^a-z]+.*", "", name.casefold())


def _unit(name: str) -> str:
    found = UNITS.search(name.strip()) if re.search(r"[ _.(]", name.strip()) else None
    return f" {found[1].lower()}" if found else ""
