"""The command that tells what is near a point, for programs."""

import math
from typing import Any

import click
import orjson
from flask import Flask

from accounts.viewers import ANONYMOUS
from core.archive.identity import PublicIds
from museum_guide.models import Museum, Place
from museum_guide.places.asking import lift_of_site
from museum_guide.places.distances import FARTHEST_KM, Point
from museum_guide.places.nearby import Near, Wanted, near, with_hours


def register(app: Flask) -> None:
    """Add the command to the command line."""
    app.cli.add_command(nearby_command)


# A latitude of -33.9 is no option.
@click.command("nearby", context_settings={"ignore_unknown_options": True})
@click.argument("latitude", metavar="LAT", type=float)
@click.argument("longitude", metavar="LON", type=float)
@click.option("--radius-km", default=5.0, show_default=True, type=float, help="How far away they may be.")
@click.option("--open-today", is_flag=True, help="Only what is known to open today.")
@click.option("--lifted", is_flag=True, help="Order as the page does: with a hand for places that few know.")
@click.option("--limit", type=click.IntRange(1), help="How many results at most.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def nearby_command(
    latitude: float, longitude: float, radius_km: float, limit: int | None, *, as_json: bool, **options: bool
) -> None:
    """List museums and places of heritage around a point, nearest first."""
    wanted = _wanted(Point(latitude, longitude), radius_km, **options)
    found = with_hours(near(ANONYMOUS, wanted)[:limit])
    rows = [as_row(one, name) for one, name in zip(found, names_of(found), strict=True)]
    if as_json:
        asked = {"lat": latitude, "lon": longitude, "radius_km": radius_km, "lift": wanted.lift}
        click.echo(orjson.dumps({"query": asked, "results": rows}))
        return
    for row in rows:
        about = "about " if row["approximate"] else ""
        click.echo(f"{about}{row['distance_m']:.0f} m".rjust(14) + f"  {row['name']} ({row['kind']})")


def _wanted(centre: Point, radius_km: float, open_today: bool, lifted: bool) -> Wanted:
    if not centre.on_earth:
        raise click.BadParameter("LAT goes from -90 to 90, LON from -180 to 180")
    if not (math.isfinite(radius_km) and 0 < radius_km <= FARTHEST_KM):
        raise click.BadParameter(f"--radius-km is more than 0 and at most {FARTHEST_KM:.0f}")
    return Wanted(centre, radius_km * 1000, lift_of_site() if lifted else 0.0, open_today)


def names_of(found: list[Near]) -> list[str]:
    """Return the ids of places under which archives know them."""
    models: dict[str, Any] = {"place": Place, "museum": Museum}
    known = {
        table: PublicIds(model).of([one.stands.id for one in found if one.stands.table == table])
        for table, model in models.items()
    }
    return [known[one.stands.table][one.stands.id] for one in found]


def as_row(one: Near, name: str) -> dict[str, Any]:
    """Return a place as programs get it; distances in metres, the hours of today as text, null where unknown."""
    return {
        "id": name,
        "name": one.name,
        "distance_m": round(one.distance_m, 1),
        "kind": one.kind,
        "city": one.city,
        "country": one.country,
        "website": one.website,
        "approximate": one.approximate,
        "known": one.known,
        "counts_m": round(one.counts_m, 1),
        "open_today": one.hours.open_today if one.hours else None,
        "hours_today": one.hours.spans if one.hours else None,
        "museum": one.museum_slug,
        "credit": one.credit,
    }
