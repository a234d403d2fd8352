"""What those who keep a museum may send about its artefacts."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator

from contributions.schemas import clean_text, one_line
from core.database import LARGEST_KEY
from core.forms import Schema
from core.translation import gettext as _
from museum_guide.artefacts.codes import LARGEST_NUMBER
from museum_guide.artefacts.sounds import read_chapters
from museum_guide.languages import is_tag

LONGEST_TEXT = 50_000
MOST_LINES = 100


def nothing(value: Any) -> Any:
    """Read an empty field as none."""
    return None if isinstance(value, str) and not value.strip() else value


def a_tag(value: str) -> str:
    """Check a language. Raises ValueError."""
    if not is_tag(value):
        raise ValueError(_("Write a language as its code, such as en or pt-BR."))
    return value


def an_address(value: str) -> str:
    """Check an address of the web, which may be empty. Raises ValueError."""
    if value and not value.startswith(("https://", "http://")):
        raise ValueError(_("Write an address that begins with https://."))
    return value


def by_language(value: Any) -> Any:
    """Read words of several languages, one a line, such as `en: A lamp`. Raises ValueError."""
    if not isinstance(value, str):
        return value
    found = {}
    for line in filter(None, (one_line(line) for line in value.splitlines())):
        code, colon, words = (part.strip() for part in line.partition(":"))
        if not colon or not is_tag(code) or not words:
            raise ValueError(_("Write a language, a colon and the words on each line, such as “en: A lamp”."))
        found[code] = words[:1000]
    return found


Line = Annotated[str, BeforeValidator(one_line), Field(max_length=200)]
LongLine = Annotated[str, BeforeValidator(one_line), Field(max_length=500)]
Text = Annotated[str, BeforeValidator(clean_text), Field(max_length=5000)]
Year = Annotated[int | None, BeforeValidator(nothing), Field(ge=-1_000_000, le=10_000)]
Language = Annotated[str, BeforeValidator(one_line), Field(max_length=35)]
Number = Annotated[int | None, BeforeValidator(nothing), Field(ge=1, le=LARGEST_NUMBER)]


class ArtefactDraft(Schema):
    """A label, where the work stands, and by what it is alike with others. `subjects` has one a line: `kind: word`."""

    title: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=1000)]
    number: Number = None
    maker: LongLine = ""
    made: Annotated[str, BeforeValidator(one_line), Field(max_length=300)] = ""
    year_from: Year = None
    year_to: Year = None
    medium: LongLine = ""
    classification: Line = ""
    department: Line = ""
    period: Line = ""
    size: LongLine = ""
    accession: Annotated[str, BeforeValidator(one_line), Field(max_length=100)] = ""
    credit: Text = ""
    provenance: Text = ""
    rights: Text = ""
    page: LongLine = ""
    state: Literal["draft", "published", "withdrawn"] = "published"
    with_ticket: bool = False
    successor: Number = None
    room: Annotated[int | None, BeforeValidator(nothing), Field(ge=1, le=LARGEST_KEY)] = None
    position: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    words: Text = ""

    _address = field_validator("page")(an_address)

    @field_validator("year_to")
    @classmethod
    def _after(cls, value: int | None, info: Any) -> int | None:
        first = info.data.get("year_from")
        if value is not None and first is not None and value < first:
            raise ValueError(_("The years must follow one another."))
        return value

    @property
    def subjects(self) -> list[tuple[str, str]]:
        """Return kind and word of each line; a line without a kind is a subject."""
        found = []
        for line in self.words.splitlines()[:MOST_LINES]:
            kind, colon, word = line.partition(":")
            pair = (one_line(kind)[:20], one_line(word)[:200]) if colon else ("subject", one_line(line)[:200])
            if all(pair):
                found.append(pair)
        return list(dict.fromkeys(found))


class TextDraft(Schema):
    """A text in one language at one depth."""

    language: Language
    depth: Literal["label", "story", "scholar", "description"]
    body: Annotated[str, BeforeValidator(clean_text), Field(max_length=LONGEST_TEXT)] = ""
    origin: Literal["human", "machine"] = "human"
    reviewed: bool = False

    _tag = field_validator("language")(a_tag)


class TitleDraft(Schema):
    """The words of the label in another language."""

    language: Language
    title: Annotated[str, BeforeValidator(one_line), Field(max_length=1000)] = ""
    made: Annotated[str, BeforeValidator(one_line), Field(max_length=300)] = ""
    medium: LongLine = ""

    _tag = field_validator("language")(a_tag)


class FactsDraft(Schema):
    """What is known in one language: one fact a line, `statement | source | address`."""

    language: Language
    lines: Annotated[str, BeforeValidator(clean_text), Field(max_length=LONGEST_TEXT)] = ""

    _tag = field_validator("language")(a_tag)

    @property
    def facts(self) -> list[tuple[str, str, str]]:
        """Return statement, source and address of each line."""
        return [_fact(line) for line in self.lines.splitlines()[:MOST_LINES] if line.strip()]

    @field_validator("lines")
    @classmethod
    def _addresses(cls, value: str) -> str:
        for line in value.splitlines():
            an_address(_fact(line)[2])
        return value


def _fact(line: str) -> tuple[str, str, str]:
    statement, title, url = ([*(part.strip() for part in line.split("|", 2)), "", ""])[:3]
    return statement, title[:300], url[:500]


class PictureDraft(Schema):
    """What a picture shows, one line a language, whose it is, and under which terms."""

    alternative: Annotated[dict[str, str], BeforeValidator(by_language), Field(max_length=20)] = {}
    credit: LongLine = ""
    rights_url: LongLine = ""

    _address = field_validator("rights_url")(an_address)


class SoundDraft(Schema):
    """What a sound says, word for word, in which language, by whose voice; chapters one a line, `1:05 The story`."""

    language: Language
    depth: Literal["label", "story", "scholar", "description"] = "story"
    transcript: Annotated[str, BeforeValidator(clean_text), Field(min_length=1, max_length=LONGEST_TEXT)]
    voice: Annotated[str, BeforeValidator(one_line), Field(max_length=100)] = ""
    chapters: Annotated[str, BeforeValidator(clean_text), Field(max_length=10_000)] = ""

    _tag = field_validator("language")(a_tag)

    @field_validator("chapters")
    @classmethod
    def _readable(cls, value: str) -> str:
        read_chapters(value)
        return value

    @property
    def marks(self) -> list[dict[str, Any]]:
        """Return the chapters."""
        return read_chapters(self.chapters)
