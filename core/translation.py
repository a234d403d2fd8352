"""Words in the reader's language, looked up once for each language and kept: a page asks for a hundred of them."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NamedTuple

from flask import Flask, Response, current_app, has_app_context, has_request_context, request
from flask_babel.speaklater import LazyString
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_cookie

from core.catalogues import SOURCE, catalogue
from core.languages import direction, heard, manner, offered
from core.settings import Settings

# A language tag with what may follow it (BCP 47, RFC 5646).
TAG = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}")
LANGUAGE_COOKIE = "-language"
LONGEST_CODE, LONGEST_WISH = 35, 200

# Empty until somebody asks in which language to speak.
_language: ContextVar[str] = ContextVar("language", default="")


class Habits(NamedTuple):
    """How a member likes to read: a language and a time zone, empty where they never chose."""

    language: str = ""
    zone: str = ""


UNKNOWN = Habits()


def locale() -> str:
    """Return the reader's language, such as `en` or `pt-BR`; in a job or a command the first that the house speaks."""
    return _language.get() or _found()


def _found() -> str:
    if not has_request_context():
        return languages()[0]
    own = habits_of_reader().language
    found = own if own in languages() else spoken_to_strangers(current_app)(request.environ)
    _language.set(found)
    return found


def spoken_to_strangers(app: Flask) -> Callable[[Mapping[str, Any]], str]:
    """Return what tells of a WSGI environment how one who is not signed in is spoken to: by cookie, else by browser."""
    cookie: str = app.config["SESSION_COOKIE_NAME"] + LANGUAGE_COOKIE

    def language(environ: Mapping[str, Any]) -> str:
        sent = environ.get("HTTP_COOKIE", "")
        chosen = parse_cookie(sent).get(cookie, "") if cookie in sent else ""
        return heard(
            app.extensions["languages"], chosen[:LONGEST_CODE], environ.get("HTTP_ACCEPT_LANGUAGE", "")[:LONGEST_WISH]
        )

    return language


def habits_of_reader() -> Habits:
    """Return how the member who asks likes to read; nothing is known of one who is not signed in."""
    ask: Callable[[], Habits] | None = current_app.extensions.get("habits of reader")
    try:
        return ask() if ask else UNKNOWN
    except SQLAlchemyError:
        # Where the database is away, somebody must still be told so.
        return UNKNOWN


def cookie_name() -> str:
    """Return the name of the cookie that keeps what a signed-out reader chose."""
    name: str = current_app.config["SESSION_COOKIE_NAME"]
    return name + LANGUAGE_COOKIE


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


def tongue(written_in: str | None) -> str:
    """Return the language of what a member wrote as the page says it, or nothing where the page speaks it too.

    What does not say so is taken to be in the language that the house speaks first. Guards WCAG 3.1.2.
    """
    code = (written_in or languages()[0]).replace("_", "-")
    same = code.partition("-")[0].lower() == locale().partition("-")[0]
    return "" if same or not TAG.fullmatch(code) else code


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
