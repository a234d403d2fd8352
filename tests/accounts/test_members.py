"""Public pages of members: the list and the profile, and what they never show."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from accounts.models import Member, Role
from core.application import Atrium
from core.clock import now
from core.database import db
from core.pages import places
from tests.people import Person, make_person


def test_newest_come_first_and_pages_hold_together(client: FlaskClient) -> None:
    at = now()
    for number in range(65):
        make_person(f"Person {number:03}", joined_at=at + timedelta(minutes=number // 2))
    seen, path = [], "/members"
    while path:
        page = client.get(path).text
        seen += [f"Person {number:03}" for number in range(65) if f">Person {number:03}<" in page]
        path = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 65
    assert ">Person 064<" in client.get("/members").text


def test_list_takes_few_statements(
    client_of: Callable[[Person], FlaskClient], alice: Person, count_queries: Callable[[], Any]
) -> None:
    client = client_of(alice)
    for number in range(40):
        make_person(f"Person {number:03}")
    with count_queries() as statements:
        assert client.get("/members").status_code == 200
    assert statements.count <= 3


def test_finds_by_the_first_letters(client: FlaskClient, alice: Person, bob: Person) -> None:
    make_person("Zoë Brontë")
    assert "Alice" in client.get("/members?name=aL").text
    assert "Bob<" not in client.get("/members?name=aL").text
    assert "Zoë" in client.get("/members?name=ZOË").text
    assert "Nobody of that name" in client.get("/members?name=%25").text
    assert "Nobody of that name" in client.get("/members?name=%27+OR+1=1--").text


def test_foreign_page_key_is_refused_kindly(client: FlaskClient) -> None:
    assert client.get("/members?page=nonsense").status_code == 400
    for key in ((10**40, 1), (1, 10**40), (True, None), ("a", 1), (-(10**18), 0)):
        text = base64.urlsafe_b64encode(json.dumps([False, *key]).encode()).decode()
        assert client.get(f"/members?page={text}").status_code == 400


def test_address_is_never_shown(
    client: FlaskClient, client_of: Callable[[Person], FlaskClient], alice: Person, administrator: Person
) -> None:
    """Guards against CVE-2024-40761: an address, or its digest in the address of a picture, shown to others."""
    for reader in (client, client_of(administrator)):
        for path in ("/members", f"/members/{alice.id}"):
            page = reader.get(path).text
            assert "alice@example.org" not in page
            assert "gravatar" not in page


def test_unknown_member_is_not_found(client: FlaskClient) -> None:
    assert client.get("/members/999").status_code == 404
    assert client.get("/members/99999999999999999999").status_code == 404


def test_one_who_left_has_a_page_without_a_name(client: FlaskClient, alice: Person) -> None:
    db.session.get_one(Member, alice.id).erased_at = now()
    db.session.commit()
    answer = client.get(f"/members/{alice.id}")
    assert answer.status_code == 410
    assert "A former member" in answer.text
    assert "Alice" not in answer.text
    assert "Alice" not in client.get("/members").text


def test_imported_member_without_an_address_has_a_page(client: FlaskClient) -> None:
    person = make_person("Ivo Import", email=None, password=None, confirmed_at=None, source="old", source_key="7")
    assert "Ivo Import" in client.get(f"/members/{person.id}").text
    assert "Ivo Import" in client.get("/members").text


def test_rooms_put_their_panels_on_the_profile(client: FlaskClient, app: Atrium, alice: Person) -> None:
    asked: list[Any] = []

    def panels(viewer: Any, member: Member) -> list[dict[str, Any]]:
        asked.append((viewer.id, member.id))
        return [{"title": "Repairs", "stats": [{"number": 12, "label": "barometers"}], "rows": []}]

    places().fill("profile", panels)
    try:
        page = client.get(f"/members/{alice.id}").text
    finally:
        places().filled["profile"].remove(panels)
    assert asked == [(None, alice.id)]
    assert "Repairs" in page
    assert "barometers" in page


def test_office_is_shown(client: FlaskClient) -> None:
    person = make_person("Mina", Role.MODERATOR)
    assert "Moderator" in client.get(f"/members/{person.id}").text


def test_own_profile_leads_to_the_account(
    client_of: Callable[[Person], FlaskClient], alice: Person, bob: Person
) -> None:
    assert 'href="/account"' in client_of(alice).get(f"/members/{alice.id}").text
    page = client_of(alice).get(f"/members/{bob.id}").text
    assert f"/members/{bob.id}/roles" not in page
