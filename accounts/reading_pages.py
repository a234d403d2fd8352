"""The choice of a language, at the foot of every page, and a member's page of how they read."""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.account_pages import oneself, page
from accounts.guard import current_viewer
from accounts.reading import ReadingHabits, Speech, keep_habits, keep_language
from accounts.redirects import safe_next
from accounts.security_pages import keep_private
from core.forms import Form, read_form
from core.languages import own_name
from core.pages import places
from core.translation import cookie_name, habits_of_reader, languages
from core.translation import gettext as _
from core.zones import all_zones

blueprint = Blueprint("reading", __name__)
blueprint.after_request(keep_private)
A_YEAR = 365 * 86400


def register(app: Flask) -> None:
    """Open the pages, and let the foot of every page name the languages."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(spoken_languages=lambda: [(code, own_name(code)) for code in languages()])
    with app.app_context():
        places().fill("account tabs", lambda: ("reading.habits", _("Language and time")))


@blueprint.post("/language")
def speak() -> ResponseReturnValue:
    """Speak another language from now on: a member is known by their account, everybody else by a cookie."""
    form = read_form(Speech)
    if form.draft is None:
        return redirect(_way_back(), 303)
    if current_viewer().signed_in:
        keep_language(oneself(), form.draft.language)
    return _with_cookie(redirect(_way_back(), 303), form.draft.language)  # type: ignore[arg-type]


@blueprint.route("/account/reading", methods=["GET", "POST"])
def habits() -> ResponseReturnValue:
    """Choose a language and a time zone."""
    member = oneself()
    form: Form[ReadingHabits] = read_form(ReadingHabits) if request.method == "POST" else Form({})
    if form.draft:
        keep_habits(member, form.draft)
        flash(_("Saved."), "success")
        return _with_cookie(redirect(url_for("reading.habits"), 303), form.draft.language)  # type: ignore[arg-type]
    known = habits_of_reader()
    spoken = [("", _("As my browser asks")), *((code, own_name(code)) for code in languages())]
    settings = current_app.extensions["settings"]
    zones = [("", _("That of the site: %(zone)s", zone=_place(settings.timezone)))]
    zones += [(name, _place(name)) for name in all_zones()]
    return page("reading", form, spoken=spoken, zones=zones, known=known)


def _place(zone: str) -> str:
    return zone.replace("_", " ")


def _with_cookie(response: Response, language: str) -> Response:
    if language:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(cookie_name(), language, A_YEAR, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(cookie_name(), secure=current_app.config["SESSION_COOKIE_SECURE"])
    return response


def _way_back() -> str:
    """Return the page on which a language was chosen."""
    parts = urlsplit(request.referrer or "")
    own = parts.netloc == request.host
    return safe_next(f"{parts.path}?{parts.query}".removesuffix("?") if own else None)
