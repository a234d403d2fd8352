"""The dashboard: panels of several parts on one page, each with its way on and its table to take along."""

import csv
import io
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from accounts.viewers import Viewer
from core.application import Atrium
from core.pages import places
from insights import charts, maps
from insights.charts import Bar, Cell, Series
from insights.dashboard.panels import INSIGHT_PANELS, Answers, Drawn, InsightPanel, Line
from insights.maps import Mark
from tests.community.reading import words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]


def panels(_viewer: Viewer) -> list[InsightPanel]:
    """Return a panel of every kind; the names in them are hostile."""
    chart = charts.line("Posts", "Day", ["Monday", "Tuesday"], [Series("All", [1, 3])])
    map_ = maps.scatter("Who replies to whom", [Mark("m1", "<b>Ana</b>", 0, 0), Mark("m2", "=1+1", 1, 1)])
    lines = [
        Line([Cell("=1+1", "/tags/sun"), Cell("7", "/questions")], "m2"),
        Line([Cell("<b>Ana</b>"), Cell("2")], "m1"),
    ]
    return [
        InsightPanel("waits", Answers.WAITING, "Waiting", quiet="Nobody waits.", headline="All is answered"),
        InsightPanel("posts", Answers.NEW, "Posts", drawn=Drawn.LINE, picture=chart),
        InsightPanel(
            "top", Answers.NEW, "Top", drawn=Drawn.BARS, picture=[Bar("a", "8", 100)], heads=("What", "Count"), rank=9
        ),
        InsightPanel(
            "people", Answers.PEOPLE, "People", drawn=Drawn.MAP, picture=map_, heads=("Who", "Posts"), lines=lines
        ),
    ]


@pytest.fixture
def filled(app: Atrium) -> Iterator[None]:
    """The dashboard with these panels alone."""
    before = places().filled.get(INSIGHT_PANELS, [])
    places().filled[INSIGHT_PANELS] = [panels]
    yield
    places().filled[INSIGHT_PANELS] = before


@pytest.mark.usefixtures("filled")
def test_the_page_asks_in_order_and_says_the_minute_first(client_of: Open, product_manager: Person) -> None:
    page = client_of(product_manager).get("/insights").text
    words = words_of(page)
    asked = ["In one minute", "All is answered", "What is new?", "Who should I talk to?", "What is unanswered?"]
    assert sorted(asked, key=words.index) == asked
    assert "Nobody waits." in words
    assert "growing" not in words, "a question that no panel answers is not asked"
    assert "<b>Ana</b>" not in page
    assert "Tuesday 3" in words, "the numbers of a picture stand in its table"
    assert 'data-map-mark="m2"' in page


@pytest.mark.usefixtures("filled")
def test_tables_are_taken_along_and_hold_no_formula(client_of: Open, product_manager: Person) -> None:
    client = client_of(product_manager)
    sent = client.get("/insights/panels/people.csv")
    assert sent.headers["Content-Disposition"] == "attachment; filename=people.csv"
    rows = list(csv.reader(io.StringIO(sent.text)))
    assert rows[:2] == [["Who", "Posts", "Address"], ["'=1+1", "7", "/tags/sun"]]
    told = client.get("/insights/panels/people.json").get_json()
    assert told["rows"][1] == {"Who": "<b>Ana</b>", "Posts": "2", "url": ""}
    assert client.get("/insights/panels/posts.csv").status_code == 404
    assert client.get("/insights/panels/nothing.json").status_code == 404


def test_it_is_for_product_managers(client_of: Open, product_manager: Person, alice: Person, staff: Person) -> None:
    assert "Nothing was analysed yet" in words_of(client_of(product_manager).get("/insights").text)
    for person in (alice, staff):
        for path in ("/insights", "/insights/panels/people.csv"):
            assert client_of(person).get(path).status_code == 403
