"""Words in the reader's language, looked up once for each language and kept: a page asks for a hundred of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from flask import Flask, Response, current_app, has_app_context, has_request_context, request
from flask_babel.speaklater import LazyString
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError

from core.catalogues import SOURCE, catalogue
from core.languages import direction, heard, manner, offered
from core.settings import Settings

# Empty until somebody asks in which language to speak.
_language: ContextVar[str] = ContextVar("language", default="")


def locale() -> str:
    """Return the reader's language, such as `en` or `pt-BR`; in a job or a command the first that the house speaks."""
    return _language.get() or _found()


def _found() -> str:
    if not has_request_context():
        return languages()[0]
    chosen = _chosen_by_reader() or request.cookies.get(cookie_name(), "")
    found = heard(languages(), chosen, request.headers.get("Accept-Language", ""))
    _language.set(found)
    return found


def _chosen_by_reader() -> str:
    ask: Callable[[], str] | None = current_app.extensions.get("language of reader")
    try:
        return ask() if ask else ""
    except SQLAlchemyError:
        # Where the database is away, somebody must still be told so.
        return ""


def cookie_name() -> str:
    """Return the name of the cookie that keeps what a signed-out reader chose."""
    return f"{current_app.config['SESSION_COOKIE_NAME']}-language"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in one language for a while, as in a mail to somebody else than the reader of a page.

    A language that the house does not speak is answered in its first.
    """
    spoken = languages()
    before = _language.set(language if language in spoken else spoken[0])
    try:
        yield
    finally:
        _language.reset(before)


def languages() -> tuple[str, ...]:
    """Name the languages in which the house speaks; the first is for whoever asks for none of them."""
    spoken: tuple[str, ...] = current_app.extensions["languages"] if has_app_context() else (SOURCE,)
    return spoken


def gettext(message: str, **variables: Any) -> str:
    """Return a message in the reader's language, with its variables filled in."""
    text = _translated(locale(), message)
    return text % variables if variables else text


def ngettext(singular: str, plural: str, num: int, **variables: Any) -> str:
    """Return a message in the form that a number asks for; the number is the variable `num`."""
    return _translated_for(locale(), singular, plural, num) % {"num": num, **variables}


def lazy_gettext(message: str, **variables: Any) -> LazyString:
    """Return a message that is put into words when it is shown, in the language that is spoken then."""
    return LazyString(gettext, message, **variables)


@lru_cache(maxsize=16384)
def _translated(language: str, message: str) -> str:
    return catalogue(language).gettext(message)


@lru_cache(maxsize=16384)
def _translated_for(language: str, singular: str, plural: str, num: int) -> str:
    return catalogue(language).ngettext(singular, plural, num)


@lru_cache(maxsize=16384)
def _marked(language: str, message: str) -> Markup:
    """Messages are written by us and may hold markup; what is filled in is escaped."""
    return Markup(_translated(language, message))  # noqa: S704


def _in_template(message: str, **variables: Any) -> Markup:
    text = _marked(locale(), message)
    return text % variables if variables else text


def _in_template_for(singular: str, plural: str, num: int, **variables: Any) -> Markup:
    text = Markup(_translated_for(locale(), singular, plural, num))  # noqa: S704
    return text % {"num": num, **variables}


def register(app: Flask, settings: Settings) -> None:
    """Let templates use the kept words, and say of every page in which language it is."""
    app.extensions["languages"] = offered(settings.languages)

    # A thread that served one reader serves another next, or does something on its own.
    @app.before_request
    def forget_language(_error: BaseException | None = None) -> None:
        _language.set("")

    app.teardown_request(forget_language)

    @app.after_request
    def name_language(response: Response) -> Response:
        if response.mimetype in {"text/html", "application/problem+json"}:
            response.headers["Content-Language"] = locale()
            response.vary.update(("Accept-Language", "Cookie"))
        return response

    app.jinja_env.globals.update({"_": _in_template, "gettext": _in_template, "ngettext": _in_template_for})
    app.jinja_env.globals.update(page_language=locale, page_direction=lambda: direction(locale()))


def babel_locale() -> str:
    """Return the name by which Babel and the sign-in library know the reader's language."""
    return manner(locale())
