"""What is told of an artefact, in the language and the depth that somebody wants, and whose words they are."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from core.markup import as_markup
from core.times import calendar_day
from core.translation import gettext as _
from core.translation import ngettext, tongue
from museum_guide.artefacts.queries import Words
from museum_guide.languages import heard_here, name_of

DEPTHS = ("label", "story", "scholar", "description")
LAYERS = ("story", "scholar")
WORDS_A_MINUTE = 200


class Told(NamedTuple):
    """A text as a page shows it. `lang` is set where it is in another language than the page."""

    depth: str
    html: Markup
    lang: str
    note: str
    minutes: str


class Label(NamedTuple):
    """The words of a label."""

    title: str
    made: str
    medium: str
    lang: str


class Source(NamedTuple):
    """A fact, and where it is written."""

    statement: str
    title: str
    url: str
    lang: str


def languages_of(row: Any, words: Words) -> list[str]:
    """Return the languages in which an artefact speaks, that of its museum first."""
    spoken = [row.museum_language, *(one.language for one in [*words.titles, *words.texts])]
    return list(dict.fromkeys(spoken))


def told(row: Any, words: Words, language: str) -> dict[str, Told]:
    """Return the text of each depth in a language, or where it is missing in that of the museum, or in any."""
    found = {}
    for depth in DEPTHS:
        there = {text.language: text for text in words.texts if text.first == depth}
        if there:
            text = there[heard_here(there, language, row.museum_language)]
            found[depth] = _told(text, language)
    return found


def _told(text: Any, language: str) -> Told:
    minutes = max(1, round(text.number / WORDS_A_MINUTE))
    said = ngettext("%(num)s minute to read", "%(num)s minutes to read", minutes)
    notes = [_origin(text)] if text.third == "machine" else []
    if text.language != language:
        wanted, there = name_of(language), name_of(text.language)
        notes.insert(0, _("Not yet written in %(wanted)s; this is in %(there)s.", wanted=wanted, there=there))
    return Told(text.first, as_markup(text.second), tongue(text.language), " ".join(notes), said)


def _origin(text: Any) -> str:
    if text.at is None:
        return _("Translated by a machine, and not yet looked through by anybody.")
    return _("Translated by a machine, and looked through on %(day)s.", day=calendar_day(text.at))


def label(row: Any, words: Words, language: str) -> Label:
    """Return the words of a label in a language, and those of the museum where there are none."""
    there = {title.language: title for title in words.titles}
    if language in there:
        own = there[language]
        return Label(own.first, own.second or row.made, own.third or row.medium, tongue(language))
    return Label(row.title, row.made, row.medium, tongue(row.museum_language))


def facts(row: Any, words: Words, language: str) -> Sequence[Source]:
    """Return what is known of an artefact, in one language."""
    there = list(dict.fromkeys(fact.language for fact in words.facts))
    chosen = heard_here(there, language, row.museum_language)
    return [
        Source(fact.first, fact.second, fact.third, tongue(chosen)) for fact in words.facts if fact.language == chosen
    ]
