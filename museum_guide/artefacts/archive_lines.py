"""The shape of an artefact in an archive."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from core.archive.lines import Count, Id, Line, Moment, Number, Reference
from museum_guide.artefacts.codes import ALPHABET, CODE_LENGTH, LARGEST_NUMBER
from museum_guide.museums.archive import Day, Language, Part

Depth = Literal["label", "story", "scholar", "description"]
Short = Annotated[str, Field(max_length=200)]
Address = Annotated[str, Field(max_length=500)]


class TextOfArtefact(Part):
    """A text in one language at one depth; `reviewed` says when somebody looked a machine's words through."""

    language: Language
    depth: Depth
    body: str
    origin: Literal["human", "machine"] = "human"
    reviewed: Moment | None = None


class TitleOfArtefact(Part):
    """The words of the label in another language than the museum's."""

    language: Language
    title: Annotated[str, Field(min_length=1)]
    date: Annotated[str, Field(max_length=300)] = ""
    medium: str = ""


class SubjectOfArtefact(Part):
    """A word by which artefacts are alike."""

    kind: Annotated[str, Field(min_length=1, max_length=20)] = "subject"
    word: Annotated[str, Field(min_length=1, max_length=200)]


class FactOfArtefact(Part):
    """What is known, and where it is written."""

    language: Language
    statement: str
    source_title: Annotated[str, Field(max_length=300)] = ""
    source_url: Address = ""


class PictureOfArtefact(Part):
    """A picture at the address at which its museum shows it."""

    url: Annotated[str, Field(min_length=1, max_length=1000)]
    alternative: dict[str, str] = {}
    credit: Address = ""
    rights_url: Address = ""


class ArtefactLine(Line):
    """An artefact with all that is told of it, but for files."""

    type: Literal["artefact"]
    id: Id
    museum: Id
    title: Annotated[str, Field(min_length=1)]
    number: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)] | None = None
    code: Annotated[str, Field(pattern=f"^[{ALPHABET}]{{{CODE_LENGTH}}}$")] | None = None
    state: Literal["draft", "published", "withdrawn"] = "published"
    maker: str = ""
    date: Annotated[str, Field(max_length=300)] = ""
    year_from: Number | None = None
    year_to: Number | None = None
    medium: str = ""
    classification: Short = ""
    department: Short = ""
    period: Short = ""
    size: Address = ""
    accession: Annotated[str, Field(max_length=100)] = ""
    credit: str = ""
    provenance: str = ""
    rights: str = ""
    page: Address = ""
    import_key: Short | None = None
    more: dict[str, Any] = {}
    with_ticket: bool = False
    successor: Id | None = None
    room: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    room_position: Count = 0
    since: Day | None = None
    titles: list[TitleOfArtefact] = []
    subjects: list[SubjectOfArtefact] = []
    texts: list[TextOfArtefact] = []
    facts: list[FactOfArtefact] = []
    pictures: list[PictureOfArtefact] = []
    created: Moment | None = None
    changed: Moment | None = None
    references: ClassVar = {"museum": Reference("museum"), "successor": Reference("artefact")}

    def moment(self) -> datetime | None:
        """Return when the artefact came to be here."""
        return self.created

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield its number in its museum, and its code."""
        if self.number is not None:
            yield "artefact of", f"{self.museum}\0{self.number}", f"the museum has an artefact {self.number}"
        if self.code is not None:
            yield "artefact code", self.code, f"the code {self.code!r} is taken"
        if self.import_key is not None:
            yield "artefact file", f"{self.museum}\0{self.import_key}", f"the museum has a work {self.import_key!r}"


class ArtefactQuestionLine(Line):
    """A question that a visitor asked of an artefact."""

    type: Literal["artefact_question"]
    question: Id
    artefact: Id
    claim: bool = False
    references: ClassVar = {
        "question": Reference("contribution", ("question",)),
        "artefact": Reference("artefact"),
    }
