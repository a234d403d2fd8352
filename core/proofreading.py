"""Finds the words that people read in the sources, keeps the catalogues beside them, and finds what is wrong in one."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from core.catalogues import FOLDER, path_of

ROOT = FOLDER.parent
WORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
NO_SOURCES = ("tests", "bench", "migrations", "demo", "instance", "static", "translations", "docs")
METHODS = [
    *((f"{name}/**", "ignore") for name in (*NO_SOURCES, ".venv", "node_modules")),
    ("**.py", "python"),
    ("templates/**", "jinja2"),
]
VARIABLE = re.compile(r"%\((\w+)\)([a-z])|%%|(%)")
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&\w+;|&#\w+;")


def sentences(root: Path = ROOT) -> Catalog:
    """Return a catalogue of everything that the sources say, without translations."""
    found = _empty(None)
    rows = extract_from_dir(root, METHODS, {"**": {"trimmed": "true"}}, WORDS, comment_tags=("For translators:",))
    for place, _line, message, comments, _context in sorted(rows, key=lambda row: (row[0], row[1])):
        found.add(message, locations=[(place, 0)], auto_comments=comments)
    return found


def _empty(code: str | None) -> Catalog:
    people = {"last_translator": "the people of Atrium", "language_team": "Atrium", "msgid_bugs_address": "Atrium"}
    return Catalog(locale=code, project="Atrium", version="0.1", charset="utf-8", fuzzy=False, **people)


def read(language: str) -> Catalog:
    """Return the catalogue of a language as it is written; an empty one where there is none."""
    code, path = language.replace("-", "_"), path_of(language)
    if not path.is_file():
        return _empty(code)
    with path.open("rb") as file:
        return read_po(file, locale=code)


def update(language: str, said: Catalog) -> None:
    """Bring the catalogue of a language up to what the sources say; what they no longer say is kept at its end."""
    known, path = read(language), path_of(language)
    said.creation_date = known.creation_date
    known.update(said, no_fuzzy_matching=True)
    known.header_comment = f"# What Atrium says, in the language {language}. See CONTRIBUTING.md."
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, known, width=110, include_lineno=False, sort_output=False)


def problems(catalog: Catalog, said: Catalog) -> Iterator[str]:
    """Tell what keeps a catalogue from being whole and right, a line each."""
    expected = Catalog(locale=catalog.locale)
    if (catalog.num_plurals, catalog.plural_expr) != (expected.num_plurals, expected.plural_expr):
        yield f"plural forms: {catalog.plural_forms}, expected {expected.plural_forms}"
    for message in said:
        if message.id:
            found = catalog.get(message.id)
            yield from (f"{_first(message.id)!r}: {fault}" for fault in _faults(message, found, catalog.num_plurals))


def _faults(message: Message, found: Message | None, plurals: int) -> Iterator[str]:
    texts = _forms(found.string) if found is not None else ()
    sources = _forms(message.id)
    if found is None or not texts or not all(texts):
        yield "missing"
        return
    if found.fuzzy:
        yield "fuzzy"
    if len(texts) != (plurals if message.pluralizable else 1):
        yield f"{len(texts)} forms instead of {plurals}"
    for text in texts:
        yield from (f"{fault}: {text!r}" for fault in _differences(sources, text))


def _differences(sources: tuple[str, ...], text: str) -> Iterator[str]:
    """Tell what a translation must share with what is translated, and does not."""
    fullest = sources[-1]
    needed, given = _variables(fullest), _variables(text)
    # A form for one may do without its number: "one answer".
    if given - needed or (needed - given) - (Counter({"num:s": 9}) if len(sources) > 1 else Counter()):
        yield "other variables"
    if _markup(text) != _markup(fullest):
        yield "other markup"
    if (text[:1].isspace(), text[-1:].isspace()) != (fullest[:1].isspace(), fullest[-1:].isspace()):
        yield "other spaces around it"


def _variables(text: str) -> Counter[str]:
    """Count the variables of a text; a percent sign alone counts too, as it breaks a text that has any."""
    found = Counter(f"{name}:{form}" if name else "%" for name, form, _lone in VARIABLE.findall(text))
    return found if any(":" in name for name in found) else Counter()


def _markup(text: str) -> Counter[str]:
    return Counter(MARKUP.findall(text)) + Counter(re.findall(r"[<>]", MARKUP.sub("", text)))


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _first(text: str | list[str] | tuple[str, ...]) -> str:
    return _forms(text)[0]
