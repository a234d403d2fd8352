"""Everything that people read can be translated, and what is translated is whole, right, and found."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from core import catalogues, proofreading
from core.languages import direction, heard, offered, own_name
from core.pseudo import FIXED, accented, leftward
from tests.architecture.sources import ROOT, name, python_files, templates

pytestmark = pytest.mark.once
# Attributes whose values people see or hear.
SPOKEN = re.compile(r'\s(?:aria-label|title|placeholder|alt|content|label|data-confirm)="([^"{]*[A-Za-z]{3}[^"{]*)"')
TECHNICAL = {
    "CSV   JSON",
    "PageRank",
    "IIIF",
    "width=device-width, initial-scale=1",
    "light dark",
    "noindex",
    "atr_…",
    "SHA-256",
}
# The living page of components is for staff who look after the design; posts are put together of pieces of tags.
OTHERWISE_SEEN = {"styleguide.html", "posts.html", "article.html"}
MACHINERY = ("core/translation.py", "core/proofreading.py", "core/pseudo.py")


@pytest.fixture(scope="module")
def said() -> Catalog:
    """What the sources say."""
    return proofreading.sentences()


def test_the_catalogues_are_whole_and_right(said: Catalog) -> None:
    found = {language: list(proofreading.problems(proofreading.read(language), said)) for language in offered("")[1:]}
    assert not {language: problems for language, problems in found.items() if problems}


def test_every_sentence_of_the_sources_is_found(said: Catalog) -> None:
    assert len(said) > 1000
    for message in (
        "Skip to the content",
        "Please fill this in.",
        "Joined lately",
        "Confirm your address for %(site)s",
    ):
        assert said.get(message), message
    assert said.get("%(num)s answer").id == ("%(num)s answer", "%(num)s answers")


@pytest.mark.parametrize(
    ("source", "translation", "fault"),
    [
        ("Save", "", "missing"),
        ("Hello %(name)s", "Hallo %(nahme)s", "other variables"),
        ("Hello %(name)s", "Hallo", "other variables"),
        ("Hello %(name)s", "Hallo %(name)s, 100 %", "other variables"),
        ("Read <a>this</a>", "Lies <b>das</b>", "other markup"),
        ("Read this", "Lies <das", "other markup"),
        ("Save ", "Sichern", "other spaces"),
        (("%(num)s vote", "%(num)s votes"), ("%(num)s Stimme",), "forms"),
        (("%(num)s vote", "%(num)s votes"), ("eine Stimme", "%(zahl)s Stimmen"), "other variables"),
        (("%(num)s vote", "%(num)s votes"), ("eine Stimme", ""), "missing"),
    ],
)
def test_what_is_wrong_with_a_translation_is_named(source: object, translation: object, fault: str) -> None:
    sources, written = Catalog(), Catalog(locale="de")
    sources.add(source)
    written.add(source, translation)
    assert any(fault in found for found in proofreading.problems(written, sources))


def test_what_is_right_is_not_blamed() -> None:
    sources, written = Catalog(), Catalog(locale="de")
    for source, translation in (
        ("Up to 100 % more", "Bis zu 100 % mehr"),
        ("<b>%(name)s</b> wrote", "Es schrieb <b>%(name)s</b>"),
        (("%(num)s vote", "%(num)s votes"), ("eine Stimme", "%(num)s Stimmen")),
    ):
        sources.add(source)
        written.add(source, translation)
    assert not list(proofreading.problems(written, sources))
    written.add("Up to 100 % more", "Bis zu 100 % mehr", flags={"fuzzy"})
    assert list(proofreading.problems(written, sources)) == ["'Up to 100 % more': fuzzy"]
    other = Catalog(locale="de")
    other.mime_headers = [("Plural-Forms", "nplurals=3; plural=0;")]
    assert next(proofreading.problems(other, Catalog())).startswith("plural forms")


def test_a_catalogue_is_made_kept_and_spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Catalog) -> None:
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    assert offered("") == ("en",)
    proofreading.update("pt-BR", said)
    path = catalogues.path_of("pt-BR")
    assert offered("") == ("en", "pt-BR")
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "Guardar já"'), encoding="utf-8")
    kept = path.read_bytes()
    proofreading.update("pt-BR", said)
    assert path.read_bytes() == kept
    catalogues.catalogue.cache_clear()
    try:
        assert catalogues.catalogue("pt-BR").gettext("Save") == "Guardar já"
        assert catalogues.catalogue("pt-BR").gettext("Cancel") == "Cancel"
        assert catalogues.catalogue("../../etc").gettext("Save") == "Save"
    finally:
        catalogues.catalogue.cache_clear()


def test_templates_say_nothing_past_the_catalogues() -> None:
    faults = []
    for path in templates():
        if path.name in OTHERWISE_SEEN or path.suffix == ".xml":
            continue
        # What is put in stands as a mark, so that the pieces of one tag stay one.
        plain = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|<!--.*?-->|<pre\b.*?</pre>|<code>[^{}]*?</code>",
            "",
            path.read_text(encoding="utf-8"),
            flags=re.DOTALL,
        )
        page = re.sub(r"\{\{.*?\}\}", "{}", plain, flags=re.DOTALL)
        # A tag may be put together of pieces, of which only the attributes are seen here.
        texts = re.sub(
            r"</?[a-z][^<>]*>|&\w+;|https?:\S+|#[\w-]+|/\S+\?\w+=\w*|(?:openapi|key|revoked)\.json|[\w-]+=\"[^\"]*\"+|<\w+ |<!\w+[^>]*>",
            " ",
            page,
        )
        found = {*SPOKEN.findall(page), *map(str.strip, re.findall(r"[A-Za-z]{3,}[^\n{}]*", texts))} - TECHNICAL
        faults += [f"{name(path)}: {words}" for words in found]
    assert not faults


def test_words_are_said_in_the_language_of_the_reader() -> None:
    """Flask-Babel's own functions know nothing of the language in which a mail is written."""
    asking = [
        name(path)
        for path in python_files(tests=False)
        if name(path) not in MACHINERY and re.search(r"flask_babel import .*gettext", path.read_text(encoding="utf-8"))
    ]
    assert not asking


def test_scripts_say_what_pages_give_them() -> None:
    faults = [
        f"{path.name}: {found}"
        for path in sorted((ROOT / "static" / "js").glob("*.js"))
        for found in re.findall(
            r"""(?:textContent|innerText|say\(|alert\(|confirm\()\s*=?\s*["'`][^"'`]*[A-Za-z]{3}""", path.read_text()
        )
    ]
    assert not faults


def test_styles_know_no_left_and_right() -> None:
    """What begins a line stands where the script begins; the few signs that point along it are mirrored."""
    sided = re.compile(
        r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)|left|right|float|clear"
        r"|border-(?:top|bottom)-(?:left|right)-radius)\s*:|text-align\s*:\s*(?:left|right)"
    )
    styles = sorted((ROOT / "static" / "css").glob("*.css"))
    faults = [f"{path.name}: {found[0]}" for path in styles for found in sided.finditer(_declarations(path))]
    assert not faults
    assert '[dir="rtl"] .icon-turns' in (ROOT / "static" / "css" / "base.css").read_text(encoding="utf-8")


def _declarations(path: Path) -> str:
    """Return a style sheet without its comments and without the conditions of its blocks."""
    return re.sub(r"/\*.*?\*/|@[a-z-]+[^{;]*[{;]", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


@given(st.text(string.ascii_letters + " %<>&;()", max_size=60))
def test_made_up_languages_keep_what_is_no_word(message: str) -> None:
    for turned in (accented(message), leftward(message)):
        assert FIXED.findall(turned) == FIXED.findall(message)


def test_made_up_languages_can_be_told_from_english() -> None:
    said = accented('See <a href="/x">%(count)s votes</a> &amp; more')
    assert said == '[Šéééé <a href="/x">%(count)s ṽööţééš</a> &amp; ɱööŕéé]'.replace("Šéééé", "Šéééé")
    assert not re.search(r"[A-Za-z]{2}", re.sub(r"%\(\w+\)s|<[^>]*>|&\w+;", "", said))
    assert leftward("Hello %(name)s") == "\u202eHello \u202c%(name)s"


@pytest.mark.parametrize(
    ("chosen", "wish", "language"),
    [
        ("", "", "en"),
        ("", "fr-CH, de;q=0.9, en;q=0.1", "fr"),
        ("", "DE-at", "de"),
        ("", "de;q=0, en", "en"),
        ("", "zz, *;q=0.1", "en"),
        ("de", "fr", "de"),
        ("zz", "fr", "fr"),
        ("../../x", "", "en"),
        ("", "\0;;q=,=", "en"),
    ],
)
def test_who_is_heard(chosen: str, wish: str, language: str) -> None:
    assert heard(("en", "de", "fr", "pt-BR"), chosen, wish) == language


def test_languages_name_themselves() -> None:
    assert [own_name(language) for language in ("en", "de", "es", "fr", "hi")] == [
        "English", "Deutsch", "Español", "Français", "हिन्दी",
    ]  # fmt: skip
    assert [direction(language) for language in ("en", "hi", "ar-XB", "en-XA", "pt-BR")] == [
        "ltr",
        "ltr",
        "rtl",
        "ltr",
        "ltr",
    ]
