"""The mail that says why a reply by mail was not posted, to whoever proved to be the member who wrote it."""

from typing import Any

from contributions.news.words import Item, Letter, Part
from core.translation import gettext as _


def refusal(details: dict[str, Any]) -> Letter:
    """Return the letter about a mail that was refused; `details` hold its subject, reason, page and words."""
    return Letter(
        subject=_("Your reply was not posted"),
        opening=(details["reason"], _("Nothing is lost: your words stand below, and you can post them on the page.")),
        parts=(Part("", (Item(_("What you wrote"), details["subject"], details["url"], details["text"]),)),),
    )
