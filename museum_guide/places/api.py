"""The operation that tells what is near."""

from typing import Annotated

from pydantic import Field

from accounts.api.answering import Invalid
from accounts.api.identifying import ids_of
from accounts.api.operations import Section
from accounts.api.shapes import Answered, PublicId
from accounts.viewers import Viewer
from core.translation import gettext as _
from museum_guide.models import Museum, Place
from museum_guide.places.asking import Asked, Order, middle_of
from museum_guide.places.cli import as_row
from museum_guide.places.nearby import near, with_hours

section = Section("Museums")


class AskedNear(Asked):
    """A position in degrees, or a town, and what is looked for around it. At most `limit` places are told."""

    order: Order = "distance"
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class PlaceNear(Answered):
    """A place within reach. Distances are metres; where `approximate`, of its town or village alone.

    `known` is from 0 (hardly anybody knows it) to 1, and `counts_m` the distance that counts for the order. What is
    not known of its hours is null.
    """

    id: PublicId
    name: str
    distance_m: float
    kind: str
    city: str
    country: str
    website: str
    approximate: bool
    known: float
    counts_m: float
    open_today: bool | None
    hours_today: list[str] | None
    museum: str | None
    credit: str


class NearAnswer(Answered):
    """What is within reach of a point, in order; `total` counts what there is beyond the limit, too."""

    latitude: float
    longitude: float
    radius_km: float
    total: int
    results: list[PlaceNear]


@section.add("GET", "/nearby", NearAnswer, scope=None, asks=AskedNear, limit="search")
def nearby(viewer: Viewer, asked: AskedNear) -> NearAnswer:
    """List museums and places of heritage around a position or a town; the position is not kept."""
    town = middle_of(viewer, asked.town) if asked.lat is None and asked.town else None
    centre = town[1] if town else asked.point
    if not centre.on_earth:
        raise Invalid({"lat": _("Give a position, or a town in which places are known here.")})
    found = near(viewer, asked.around(centre))
    shown = with_hours(found[: asked.limit])
    models = {"place": Place, "museum": Museum}
    names = {
        table: ids_of(model, [one.stands.id for one in shown if one.stands.table == table])
        for table, model in models.items()
    }
    rows = [PlaceNear(**as_row(one, names[one.stands.table][one.stands.id])) for one in shown]
    return NearAnswer(
        latitude=centre.latitude,
        longitude=centre.longitude,
        radius_km=asked.radius_km,
        total=len(found),
        results=rows,
    )
