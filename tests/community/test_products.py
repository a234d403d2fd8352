"""Products: registered by staff, known to whoever may read their space, and named by questions."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from contributions.models import Space
from contributions.products.models import Product
from contributions.products.threads import products_of
from core.database import db
from tests import factories
from tests.community.reading import words_of
from tests.community.test_statements import MOST
from tests.people import Person

Open = Callable[[Person], FlaskClient]


def test_staff_registers_a_product_and_changes_it(
    client_of: Open, client: FlaskClient, staff: Person, alice: Person, public_space: Space
) -> None:
    browser = client_of(staff)
    old = factories.make_product("Gauge One", public_space)
    typed = {
        "name": "Gauge Two",
        "purpose": "Measures rain to a tenth of a millimetre.",
        "description": "It **tips** <script>",
        "space": public_space.id,
        "tag": "#Gauge-2",
        "predecessor": old.id,
        "sold_since": "2026-02-01",
        "sold_until": "2025-01-01",
    }
    refused = browser.post("/products/new", data=typed)
    assert refused.status_code == 422
    assert "before it came there" in refused.text
    assert 'value="Gauge Two"' in refused.text
    assert browser.post("/products/new", data=typed | {"sold_until": ""}).headers["Location"] == "/products/gauge-two"
    page = client.get("/products/gauge-two").text
    assert "<strong>tips</strong> &lt;script&gt;" in page
    assert "Replaces" in page
    assert "gauge-2" in page
    assert "Replaced by" in client.get("/products/gauge-one").text
    assert "Measures rain" in words_of(client.get("/products").text)

    form = browser.get("/products/gauge-two/edit").text
    assert 'value="gauge-2"' in form
    assert 'value="2026-02-01"' in form
    taken = browser.post("/products/gauge-one/edit", data=typed | {"sold_until": "", "predecessor": ""})
    assert "this name, this tag or this predecessor already" in taken.text
    changed = typed | {"purpose": "Measures rain at night too.", "sold_until": "2026-03-01", "predecessor": ""}
    assert browser.post("/products/gauge-two/edit", data=changed).status_code == 303
    page = client.get("/products/gauge-two").text
    assert "at night too" in page, "what was kept of the page is forgotten with the change"
    assert "On sale until" in page
    assert client_of(alice).post("/products/new", data=typed).status_code == 403


def test_a_question_names_its_product_and_keeps_what_was_typed(
    client_of: Open, alice: Person, public_space: Space, staff_space: Space
) -> None:
    known = factories.make_product("Gauge", public_space)
    secret = factories.make_product("Secret", staff_space)
    browser = client_of(alice)
    form = browser.get("/questions/ask").text
    assert "Gauge</option>" in form
    assert "Secret" not in form
    short = browser.post("/questions/ask", data={"title": "Short", "space": public_space.id, "product": known.id})
    assert f'value="{known.id}" selected>Gauge' in short.text
    asked = {"title": "Why does it tip twice?", "body": "It tips twice at every drop.", "space": public_space.id}
    assert browser.post("/questions/ask", data=asked | {"product": secret.id}).status_code == 404
    address = browser.post("/questions/ask", data=asked | {"product": known.id}).headers["Location"]
    assert products_of(int(address.split("/")[2])) == [known.id]
    assert "Why does it tip twice?" in browser.get("/products/gauge").text
    assert 'About <a href="/products/gauge">Gauge</a>' in browser.get(address).text
    known.space_id = staff_space.id
    db.session.commit()
    assert "Gauge" not in browser.get(address).text, "who may no longer know of it is not told"
    assert (
        browser.post("/questions/ask", data=asked | {"title": "Is it raining again?", "product": ""}).status_code == 303
    )


def test_threads_are_about_a_product_by_name_tag_or_space(
    alice: Person, public_space: Space, members_space: Space
) -> None:
    tagged = factories.make_product("Tagged", public_space, "rain")
    whole = factories.make_product("Whole", members_space, whole_space=True)
    plain = factories.make_product("Plain", public_space)
    by_tag = factories.ask(alice, public_space, tags=["rain"], product=tagged.id)
    by_space = factories.discuss(alice, members_space)
    all_ways = factories.ask(alice, members_space, tags=["rain"], product=plain.id)
    nothing = factories.ask(alice, public_space)
    about = [products_of(thread.id) for thread in (by_tag, by_space, all_ways, nothing)]
    assert about == [[tagged.id], [whole.id], sorted([tagged.id, whole.id, plain.id]), []]


def test_pages_of_products_say_nothing_of_closed_rooms_and_cost_little(
    client_of: Open,
    client: FlaskClient,
    alice: Person,
    staff: Person,
    public_space: Space,
    staff_space: Space,
    count_queries: Callable[[], object],
) -> None:
    factories.make_product("Gauge", public_space, "rain")
    later = factories.make_product("Gauge Next", staff_space)
    later.predecessor_id = db.session.scalars(select(Product.id).where(Product.slug == "gauge")).one()
    db.session.commit()
    factories.ask(staff, staff_space, "What may nobody know yet?", tags=["rain"])
    for reader in (client, client_of(alice)):
        page = reader.get("/products/gauge").text
        assert "Gauge Next" not in page
        assert "nobody know" not in page
        assert reader.get("/products/gauge-next").status_code == 404
        assert "Gauge Next" not in reader.get("/products").text
    browser = client_of(staff)
    assert "nobody know" in browser.get("/products/gauge").text
    for address in ("/products", "/products/gauge"):
        browser.get(address)
        with count_queries() as statements:  # type: ignore[attr-defined]
            browser.get(address)
        assert statements.count <= MOST, statements.texts


@pytest.mark.parametrize("field", ["name", "purpose", "space"])
def test_a_product_needs_its_words(client_of: Open, staff: Person, public_space: Space, field: str) -> None:
    whole = {"name": "Gauge", "purpose": "Measures rain somehow.", "space": str(public_space.id)}
    answer = client_of(staff).post("/products/new", data=whole | {field: ""})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
