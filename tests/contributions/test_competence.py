"""The competence ledger: figures equal the rows, counted again in another way, and every figure opens its posts."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from html import unescape
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from accounts.models import EMPLOYEES, Role
from community.exercises.models import Cell, Credit, Exercise, Merged, Square
from community.knowledge.models import Article, ArticleSource
from community.models import Answer, Question
from contributions.competence.months import last_months, later, month_named, name_of
from contributions.competence.pages import ledger_page
from contributions.competence.reading import NO_PRODUCT, Chosen, by_month, by_product
from contributions.models import Contribution, Gate, Space, State
from contributions.products.models import Product, ProductThread
from core.database import db
from ideas.models import Idea
from tests import databases, factories
from tests.community.reading import follow_pages, words_of
from tests.modest import modest
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
MONTHS = tuple(later(FIRST, by) for by in range(6))
moments = st.integers(-20, 200).map(lambda day: datetime.fromtimestamp(FIRST.timestamp() + day * 86400 - 1, UTC))


class Case(NamedTuple):
    """A question with an answer, and what became of both; all of it names the product `named`, where it is one."""

    asker: Role
    helper: Role
    space: int
    at: datetime
    accepted: bool
    official: bool
    shared: int
    state: str
    shipped: bool
    kept: bool = False
    named: int | None = None


roles = st.sampled_from([Role.NONE, Role.STAFF, Role.GUEST, Role.MODERATOR, Role.PRODUCT_MANAGER | Role.MODERATOR])
states = st.sampled_from(["published", "published", "hidden", "deleted", "held"])
cases = st.builds(
    Case,
    roles,
    roles,
    st.integers(0, 1),
    moments,
    st.booleans(),
    st.booleans(),
    st.integers(0, 2),
    states,
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, 0, 1]),
)


def written(kind: Any, roles: Role, space: Space, case: Case, root: Contribution | None = None) -> Any:
    """Put something there as if it had been written so; `state` is that of the helper's answer."""
    kind.author_roles, kind.space_id, kind.created_at, kind.active_at = roles, space.id, case.at, case.at
    kind.body, kind.html, kind.title = "Words", "<p>Words</p>", None if root else "A thread of these tests"
    kind.thread_id, kind.parent_id = (root.id, root.id) if root else (None, None)
    db.session.add(kind)
    db.session.flush()
    return kind


def put(case: Case, spaces: list[Space], products: Sequence[Product] = ()) -> None:
    """Put a case into the database."""
    space = spaces[case.space]
    question = written(Question(shared_count=case.shared), case.asker, space, case)
    answer = written(Answer(state=State(case.state)), case.helper, space, case, question)
    if case.accepted:
        question.accepted_answer_id, question.accepted_at = answer.id, case.at
    if case.official:
        question.official_answer_id, question.official_at = answer.id, case.at
    idea = Idea(phase="delivered" if case.shipped else "open", status_changed_at=case.at)
    threads = [question, written(idea, case.asker, space, case)]
    if case.kept:
        article = written(Article(question_id=question.id), Role.STAFF, space, case)
        sources = [{"contribution_id": one.id, "taken_at": case.at} for one in (question, answer)]
        db.session.add_all(ArticleSource(article_id=article.id, **source) for source in sources)
    if case.accepted and case.official:
        threads.append(credit(case, space))
    if case.named is not None:
        key = products[case.named].id
        db.session.add_all(ProductThread(thread_id=thread.id, product_id=key) for thread in threads)
    db.session.commit()


def credit(case: Case, space: Space) -> Exercise:
    """Put a merged answer there that credits the helper; returns the exercise."""
    posed: Exercise = written(Exercise(row_names=["A"], column_names=["B"]), Role.STAFF, space, case)
    gate = Gate()
    db.session.add(gate)
    db.session.flush()
    db.session.add(Square(gate_id=gate.id, exercise_id=posed.id, row_number=1, column_number=1))
    cell = written(Cell(gate_id=gate.id), case.helper, space, case, posed)
    merged = written(Merged(gate_id=gate.id), Role.STAFF, space, case, posed)
    db.session.add(Credit(merged_id=merged.id, cell_id=cell.id))
    return posed


def expected(found: list[Case]) -> Counter[tuple[str, bool, str, frozenset[int | None]]]:
    """Count by hand: measure, by staff, month, products (all of the first space are about the first product)."""
    counted: Counter[tuple[str, bool, str, frozenset[int | None]]] = Counter()
    for case in found:
        month, asker, helper = name_of(case.at), bool(case.asker & EMPLOYEES), bool(case.helper & EMPLOYEES)
        stands = case.state == "published"
        deeds = [
            ("accepted", helper, case.accepted and stands),
            ("official", helper, case.official and stands),
            ("shared", asker, case.shared > 0),
            ("solved", asker, case.accepted and stands),
            ("shipped", asker, case.shipped),
            ("credited", helper, case.accepted and case.official),
            ("kept", asker, case.kept),
            ("kept", helper, case.kept and stands),
        ]
        about = frozenset({case.named, 0 if case.space == 0 else None} - {None}) or frozenset({None})
        counted.update((measure, staff, month, about) for measure, staff, done in deeds if done)
    return counted


@given(found=st.lists(cases, max_size=12))
@modest
def test_figures_equal_what_is_counted_by_hand(app: Any, found: list[Case]) -> None:
    databases.empty_tables()
    leader = make_person("Petra Product", Role.PRODUCT_MANAGER)
    spaces = [factories.make_space("Public"), factories.make_space("Other")]
    products = [factories.make_product(f"Product {at}", spaces[at], whole_space=at == 0) for at in (0, 1)]
    for case in found:
        put(case, spaces, products)
    names = [name_of(month) for month in MONTHS]
    right = Counter({key: count for key, count in expected(found).items() if key[2] in names})
    with app.test_request_context():
        page = ledger_page(leader.viewer, Chosen(MONTHS))
    assert page["total"]["all"] == right.total()
    for line in page["months"]:
        mine = {staff: _sum(right, staff=staff, month=line["name"]) for staff in (False, True)}
        assert (line["customers"], line["staff"]) == (mine[False], mine[True])
        assert line["share"] == (round(100 * mine[False] / sum(mine.values())) if any(mine.values()) else None)
    for line in page["measures"]:
        key = re.search(r"measure=(\w+)", line["staff_url"])
        assert key
        assert line["customers"] == _sum(right, staff=False, measure=key[1])
    places = {**{product.id: at for at, product in enumerate(products)}, NO_PRODUCT: None}
    counted = by_product(leader.viewer, Chosen(MONTHS))
    for key, about in places.items():
        mine = sum(count for deed, count in right.items() if about in deed[3])
        assert sum(one.deeds for one in counted if one.place == key) == mine
        narrowed = by_month(leader.viewer, Chosen(MONTHS, product=key))
        assert sum(one.deeds for one in narrowed) == mine


def _sum(counted: Counter[Any], measure: str = "", staff: bool | None = None, month: str = "") -> int:
    return sum(
        count
        for key, count in counted.items()
        if measure in {"", key[0]} and staff in {None, key[1]} and month in {"", key[2]}
    )


@pytest.fixture
def done(alice: Person, bob: Person, staff: Person, public_space: Space, group_space: Space) -> None:
    """Thirty-three accepted answers of customers about a product, one of staff about another, and one that is deleted.

    The other product is known to a group alone.
    """
    spaces = [public_space, group_space]
    products = [factories.make_product("Gauge", public_space), factories.make_product("Secret", group_space)]
    at = datetime(2024, 3, 5, tzinfo=UTC)
    plain = Case(Role.NONE, Role.NONE, 0, at, True, False, 0, "published", False)
    for number in range(33):
        put(plain._replace(at=at.replace(minute=number // 2), named=0), spaces, products)
    put(plain._replace(helper=Role.STAFF, shared=2, named=1), spaces, products)
    put(plain._replace(state="deleted", at=at.replace(month=4)), spaces)
    put(plain._replace(space=1), spaces)


SPAN = "from=2024-01&to=2024-06"


def test_every_figure_opens_as_many_posts(client_of: Open, product_manager: Person, done: None) -> None:
    client = client_of(product_manager)
    page = client.get(f"/insights/competence?{SPAN}").text
    assert "Circle" not in page, "who is not in the group counts nothing of it"
    words = words_of(page)
    assert "Accepted answers Answers that solved something. 33 1 97 %" in words
    assert "2024-03 68 1 99 %" in words
    assert "2024-04 0 0 nothing done" in words
    assert "Gauge 66 0 100 % No product 2 1 67 %" in words
    assert "Secret" not in words
    counted = re.findall(r'<a href="(/insights/competence/rows[^"]*)">(\d+)</a>', page)
    assert len(counted) > 7
    for address, number in counted:
        rows = follow_pages(client, unescape(address))
        assert sum(found.count('class="brief"') for found in rows) == int(number), address
    pages = follow_pages(client, f"/insights/competence/rows?{SPAN}&measure=accepted&who=customers")
    assert [found.count('class="brief"') for found in pages] == [30, 3]
    links = [key for found in pages for key in re.findall(r'brief-title" href="/contributions/(\d+)"', found)]
    assert len(set(links)) == 33
    assert client.get(f"/contributions/{links[0]}").status_code == 302


def test_it_is_downloaded_and_limited_by_product(
    client_of: Open, staff: Person, alice: Person, public_space: Space, done: None
) -> None:
    client = client_of(staff)
    sent = client.get(f"/insights/competence.csv?{SPAN}")
    rows = list(csv.DictReader(io.StringIO(sent.text)))
    assert sent.mimetype == "text/csv"
    assert {"month": "2024-03", "measure": "accepted", "customers": "33", "staff": "1"} in rows
    assert len(rows) == 6 * 7
    for product, name in db.session.execute(select(Product.id, Product.name)).all():
        own = words_of(client.get(f"/insights/competence?{SPAN}&product={product}").text)
        assert ("Everything 66 0 100 %" in own) is (name == "Gauge")
        assert ("Nothing to count yet" in own) is (name == "Secret"), "what one may not know of is like none"
    assert "Everything 2 1 67 %" in words_of(client.get(f"/insights/competence?{SPAN}&product={NO_PRODUCT}").text)
    assert "Nothing to count yet" in client.get("/insights/competence?product=424242").text
    for strange in (
        "?months=x&product=y",
        "?from=2024-13&to=9",
        "?months=99999999999999999999",
        "?from=0000-01&to=0000-02",
    ):
        assert client.get(f"/insights/competence{strange}").status_code == 200, strange
    assert client_of(alice).get("/insights/competence").status_code == 403


def test_the_pages_take_few_statements(
    client_of: Open,
    count_queries: Callable[[], AbstractContextManager[Any]],
    staff: Person,
    public_space: Space,
    group_space: Space,
    request: pytest.FixtureRequest,
) -> None:
    client, taken = client_of(staff), []
    addresses = [f"/insights/competence{part}?{SPAN}" for part in ("", "/rows", ".csv")]
    for filled in (False, True):
        if filled:
            request.getfixturevalue("done")
        for address in addresses:
            with count_queries() as statements:
                assert client.get(address).status_code == 200
            taken.append(statements.count)
    assert taken[:3] == taken[3:]
    assert max(taken) <= 4


def test_an_erased_author_is_a_former_member(client_of: Open, staff: Person, public_space: Space, done: None) -> None:
    assert db.session.scalar(select(Contribution.author_id).limit(1)) is None
    page = client_of(staff).get(f"/insights/competence/rows?{SPAN}&measure=official")
    assert "Nothing here" in page.text
    assert "A former member" in client_of(staff).get(f"/insights/competence/rows?{SPAN}&measure=shared").text


@pytest.mark.once
@given(st.datetimes(timezones=st.just(UTC)), st.integers(1, 60))
def test_months_follow_one_another(moment: datetime, count: int) -> None:
    moment = moment.replace(year=min(max(moment.year, 7), 9998), day=min(moment.day, 28))
    months = last_months(moment, count)
    assert len(months) == count
    assert months[-1] <= moment < later(months[-1], 1)
    assert all(later(one, 1) == other for one, other in pairwise(months))
    assert [month_named(name_of(month)) for month in months] == months
