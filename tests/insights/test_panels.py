"""Beta panels: suggested, invited, under terms; closed to all others, and at once to who is shut out."""

from collections.abc import Callable
from email import message_from_bytes, policy
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import Membership
from community.owners.models import Ownership
from contributions.models import Space
from core.application import Atrium
from core.clock import now
from core.database import db
from insights.graphs.models import Standing
from insights.lead_users.models import Lead, Reason
from insights.models import Run
from insights.panels.models import (
    BetaPanel,
    Opening,
    PanelAgreement,
    PanelItem,
    PanelReport,
    PanelTerms,
)
from tests import factories
from tests.people import Person

Open = Callable[[Person], FlaskClient]
TERMS = "Keep what you see here to yourself."
SECRET = "The zephyrometer measures drizzle by ear."
PANEL = {"name": "Zephyr", "purpose": "Try the zephyrometer before others.", "ranking": "rising", "terms": TERMS}
ITEM = {"title": "Zephyrometer", "version": "0.9", "notes": SECRET, "terms": "Show it to nobody before May."}
WORDS = ("it", "she", "he")
FILE = "https://files.example.org/zephyr.zip"
REPORT = {"kind": "bug", "severity": "high", "title": "Needle sticks", "body": "It sticks in <b>rain</b>."}


def _opened(manager: FlaskClient, **more: Any) -> BetaPanel:
    assert manager.post("/insights/beta/new", data=PANEL | more).status_code == 303
    return db.session.scalars(select(BetaPanel)).one()


def _seated(manager: FlaskClient, member: FlaskClient, who: Person, **more: Any) -> BetaPanel:
    """Open a panel with one panellist and one item."""
    panel = _opened(manager)
    invited = manager.post(f"/insights/beta/{panel.id}/invite", data={"member": who.id, **more})
    assert invited.status_code == 303
    assert manager.post(f"/insights/beta/{panel.id}/items", data=ITEM | {"addresses": FILE}).status_code == 303
    _agree(member, panel)
    return panel


def _agree(member: FlaskClient, panel: BetaPanel) -> None:
    newest = db.session.scalars(select(PanelTerms.id).order_by(PanelTerms.id.desc())).first()
    assert member.post(f"/beta/{panel.id}/answer", data={"accept": "yes", "terms": newest}).status_code == 303


def _item() -> PanelItem:
    return db.session.scalars(select(PanelItem)).one()


def _rank(person: Person, post: int) -> None:
    """Leave what a run would: a rising member with a reason."""
    at = now()
    run = Run(state="done", as_of=at, started_at=at, seen_at=at)
    db.session.add(run)
    db.session.flush()
    found = {"run_id": run.id, "member_id": person.id}
    db.session.add(Lead(**found, ranking="rising", place=1, score=88.0))
    db.session.add(Reason(**found, kind="solved", contribution_id=post, term=""))
    db.session.add(Standing(**found, partners=1, community=0))
    db.session.commit()


def _mails(app: Atrium) -> list[str]:
    paths = (app.extensions["settings"].home / "mail").glob("*.eml")
    return [str(message_from_bytes(path.read_bytes(), policy=policy.default)["To"]) for path in paths]


def test_members_are_suggested_with_reasons_and_invited_once(
    alice: Person, bob: Person, public_space: Space, product_manager: Person, client_of: Open, count_queries: Any
) -> None:
    asked = [factories.ask(alice, public_space, f"Why does {word} tremble?", tags=["needles"]) for word in WORDS]
    answers = [factories.answer(bob, one, f"Turn screw {number} a little.") for number, one in enumerate(asked)]
    _rank(bob, answers[1].id)
    manager = client_of(product_manager)
    panel = _opened(manager, tags="needles", least_posts="2", least_partners="1")
    address = f"/insights/beta/{panel.id}/suggestions"
    with count_queries() as statements:
        page = manager.get(address).text
    assert statements.count <= 8, "two find who asks"
    for words in (
        bob.name,
        "Turn screw 1 a little.",
        "Reach: 1 contact",
        "Activity: 3 posts",
        "3 posts under the tags",
    ):
        assert words in page
    panel.least_posts = 4
    db.session.commit()
    assert "Invite to a panel" in manager.get("/insights/lead-users?ranking=rising").text
    assert bob.name not in manager.get(address).text, "the criteria decide"
    panel.least_posts, panel.tags = 2, ["levers"]
    db.session.commit()
    assert bob.name not in manager.get(address).text
    product = factories.make_product("Needle", public_space)
    panel.tags, panel.owners_only, panel.product_id = ["needles"], True, product.id
    db.session.commit()
    assert bob.name not in manager.get(address).text
    owned = {"state": "verified", "arm": "pack", "claimed_at": now(), "verified_at": now()}
    db.session.add(Ownership(member_id=bob.id, product_id=product.id, **owned))
    db.session.commit()
    assert "Owns the product" in manager.get(address).text
    assert manager.post("/insights/beta/new", data=PANEL | {"name": "B", "owners_only": "yes"}).status_code == 422
    db.session.commit()

    member = client_of(bob)
    assert member.post("/account/profiling", data={}).status_code == 303
    _rank(bob, answers[1].id)
    assert bob.name not in manager.get(address).text, "who does not want to be found is not, whatever a run left"
    assert manager.post(f"/insights/beta/{panel.id}/invite", data={"member": bob.id}).status_code == 403
    assert member.post("/account/profiling", data={"allowed": "yes"}).status_code == 303
    assert manager.post(f"/insights/beta/{panel.id}/invite", data={"member": bob.id}).status_code == 303
    assert manager.post(f"/insights/beta/{panel.id}/invite", data={"member": bob.id}).status_code == 403
    assert bob.name not in manager.get(address).text
    assert "Zephyr" in member.get("/beta").text


def test_panellists_agree_open_under_their_name_and_report(
    app: Atrium, bob: Person, product_manager: Person, client_of: Open, worker: Callable[[], None], count_queries: Any
) -> None:
    manager, member = client_of(product_manager), client_of(bob)
    panel = _seated(manager, member, bob)
    item, room = f"/beta/{panel.id}/items/{_item().id}", f"/beta/{panel.id}"
    assert "Zephyrometer" in member.get(room).text
    before = member.get(item).text
    assert "Show it to nobody before May." in before
    assert SECRET not in before
    assert FILE not in before
    assert not db.session.scalars(select(Opening)).all()

    with count_queries() as statements:
        after = member.post(item)
    mark = db.session.scalars(select(Opening)).one()
    assert statements.count <= 11, "two find who asks, three write"
    assert SECRET in after.text
    assert FILE in after.text
    assert f"Opened by {bob.name} (member {bob.id})" in after.text
    assert f"mark {mark.id}" in after.text
    assert after.headers["Cache-Control"] == "no-store"
    assert bob.name in manager.get(f"/insights/beta/{panel.id}/openings").text

    assert member.post(f"{room}/report", data={}).status_code == 422
    assert member.post(f"{room}/report", data=REPORT | {"item": _item().id}).status_code == 303
    report = db.session.scalars(select(PanelReport)).one()
    page = manager.get(f"/insights/beta/{panel.id}/reports?status=new").text
    assert "It sticks in &lt;b&gt;rain&lt;/b&gt;." in page
    for status in ("confirmed", "shipped"):
        assert (
            manager.post(f"/insights/beta/{panel.id}/reports/{report.id}", data={"status": status}).status_code == 303
        )
    page = manager.get(f"/insights/beta/{panel.id}/reports").text
    assert f"confirmed by {product_manager.name}" in page
    assert f"shipped by {product_manager.name}" in page
    with count_queries() as statements:
        seats = manager.get(f"/insights/beta/{panel.id}").text
    assert statements.count <= 8
    assert seats.count('<td class="number">1</td>') == 4, "opened, reports, confirmed, shipped"

    leaked = {"seen_at": "https://rival.example.org", "words": "A photograph of the needle."}
    assert member.post(f"{room}/leak", data=leaked).status_code == 303
    assert leaked["words"] in manager.get(f"/insights/beta/{panel.id}/leaks").text
    worker()
    assert sorted(_mails(app)) == sorted([bob.email, product_manager.email]), "an invitation and a leak, once each"

    assert manager.post(f"/insights/beta/{panel.id}/terms", data={"terms": f"{TERMS} For good."}).status_code == 303
    assert "For good." in member.get(room).text
    assert member.get(item).status_code == 404, "new terms are to be agreed to first"
    old = db.session.scalars(select(PanelTerms.id).order_by(PanelTerms.id)).first()
    assert member.post(f"{room}/answer", data={"accept": "yes", "terms": old}).status_code == 409
    _agree(member, panel)
    assert SECRET in member.post(item).text
    assert SECRET not in member.get(item).text, "each opening is logged"
    assert len(db.session.scalars(select(PanelAgreement)).all()) == 2, "each version that was agreed to is kept"
    assert manager.post(f"/insights/beta/{panel.id}/items/{_item().id}/withdraw").status_code == 303
    assert member.get(item).status_code == 404


def _outputs(panel: BetaPanel, thread: int) -> list[str]:
    """Every way on which something of a panel could come out."""
    slug, item = db.session.get_one(Space, panel.space_id).slug, _item().id
    return [
        *(f"/beta/{panel.id}{rest}" for rest in ("", "/report", "/leak", f"/items/{item}")),
        *(f"/insights/beta/{panel.id}{rest}" for rest in ("", "/items", "/reports", "/openings", "/leaks")),
        *(f"/spaces/{slug}", f"/discussions/{thread}", f"/contributions/{thread}", "/beta", "/", "/discussions"),
        *("/spaces", "/search?q=drizzle", "/tags", "/feed.atom", f"/feed.atom?space={slug}", "/sitemap/1.xml"),
        *("/api/v1/discussions", f"/api/v1/discussions/{thread}", "/api/v1/search?q=drizzle", "/api/v1/spaces"),
    ]


def test_nothing_comes_out_to_others_and_all_closes_at_once(
    alice: Person, bob: Person, staff: Person, product_manager: Person, client: FlaskClient, client_of: Open
) -> None:
    manager, member = client_of(product_manager), client_of(bob)
    panel = _seated(manager, member, bob)
    assert SECRET in member.post(f"/beta/{panel.id}/items/{_item().id}").text
    space = db.session.get_one(Space, panel.space_id)
    thread = factories.discuss(product_manager, space, "Zephyr talk", body=SECRET).id
    outputs = _outputs(panel, thread)

    def saying(reader: FlaskClient) -> set[str]:
        found = set()
        for address in outputs:
            response = reader.get(address, follow_redirects=True)
            said = response.text.replace(address, "").casefold()
            if response.status_code == 200 and ("zephyr" in said or "drizzle" in said.replace("q=drizzle", "")):
                found.add(address)
        return found

    open_ways = {f"/beta/{panel.id}", f"/beta/{panel.id}/items/{_item().id}", f"/discussions/{thread}", "/beta"}
    assert open_ways <= saying(member)
    echo = {"/search?q=drizzle", "/api/v1/search?q=drizzle"}
    for other in (client, client_of(alice), client_of(staff)):
        assert not saying(other) - echo
        assert not any("zephyr" in other.get(address).text.casefold() for address in echo)
        for address in (f"/discussions/{thread}", f"/spaces/{space.slug}", f"/api/v1/discussions/{thread}"):
            assert other.get(address).status_code == 404, address
    for address in (f"/beta/{panel.id}", f"/beta/{panel.id}/items/{_item().id}", f"/beta/{panel.id}/report"):
        assert client_of(alice).get(address).status_code == 404
        assert client_of(alice).post(address, data=REPORT).status_code in {404, 405}

    logged = len(db.session.scalars(select(Opening)).all())
    assert manager.post(f"/insights/beta/{panel.id}/panellists/{bob.id}/revoke").status_code == 303
    assert not saying(member) - echo
    assert not any("zephyr" in member.get(address).text.casefold() for address in echo)
    for address in (*(f"/beta/{panel.id}{rest}" for rest in ("", "/report", "/leak")), f"/discussions/{thread}"):
        assert member.get(address).status_code == 404, address
    assert member.post(f"/beta/{panel.id}/items/{_item().id}").status_code == 404
    assert member.post(f"/beta/{panel.id}/answer", data={"accept": "yes", "terms": 1}).status_code == 404
    assert len(db.session.scalars(select(Opening)).all()) == logged
    assert not db.session.scalars(select(Membership).where(Membership.member_id == bob.id)).all()


def test_the_core_alone_sees_what_is_for_it_and_a_no_is_kept(
    alice: Person, bob: Person, product_manager: Person, client_of: Open
) -> None:
    manager, member, core = client_of(product_manager), client_of(bob), client_of(alice)
    panel = _seated(manager, member, bob)
    assert (
        manager.post(f"/insights/beta/{panel.id}/items", data=ITEM | {"core_only": "yes", "title": "Core"}).status_code
        == 303
    )
    hidden = db.session.scalars(select(PanelItem.id).where(PanelItem.core_only)).one()
    manager.post(f"/insights/beta/{panel.id}/invite", data={"member": alice.id, "core": "yes"})
    assert core.get(f"/beta/{panel.id}/items/{hidden}").status_code == 404, "before the terms"
    _agree(core, panel)
    assert "for the core alone" in core.get(f"/beta/{panel.id}").text
    assert core.get(f"/beta/{panel.id}/items/{hidden}").status_code == 200
    assert "for the core alone" not in member.get(f"/beta/{panel.id}").text
    assert member.get(f"/beta/{panel.id}/items/{hidden}").status_code == 404

    assert member.post(f"/beta/{panel.id}/leave").status_code == 303
    assert member.get(f"/beta/{panel.id}").status_code == 404
    assert manager.post(f"/insights/beta/{panel.id}/invite", data={"member": bob.id}).status_code == 403
    assert manager.post("/insights/beta/new", data=PANEL).status_code == 422, "the name is taken"
    assert manager.get(f"/insights/beta/{panel.id + 1}").status_code == 404
