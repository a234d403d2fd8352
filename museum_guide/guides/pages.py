"""Puts together what the pages of guides show."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask import request, url_for
from sqlalchemy import Row

from accounts.viewers import Viewer
from core.clock import now
from core.money import shown
from core.paging import Cursor
from core.times import calendar_day, full_time
from core.translation import gettext as _
from core.translation import ngettext
from museum_guide.guides.checking import Checked, certificate_in, check
from museum_guide.guides.publishing import card_address, own_keys, own_list
from museum_guide.guides.queries import (
    cards_of,
    deeds_page,
    guide_row,
    guides_page,
    prices_of,
    review_sum,
    reviews_page,
    tours_of,
)
from museum_guide.guides.rotating import are_digits_of, digits_at, seconds_left
from museum_guide.guides.states import first_day, last_day, problem_words, state_of, words_of
from museum_guide.languages import name_of
from museum_guide.slots import DeskLink, Panel
from museum_guide.visits.current import VisitRow

EARLY, LATE = 40, 60


def _cursor() -> Cursor | None:
    key = request.args.get("page")
    return Cursor.decode(key, 1) if key else None


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper()


def about(guide: Any, zone: str, at: datetime) -> dict[str, Any]:
    """Return what a card says of a guide."""
    state = state_of(guide, at)
    word, sentence, tone = words_of(state)
    return {
        "guide": guide,
        "initials": initials(guide.name),
        "photo": url_for("guides.photo", code=guide.code) if guide.photo else "",
        "languages": ", ".join(name_of(code) for code in guide.languages),
        "from_day": first_day(guide, zone),
        "until_day": last_day(guide, zone),
        "state": state,
        "word": word,
        "sentence": sentence,
        "tone": tone,
    }


def price_list(rows: Iterable[Row[Any]]) -> list[dict[str, Any]]:
    """Return prices in words."""
    return [
        {
            "id": row.id,
            "price": shown(row.amount, row.currency),
            "minutes": ngettext("%(num)s minute", "%(num)s minutes", row.minutes),
            "people": ngettext("up to %(num)s person", "up to %(num)s people", row.people),
        }
        for row in rows
    ]


def rated(count: int, points: int) -> str:
    """Return the mean of ratings in words; nothing where there are none."""
    if not count:
        return ""
    mean = f"{points / count:.1f}"
    return ngettext("%(mean)s of 5, from %(num)s review", "%(mean)s of 5, from %(num)s reviews", count, mean=mean)


def guide_page(viewer: Viewer, code: str, said: str) -> dict[str, Any]:
    """Return what stands behind a card: four statements. `said` are the digits that a visitor typed."""
    row, at = guide_row(viewer, code), now()
    page = reviews_page(row.id, _cursor(), hidden=viewer.standing.moderator)
    return {
        **about(row, row.timezone, at),
        "checked": full_time(at),
        "seconds": f"{at:%H:%M:%S}",
        "said": said,
        "matches": bool(said) and are_digits_of(row.code, said, at),
        "prices": price_list(prices_of([row.id])),
        "rated": rated(*review_sum(row.id)),
        "reviews": [{"row": one, "day": calendar_day(one.written_at)} for one in page.rows],
        "pager": page.links(url_for("guides.guide", code=row.code)),
        "moderates": viewer.standing.moderator,
    }


def unknown_page() -> dict[str, Any]:
    """Return what stands behind a card that nobody knows."""
    word, sentence, tone = words_of("unknown")
    return {"state": "unknown", "word": word, "sentence": sentence, "tone": tone, "checked": full_time(now())}


def list_page(museum: Any) -> dict[str, Any]:
    """Return who may guide in a museum today, with what they ask for: two statements."""
    at = now()
    page = guides_page(museum.id, _cursor(), valid_at=at)
    prices = defaultdict(list)
    for price in prices_of([row.id for row in page.rows]):
        prices[price.guide_id].append(price)
    guides = [
        {
            **about(row, museum.timezone, at),
            "prices": price_list(prices[row.id]),
            "rated": rated(row.reviews, row.points),
        }
        for row in page.rows
    ]
    return {"museum": museum, "guides": guides, "pager": page.links(url_for("guides.of_museum", slug=museum.slug))}


def desk_list(museum: Any) -> dict[str, Any]:
    """Return all guides of a museum for those who keep it: one statement."""
    page, at = guides_page(museum.id, _cursor()), now()
    guides = [about(row, museum.timezone, at) for row in page.rows]
    return {"museum": museum, "guides": guides, "pager": page.links(url_for("guide_desk.guides", slug=museum.slug))}


def desk_page(museum: Any, guide: Any) -> dict[str, Any]:
    """Return a guide for those who keep the museum: the card, the prices, and what was decided."""
    page = deeds_page(guide.id, _cursor())
    deeds = {
        "issued": _("Registered"),
        "renewed": _("Renewed"),
        "suspended": _("Suspended"),
        "resumed": _("May lead again"),
        "revoked": _("Revoked"),
        "review hidden": _("A review was hidden"),
    }
    return {
        **about(guide, museum.timezone, now()),
        "museum": museum,
        "card": card_address(guide, museum.slug),
        "picture": picture_of(card_address(guide, museum.slug)),
        "prices": price_list(prices_of([guide.id])),
        "deeds": [{"row": row, "word": deeds[row.deed], "at": full_time(row.at)} for row in page.rows],
        "pager": page.links(url_for("guide_desk.guide", slug=museum.slug, code=guide.code)),
    }


def own_page(viewer: Viewer) -> dict[str, Any]:
    """Return the cards of a member with the digits of this minute: one statement."""
    at = now()
    cards = []
    for row in cards_of(viewer.id):
        card = about(row, row.timezone, at)
        if card["state"] == "valid":
            digits = digits_at(row.code, at)
            card |= {"digits": f"{digits[:3]} {digits[3:]}", "picture": picture_of(card_address(row, row.museum_slug))}
        cards.append(card)
    return {"cards": cards, "left": seconds_left(at)}


def tours_page(visit: VisitRow | None) -> dict[str, Any]:
    """Return the tours of a visit: one statement."""
    tours = [
        {
            "row": row,
            "day": full_time(row.started_at),
            "over": (row.ended_at or row.ends_at) <= now(),
        }
        for row in (tours_of(visit.id) if visit else ())
    ]
    return {"visit": visit, "tours": tours, "stars": star_words()}


def star_words() -> Sequence[tuple[str, str, str]]:
    """Return the ratings as choices."""
    words = (_("Excellent"), _("Good"), _("Middling"), _("Poor"), _("Bad"))
    return [
        (str(points), _("%(points)s of 5", points=points), word)
        for points, word in zip((5, 4, 3, 2, 1), words, strict=True)
    ]


def check_page(text: str, museum: str) -> dict[str, Any]:
    """Return what the check of a certificate says: one statement where there is one."""
    if not certificate_in(text):
        return {"text": "", "museum": museum, "found": None}
    at = now()
    found: Checked = check(text, own_keys(), own_list(at), at, museum)
    word, sentence, tone = words_of(found.state)
    return {
        "text": text,
        "museum": museum,
        "found": found,
        "word": word,
        "sentence": problem_words(found.problem) if found.problem else sentence,
        "tone": tone,
        "checked": full_time(at),
    }


def picture_of(address: str) -> str:
    """Return the QR code of an address as a picture that stands in the page; level L, as a card is kept clean."""
    import segno

    return str(segno.make(address, micro=False, error="l").svg_data_uri(scale=4, border=4, light="white"))


def museum_panels(_viewer: Viewer, _museum_id: int) -> list[Panel]:
    """Return what a museum's page says of its guides, without a statement."""
    slug = (request.view_args or {}).get("slug", "")
    return [Panel(_("Guides"), "museum_guide/guides/museum.html", {"slug": slug}, LATE)]


def desk_links(_viewer: Viewer, _museum_id: int) -> list[DeskLink]:
    """Return the page of guides for those who keep a museum."""
    slug = (request.view_args or {}).get("slug", "")
    return [DeskLink(_("Guides"), url_for("guide_desk.guides", slug=slug), EARLY)]
