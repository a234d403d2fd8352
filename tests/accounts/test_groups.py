"""Groups: administrators create them and say who belongs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.exceptions import Forbidden

from accounts.grouping import add_to_group, create_group, remove_from_group
from accounts.models import Group, Membership
from accounts.schemas import GroupDraft, Whom
from core.database import db
from tests.people import Person

Browser = Callable[[Person], FlaskClient]


@pytest.fixture
def circle(client_of: Browser, administrator: Person) -> str:
    """The address of a group that was just created."""
    answer = client_of(administrator).post("/groups", data={"name": "Beta crew", "description": "Tries things first"})
    assert answer.status_code == 303
    return f"/groups/{db.session.scalars(select(Group.id)).one()}"


def test_creates_and_lists(client_of: Browser, administrator: Person, circle: str) -> None:
    page = client_of(administrator).get("/groups").text
    assert "Beta crew" in page
    assert "0 members" in page


def test_name_is_given_once(client_of: Browser, administrator: Person, circle: str) -> None:
    answer = client_of(administrator).post("/groups", data={"name": "Beta crew"})
    assert answer.status_code == 422
    assert "There is a group of that name already." in answer.text


@pytest.mark.parametrize("who", ["Alice", "alice@example.org", "ALICE"])
def test_adds_by_name_or_address_and_removes(
    client_of: Browser, administrator: Person, alice: Person, circle: str, who: str
) -> None:
    client = client_of(administrator)
    assert client.post(circle, data={"who": who}).status_code == 303
    assert client.post(circle, data={"who": who}).status_code == 303
    assert ">Alice<" in client.get(circle).text
    assert "1 member" in client.get("/groups").text
    assert client.post(f"{circle}/remove/{alice.id}").status_code == 303
    assert db.session.scalar(select(func.count(Membership.member_id))) == 0


def test_nobody_of_that_name(client_of: Browser, administrator: Person, circle: str) -> None:
    answer = client_of(administrator).post(circle, data={"who": "Nobody"})
    assert answer.status_code == 422
    assert 'value="Nobody"' in answer.text


def test_unknown_group_is_not_found(client_of: Browser, administrator: Person) -> None:
    assert client_of(administrator).get("/groups/999").status_code == 404


def test_many_additions_at_once_are_one(client_of: Browser, administrator: Person, alice: Person, circle: str) -> None:
    browsers = [client_of(administrator) for _tab in range(12)]
    with ThreadPoolExecutor(12) as threads:
        codes = set(threads.map(lambda client: client.post(circle, data={"who": "Alice"}).status_code, browsers))
    assert codes == {303}
    assert db.session.scalar(select(func.count(Membership.member_id))) == 1


def test_rules_refuse_without_the_pages_too(administrator: Person, moderator: Person, alice: Person) -> None:
    group = create_group(administrator.viewer, GroupDraft(name="Circle"))
    for deed in (
        lambda: create_group(moderator.viewer, GroupDraft(name="Mine")),
        lambda: add_to_group(moderator.viewer, group, Whom(who="Alice")),
        lambda: remove_from_group(moderator.viewer, group, alice.id),
    ):
        with pytest.raises(Forbidden):
            deed()
