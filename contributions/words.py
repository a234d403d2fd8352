"""The words that posts and cards need, put together once for each language."""

from functools import lru_cache
from typing import Any

from flask import Flask

from core.translation import gettext as _
from core.translation import locale


def register(app: Flask) -> None:
    """Give templates the words; a template adds the pieces that it makes of them, once for each language."""
    app.jinja_env.globals.update(reply_words=lambda: _reply_words(locale()), idea_words=lambda: _idea_words(locale()))
    app.jinja_env.globals.update(post_words=lambda: _post_words(locale()), card_words=lambda: _card_words(locale()))


@lru_cache(maxsize=64)
def _post_words(language: str) -> dict[str, Any]:
    return {
        "key": language,
        "gone": _("A former member"),
        "customer": _("Customer"),
        "organisation": _("Speaks for the organisation"),
        "points": _("Reputation"),
        "score": _("Votes"),
        "vote_up": _("This helps"),
        "vote_down": _("This does not help"),
        "vote_own": _("This is your own post"),
        "vote_closed": _("Voting is closed"),
        "vote_few": _("This takes more points of reputation"),
        "vote_sign_in": _("Sign in to vote"),
        "link": _("Link"),
        "comment": _("Comment"),
        "comments": _("Comments"),
        "edit": _("Edit"),
        "history": _("History"),
        "flag": _("Report"),
        "restore": _("Restore"),
        "hide": _("Hide"),
        "hide_confirm": _("Only its author and moderators will see it. It can be brought back."),
        "delete": _("Delete"),
        "delete_confirm": _("It will be taken off the page. Moderators can bring it back."),
        "accept": _("Accept"),
        "unaccept": _("Accepted"),
        "make_official": _("Make official"),
        "unofficial": _("Official"),
        "accepted": _("Accepted answer"),
        "official": _("Official answer"),
        "pinned": _("Pinned"),
        "answer_by": _("Answer by"),
        "reply_by": _("Reply by"),
    }


@lru_cache(maxsize=64)
def _reply_words(language: str) -> dict[str, Any]:
    """Return the words of threads without ranked answers, where one replies instead of commenting."""
    plain = {name: word for name, word in _post_words(language).items() if not name.startswith("html_")}
    return {**plain, "key": f"{language} reply", "comment": _("Reply")}


@lru_cache(maxsize=64)
def _idea_words(language: str) -> dict[str, Any]:
    """Return the words of ideas, which one wants rather than finds helpful."""
    plain = {name: word for name, word in _reply_words(language).items() if not name.startswith("html_")}
    return {**plain, "key": f"{language} idea", "vote_up": _("I want this"), "vote_down": _("I do not want this")}


@lru_cache(maxsize=64)
def _card_words(language: str) -> dict[str, Any]:
    return {
        "key": language,
        "answers_one": _("answer"),
        "answers_many": _("answers"),
        "solved": _("Solved"),
        "official": _("Has an official answer"),
        "score": _("Votes"),
        "views": _("Views"),
        "gone": _("A former member"),
    }
