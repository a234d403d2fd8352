"""Puts together what the pages of initiatives and services show."""

from fractions import Fraction
from typing import Any

from flask import url_for
from werkzeug.exceptions import NotFound

from accounts.people import person
from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.posts import thread
from contributions.resuming.reading import note_reading
from contributions.rows import own_state
from core.markup import as_markup
from core.money import plain, shown
from core.pages import ago, calendar_day
from core.times import decimal
from core.translation import gettext as _
from core.translation import ngettext
from ideas.initiatives.economics import economics
from ideas.initiatives.queries import (
    claims_of,
    contributors_of,
    initiative_row,
    lineage,
    people_of_service,
    service_row,
)
from ideas.initiatives.starting import may_keep


def statuses() -> dict[str, str]:
    """Return where an initiative can stand, in words."""
    return {"planned": _("Planned"), "trying": _("Being tried"), "running": _("Running"), "ended": _("Ended")}


def parts() -> dict[str, str]:
    """Return the parts that people have in an initiative or a service, in words."""
    return {
        "author": _("started it"),
        "idea": _("had the idea"),
        "parent": _("had an idea that it was mixed from"),
        "co-designer": _("designs it with those whom it serves"),
        "provider": _("provides it"),
    }


def initiative_page(viewer: Viewer, key: int) -> dict[str, Any]:
    """Return what the page of an initiative shows, in at most six statements. Raises NotFound."""
    row = initiative_row(viewer, key)
    votes, follows = own_state(viewer, [key])
    note_reading(viewer, key, [key])
    keeps = bool(may_keep(viewer, row))
    return {
        "thread": thread(viewer, row, votes, key in follows, "open"),
        "status": {"key": row.status, "name": statuses()[row.status]},
        "figures": figures_of(row),
        "partners": row.partners,
        "materials": row.materials,
        "making": row.steps,
        "claims": [_claim(one) for one in claims_of(key)],
        "people": _people(contributors_of(viewer, key)),
        "lineage": _lineage(lineage(viewer, row.idea_id, None, key)),
        "comments_text": ngettext("%(num)s comment", "%(num)s comments", row.comment_count),
        "keeps": keeps,
        "crumbs": [
            (_("Initiatives"), url_for("initiatives.initiatives")),
            (row.space_name, f"/spaces/{row.space_slug}"),
        ],
    }


def figures_of(row: Any) -> list[tuple[str, str]]:
    """Return the figures of a piece and of an hour as (value, what it is), the margin first."""
    if row.cost is None:
        return []
    counted = economics(row.cost, row.price, row.minutes, row.sets)
    times = "" if counted.times is None else _("%(times)s times", times=number(counted.times))
    found = [
        (_money(counted.margin, row.currency), _("left of each piece")),
        (times, _("its cost comes back")),
        (_money(row.cost, row.currency), _("costs a piece")),
        (_money(row.price, row.currency), _("brings a piece")),
    ]
    found = [one for one in found if one[0]]
    if counted.per_hour_and_set is None or counted.per_hour is None or counted.margin_per_hour is None:
        return found
    found.append((number(counted.per_hour_and_set), _("pieces an hour at most, of one set of tools")))
    if row.sets > 1:
        found.append((number(counted.per_hour), _("pieces an hour at most, of %(sets)s sets", sets=row.sets)))
    found.append((_money(int(counted.margin_per_hour), row.currency), _("left of an hour at most")))
    return found


def _money(amount: int, code: str) -> str:
    """Write money without decimals that are nought."""
    text = shown(amount, code)
    zeros = decimal(".00")
    return text.replace(zeros, "") if plain(amount, code).endswith(".00") else text


def number(value: Fraction) -> str:
    """Write an exact number with at most two decimals, rounded down so that no more is promised than there is."""
    whole = value * 100 // 1
    return decimal(f"{whole // 100}.{whole % 100:02d}".rstrip("0").rstrip("."))


def _claim(row: Any) -> dict[str, str]:
    return {"words": row.words, "evidence": row.evidence, "when": ago(row.created_at)}


def _people(rows: list[Any]) -> list[dict[str, Any]]:
    words = parts()
    return [
        {
            "member": person(row.member_id, row.name),
            "part": words[row.part],
            "origin": (KINDS[row.kind].address(row.id, row.title), row.title) if row.id else None,
        }
        for row in rows
    ]


def _lineage(rows: list[Any]) -> list[dict[str, Any]]:
    return [
        {"kind": KINDS[row.kind].label, "title": row.title, "url": KINDS[row.kind].address(row.id, row.title)}
        for row in rows
    ]


def service_page(viewer: Viewer, key: int) -> dict[str, Any]:
    """Return what the page of a service shows, in at most six statements. Raises NotFound."""
    row = service_row(viewer, key)
    votes, follows = own_state(viewer, [key])
    note_reading(viewer, key, [key])
    people = people_of_service(key)
    mine = next((one.part for one in people if one.member_id == viewer.id), None)
    return {
        "thread": thread(viewer, row, votes, key in follows, "open"),
        "kit": row.kit,
        "training": row.training,
        "providers": [_provider(key, one) for one in people if one.part == "provider"],
        "designers": [person(one.member_id, one.name) for one in people if one.part == "co-designer"],
        "learners": [_learner(one, row.training) for one in people if one.part == "learner"],
        "people": _people(contributors_of(viewer, key)),
        "lineage": _lineage(lineage(viewer, None, row.initiative_id)),
        "comments_text": ngettext("%(num)s comment", "%(num)s comments", row.comment_count),
        "mine": mine,
        "keeps": bool(may_keep(viewer, row)),
        "crumbs": [(_("Services"), url_for("services.services")), (row.space_name, f"/spaces/{row.space_slug}")],
    }


def _provider(service: int, row: Any) -> dict[str, Any]:
    return {
        "member": person(row.member_id, row.name),
        "url": f"/services/{service}/providers/{row.member_id}",
        "area": row.area,
        "trained": calendar_day(row.trained_at),
    }


def _learner(row: Any, training: list[str]) -> dict[str, Any]:
    done = {int(step) for step in (row.steps or "").split()}
    steps = [{"number": place, "name": name, "done": place in done} for place, name in enumerate(training, start=1)]
    member = person(row.member_id, row.name)
    return {"id": row.member_id, "member": member, "steps": steps, "trained": row.trained_at is not None}


def provider_page(viewer: Viewer, key: int, member: int) -> dict[str, Any]:
    """Return the page of a provider of a service. Raises NotFound."""
    row = service_row(viewer, key)
    found = next((one for one in people_of_service(key) if one.member_id == member and one.part == "provider"), None)
    if found is None:
        raise NotFound
    return {
        "title": row.title,
        "url": KINDS["service"].address(key, row.title),
        "page_url": f"/services/{key}/providers/{member}",
        "member": person(found.member_id, found.name),
        "area": found.area,
        "about": found.about,
        "html": as_markup(found.html),
        "trained": calendar_day(found.trained_at),
        "training": row.training,
        "kit": row.kit,
        "own": viewer.id == member,
    }
