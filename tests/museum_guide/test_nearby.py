"""What is near: distances, the edges of the earth, opening, towns, and a hand for the little-known."""

import csv
import json
import math
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from core.application import Atrium
from core.clock import now
from core.database import db
from museum_guide.models import OpeningHours, Place
from museum_guide.places.distances import EARTH_METRES, Point, box_around, metres_between

DATA = Path(os.environ.get("ATRIUM_TEST_DATA", "")) / "museums"
FIELDS = {"city": "Lower Ferry", "country": "FR", "known": 0.5}
DEGREES = st.floats(-90, 90), st.floats(-180, 180)
# A Tuesday.
TODAY = "2024-05-14T09:00:00Z"


def put(name: str, latitude: float, longitude: float, **fields: Any) -> Place:
    place = Place(name=name, latitude=latitude, longitude=longitude, created_at=now(), **FIELDS | fields)
    db.session.add(place)
    db.session.commit()
    return place


@pytest.fixture
def near(atrium: Callable[..., Any]) -> Callable[..., list[dict[str, Any]]]:
    def ask(latitude: float, longitude: float, *more: object) -> list[dict[str, Any]]:
        ran = atrium("nearby", latitude, longitude, *more, "--json")
        assert ran.code == 0, ran.err
        return json.loads(ran.out)["results"]

    return ask


@pytest.mark.once
@given(first=st.tuples(*DEGREES), second=st.tuples(*DEGREES), metres=st.floats(1, 21_000_000))
def test_a_box_holds_everything_within_its_distance(
    first: tuple[float, float], second: tuple[float, float], metres: float
) -> None:
    centre, other = Point(*first), Point(*second)
    distance = metres_between(centre, other)
    box = box_around(centre, metres)

    assert 0 <= distance <= math.pi * EARTH_METRES + 1
    assert distance == pytest.approx(metres_between(other, centre), abs=0.01)
    if distance <= metres:
        assert box.south <= other.latitude <= box.north
        assert any(west <= other.longitude <= east for west, east in box.ranges)


def test_the_edges_of_the_earth(near: Callable[..., list[dict[str, Any]]]) -> None:
    put("West of the line", -17.0, 179.99)
    put("East of the line", -17.0, -179.99)
    put("Under the pole", 89.99, 10.0)
    twins = [put("Twin", 10.0, 20.0).name, put("Twin", 10.0, 20.0).name]

    assert {row["name"] for row in near(-17.0, 180)} == {row["name"] for row in near(-17.0, -180)}
    assert [row["name"] for row in near(-17.0, -179.995)] == ["East of the line", "West of the line"]
    assert [row["name"] for row in near(89.995, -170.0)] == ["Under the pole"]
    assert [row["name"] for row in near(90, 0)] == ["Under the pole"]
    assert [(row["name"], row["distance_m"]) for row in near(10.0, 20.0)] == [(name, 0.0) for name in twins]
    assert near(50, 50) == []
    assert len(near(0, 0, "--radius-km", 20038)) == 5


@pytest.mark.once
def test_nonsense_is_refused_in_a_line(atrium: Callable[..., Any], client: FlaskClient) -> None:
    for arguments in (("nan", 0), (0, "inf"), (999, 0), (0, -180.1), (0, 0, "--radius-km", -1), (0, "nan"), ("x", 0)):
        ran = atrium("nearby", *arguments, "--json")
        assert (ran.code, ran.out) == (2, ""), arguments
        assert "Traceback" not in ran.err
    for query in ("lat=nan&lon=1", "lat=1", "lat=91&lon=1", "lat=1&lon=1&radius_km=inf", "lat=1&lon=1&radius_km=0"):
        assert client.get(f"/nearby?{query}").status_code == 422, query
        assert client.get(f"/api/v1/nearby?{query}").status_code == 422, query
    assert client.get("/nearby?lat=1&lon=1&page=0").status_code == 400
    assert client.get("/api/v1/nearby?town=Atlantis").status_code == 422


def test_open_today_by_the_clock_of_the_place(
    near: Callable[..., list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch, client: FlaskClient
) -> None:
    monkeypatch.setenv("ATRIUM_NOW", TODAY.replace("09", "23"))
    west, east = put("In the west", 0.0, 0.001), put("In the east", 0.0, 0.002)
    far = put("Where it is Wednesday", 0.0, 150.0)
    put("Nobody knows", 0.0, 0.003)
    weekday = date(2024, 5, 14).weekday()
    for place, day in ((west, weekday), (east, weekday + 1), (far, weekday + 1)):
        db.session.add(OpeningHours(place_id=place.id, weekday=day, opens=600, closes=1500))
    db.session.commit()

    assert [(row["name"], row["open_today"], row["hours_today"]) for row in near(0, 0)] == [
        ("In the west", True, ["10:00-01:00"]),
        ("In the east", False, []),
        ("Nobody knows", None, None),
    ]
    assert [row["name"] for row in near(0, 0, "--open-today")] == ["In the west"]
    assert [row["name"] for row in near(0, 150, "--open-today")] == ["Where it is Wednesday"]
    page = client.get("/nearby?lat=0&lon=0&open_today=yes").text
    assert "open today 10:00-01:00" in page
    assert "In the east" not in page


def test_the_page_lifts_the_little_known_and_says_what_it_does_not_know(
    client: FlaskClient, client_of: Callable[..., FlaskClient], administrator: Any, count_queries: Any
) -> None:
    put("The palace", 48.0, 2.0 + 0.010, known=1.0, website="javascript:alert(1)")
    put("The ferryman's house", 48.0, 2.0 + 0.012, known=0.0, credit="A <b>register</b>", city="Évry")
    put("Somewhere in the village", 48.0, 2.0 + 0.030, approximate=True, known=1.0, city="Évry")

    with count_queries() as statements:
        page = client.get("/nearby?lat=48&lon=2&radius_km=5")
    assert statements.count <= 6
    assert page.text.index("ferryman") < page.text.index("The palace") < page.text.index("Somewhere")
    assert "little known" in page.text
    assert "about 2 km, roughly" in page.text
    assert "where exactly is not known" in page.text
    assert "javascript:" not in page.text
    assert "A &lt;b&gt;register" in page.text
    assert "geolocation=(self)" in page.headers["Permissions-Policy"]
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert "geolocation=()" in client.get("/").headers["Permissions-Policy"]
    assert "ATRIUM_NEARBY_LIFT" not in page.text

    nearest = client.get("/nearby?lat=48&lon=2&radius_km=5&order=distance").text
    assert nearest.index("The palace") < nearest.index("ferryman")
    assert "counts 30 % nearer" in client_of(administrator).get("/nearby?lat=48&lon=2").text

    with count_queries() as statements:
        town = client.get("/nearby?town=evry&radius_km=5").text
    assert statements.count <= 6
    assert "places around Évry" in town
    told = client.get("/api/v1/nearby?town=EVRY&radius_km=2&limit=1").json
    assert (told["total"], len(told["results"])) == (3, 1)
    assert "No place is known there" in client.get("/nearby?town=Atlantis").text


def test_long_lists_are_paged(client: FlaskClient) -> None:
    for number in range(23):
        put(f"Stone {number:02d}", 1.0, 1.0 + number / 10_000)
    first = client.get("/nearby?lat=1&lon=1").text
    second = client.get("/nearby?lat=1&lon=1&page=2").text
    assert [first.count("Stone"), second.count("Stone")] == [20, 3]
    assert "page=2" in first
    assert "page=1" in second


def rows_of_places() -> Iterator[dict[str, Any]]:
    for path in sorted(DATA.glob("places_*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)


@pytest.mark.skipif(not DATA.is_dir(), reason="ATRIUM_TEST_DATA names no museums")
def test_real_places(app: Atrium, atrium: Callable[..., Any], near: Any, tmp_path: Path) -> None:
    """Distances agree with the expected ones within 0.6 %, and nothing is missing or too much."""
    lines = [
        {
            "type": "place",
            "id": row["place_id"],
            "name": row["name"],
            "kind": row["kind"],
            "city": row["city"],
            "country": row["country"],
            "lat": float(row["lat"]),
            "lon": float(row["lon"]),
            "website": row["website"],
            "source": row["source"],
            "approximate": row["coord_quality"] == "approximate",
        }
        for row in rows_of_places()
    ]
    path = tmp_path / "places.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert atrium("import", path).code == 0

    expected = json.loads((DATA / "nearby_expected.json").read_text(encoding="utf-8"))
    for query in expected["queries"]:
        for name, told in query.items():
            if not name.startswith("within_"):
                continue
            kilometres = int(name.removeprefix("within_").removesuffix("m")) / 1000
            found = near(query["lat"], query["lon"], "--radius-km", kilometres)
            found = [row for row in found if row["id"] != query.get("exclude")]
            unclear = set(told["ambiguous_ids_within_0.6pct_of_radius"])
            assert abs(len(found) - told["count"]) <= len(unclear), (query["name"], name)
            distances = {row["id"]: row["distance_m"] for row in found}
            for place in told["nearest_10"]:
                assert distances[place["id"]] == pytest.approx(place["haversine_m"], rel=0.006), place
