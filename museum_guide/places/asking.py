"""Reads what somebody asks of nearby: a point or a town, how far, and how places that few know are lifted."""

import math
import unicodedata
from typing import Annotated, Any, Literal
from unicodedata import combining

from flask import current_app
from pydantic import BeforeValidator, Field, field_validator, model_validator
from sqlalchemy import select, union_all

from accounts.viewers import Viewer
from contributions.schemas import one_line
from core.database import read
from core.forms import Schema
from core.settings import Settings
from core.translation import gettext as _
from museum_guide.models import Museum, Place
from museum_guide.places.distances import FARTHEST_KM, Point, metres_between
from museum_guide.places.nearby import Wanted
from museum_guide.visibility import museums_shown_to

USUAL_KM = 5.0
MOST_OF_TOWN = 200
Order = Literal["lifted", "distance"]


def _number(given: Any) -> Any:
    """Read a number as people write it: with a point or a comma; nothing where nothing was written."""
    if isinstance(given, str):
        return given.strip().replace(",", ".") or None
    return given


Degrees = Annotated[float | None, BeforeValidator(_number), Field(ge=-1e6, le=1e6)]


class Asked(Schema):
    """Where somebody is, or the town that they typed, and what they look for. Positions are in degrees."""

    lat: Degrees = None
    lon: Degrees = None
    town: Annotated[str, BeforeValidator(one_line), Field(max_length=100)] = ""
    radius_km: Annotated[float, BeforeValidator(lambda given: _number(given) or USUAL_KM)] = USUAL_KM
    open_today: bool = False
    order: Order = "lifted"

    @field_validator("radius_km")
    @classmethod
    def _is_a_radius(cls, given: float) -> float:
        if not (math.isfinite(given) and 0 < given <= FARTHEST_KM):
            raise ValueError(_("Give a distance in kilometres, such as 2 or 5."))
        return given

    @model_validator(mode="after")
    def _is_on_earth(self) -> "Asked":
        if (self.lat is None) != (self.lon is None):
            raise ValueError(_("Give both: degrees of latitude and of longitude."))
        if self.lat is not None and not self.point.on_earth:
            raise ValueError(_("Latitudes go from -90 to 90, longitudes from -180 to 180."))
        return self

    @property
    def point(self) -> Point:
        """The position that was given; nowhere where none was."""
        return Point(*(math.nan if given is None else given for given in (self.lat, self.lon)))

    def around(self, centre: Point) -> Wanted:
        """Return what is looked for around a point, with the lift of this site unless the nearest shall come first."""
        lift = lift_of_site() if self.order == "lifted" else 0.0
        return Wanted(centre, self.radius_km * 1000, lift, self.open_today)


def lift_of_site() -> float:
    """Return how much nearer places that nobody knows count on this site, from 0 (not at all) to 0.9."""
    settings: Settings = current_app.extensions["settings"]
    return settings.nearby_lift


def middle_of(viewer: Viewer, town: str) -> tuple[str, Point] | None:
    """Return a town as it is written here and the middle of what stands there, or None where nothing is known of it.

    Accents and capitals do not matter. The middle is the place with the smallest sum of distances to the others, so
    that one that was put elsewhere by mistake does not move it.
    """
    shown = (Museum.latitude.is_not(None), museums_shown_to(viewer))
    cities = select(Place.city).union(select(Museum.city).where(*shown))
    alike = [row.city for row in read(cities, {"viewer_id": viewer.id}) if _folded(row.city) == _folded(town)]
    if not alike or not _folded(town):
        return None
    places = select(Place.city, Place.latitude, Place.longitude).where(Place.city.in_(alike))
    museums = select(Museum.city, Museum.latitude, Museum.longitude).where(Museum.city.in_(alike), *shown)
    rows = read(union_all(places, museums).limit(MOST_OF_TOWN), {"viewer_id": viewer.id}).all()
    points = [Point(row.latitude, row.longitude) for row in rows]
    return rows[0].city, min(points, key=lambda one: sum(metres_between(one, other) for other in points))


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain if not combining(letter)).split())
