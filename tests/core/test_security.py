"""Guards of every request and headers of every answer, error pages included."""

import re

import pytest
from flask.testing import FlaskClient

from core.application import Atrium
from core.security import HEADERS

pytestmark = pytest.mark.once
PATHS = ["/", "/healthz", "/readyz", "/no-such-page", "/questions?after=nonsense", "/static/0/nothing.css"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_every_header(client: FlaskClient, path: str) -> None:
    response = client.get(path)

    for name, value in HEADERS.items():
        assert response.headers[name] == value
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_a_write_from_another_site_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/no-such-page", headers=headers).status_code == 403


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}, {}])
def test_a_write_from_this_site_is_let_through(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/no-such-page", headers=headers).status_code == 404


@pytest.mark.parametrize("host", ["elsewhere.example", "localhost.elsewhere.example", "localhost:80@elsewhere.example"])
def test_other_host_names_are_not_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 400


def test_an_error_is_a_page_for_people_and_a_problem_for_programs(client: FlaskClient) -> None:
    page = client.get("/no-such-page", headers={"Accept": "text/html"})
    problem = client.get("/no-such-page", headers={"Accept": "application/json"})

    assert page.status_code == problem.status_code == 404
    assert page.content_type == "text/html; charset=utf-8"
    assert problem.content_type == "application/problem+json"
    assert problem.get_json(force=True)["status"] == 404
    assert re.fullmatch(r"[0-9a-f]{16}", problem.get_json(force=True)["request_id"])


def test_a_failure_tells_nothing_of_the_inside(
    app: Atrium, monkeypatch: pytest.MonkeyPatch, client: FlaskClient
) -> None:
    def broken() -> None:
        raise RuntimeError("the password of the database is swordfish")

    monkeypatch.setitem(app.view_functions, "health.healthz", broken)
    response = client.get("/healthz")

    assert response.status_code == 500
    assert "swordfish" not in response.text
    assert "Traceback" not in response.text


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    assert client.post("/login", data={"email": "x" * (3 * 1024 * 1024)}).status_code == 413


def test_metrics_are_closed_without_a_token(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
