"""Distances on the earth, and the box in which everything within a distance lies."""

import math
from typing import NamedTuple

# The mean radius of the earth (IUGG): a circle on a sphere of it is within 0.6 % of the WGS84 ellipsoid.
EARTH_METRES = 6_371_008.8
FARTHEST_KM = 20_038.0
# What rounding may take from the edge of a box, in degrees: a centimetre.
MARGIN = 1e-7


class Point(NamedTuple):
    """A point on the earth, in degrees."""

    latitude: float
    longitude: float

    @property
    def on_earth(self) -> bool:
        """Whether there is such a point; false for what is no number."""
        return -90 <= self.latitude <= 90 and -180 <= self.longitude <= 180


class Box(NamedTuple):
    """What lies between two latitudes and in one or two ranges of longitudes, in degrees."""

    south: float
    north: float
    ranges: tuple[tuple[float, float], ...]


def metres_between(first: Point, second: Point) -> float:
    """Return the great-circle distance by the haversine formula, in metres.

    sin²(d/2R) = sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2). From 48.860795, 2.337816 (the Louvre) to 48.8600, 2.3266
    (the Musée d'Orsay) there are 825 m.
    """
    one, other = math.radians(first.latitude), math.radians(second.latitude)
    across = math.radians(second.longitude - first.longitude)
    half = math.sin((other - one) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(across / 2) ** 2
    return 2 * EARTH_METRES * math.asin(min(1.0, math.sqrt(half)))


def box_around(centre: Point, metres: float) -> Box:
    """Return the smallest box of latitudes and longitudes that holds every point within a distance.

    Δλ = asin(sin(d/R) / cos φ), see J. P. Matuschek, "Finding points within a distance"; over a pole, all longitudes.
    """
    angle = min(metres / EARTH_METRES, math.pi)
    reach = math.degrees(angle) + MARGIN
    south, north = centre.latitude - reach, centre.latitude + reach
    if south <= -90 or north >= 90:
        return Box(max(south, -90.0), min(north, 90.0), ((-180.0, 180.0),))
    across = math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(math.radians(centre.latitude))))) + MARGIN
    west, east = centre.longitude - across, centre.longitude + across
    if east - west >= 360:
        return Box(south, north, ((-180.0, 180.0),))
    if west < -180:
        return Box(south, north, ((west + 360, 180.0), (-180.0, east)))
    if east > 180:
        return Box(south, north, ((west, 180.0), (-180.0, east - 360)))
    return Box(south, north, ((west, east),))
