"""Words in the reader's language, looked up once for each language and kept: a page asks for a hundred of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, has_app_context
from flask_babel import force_locale, get_locale, get_translations
from markupsafe import Markup

_language: ContextVar[str] = ContextVar("language", default="en")


def locale() -> str:
    """Return the reader's language, such as `en` or `pt_BR`."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in one language for a while, as in a mail to somebody else than the reader of a page."""
    before = _language.set(language)
    try:
        with force_locale(language):
            yield
    finally:
        _language.reset(before)


def languages() -> list[str]:
    """Name the languages in which the house can speak, sorted."""
    return sorted({str(known) for known in current_app.extensions["babel"].instance.list_translations()} | {"en"})


def gettext(message: str, **variables: Any) -> str:
    """Return a message in the reader's language, with its variables filled in."""
    text = _translated(locale(), message)
    return text % variables if variables else text


def ngettext(singular: str, plural: str, num: int, **variables: Any) -> str:
    """Return a message in the form that a number asks for; the number is the variable `num`."""
    return _translated_for(locale(), singular, plural, num) % {"num": num, **variables}


@lru_cache(maxsize=8192)
def _translated(_locale: str, message: str) -> str:
    return str(get_translations().gettext(message)) if has_app_context() else message


@lru_cache(maxsize=8192)
def _translated_for(_locale: str, singular: str, plural: str, num: int) -> str:
    if not has_app_context():
        return singular if num == 1 else plural
    return str(get_translations().ngettext(singular, plural, num))


@lru_cache(maxsize=8192)
def _marked(locale_: str, message: str) -> Markup:
    """Messages are written by us and may hold markup; what is filled in is escaped."""
    return Markup(_translated(locale_, message))  # noqa: S704


def _in_template(message: str, **variables: Any) -> Markup:
    text = _marked(locale(), message)
    return text % variables if variables else text


def _in_template_for(singular: str, plural: str, num: int, **variables: Any) -> Markup:
    text = Markup(_translated_for(locale(), singular, plural, num))  # noqa: S704
    return text % {"num": num, **variables}


def register(app: Flask) -> None:
    """Let templates use the kept words, and find the reader's language once a request."""

    @app.before_request
    def find_language() -> None:
        _language.set(str(get_locale() or "en"))

    app.jinja_env.globals.update({"_": _in_template, "gettext": _in_template, "ngettext": _in_template_for})
