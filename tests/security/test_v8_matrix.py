"""Every route for every role on things in every state and space, against a table written by hand (ASVS 8.2, 8.3).

Guards against CVE-2023-22487, CVE-2026-24735, CVE-2026-25699, CVE-2026-34905 and CVE-2024-29316: side doors.
"""

import pytest
from werkzeug.routing import Rule

import access
from accounts.guard import Access
from contributions.kinds import KINDS
from core.application import Atrium
from tests.security.golden import (
    EMPLOYEES,
    MEMBERS,
    MODERATORS,
    READERS,
    ROLES,
    ROUTES,
    STATES,
    outcome,
    sees,
)
from tests.security.world import SPACES, Thing, World, chosen, fields

LEVELS = {
    Access.ANYONE: ROLES,
    Access.SIGNED_OUT: ROLES,
    Access.MEMBER: MEMBERS,
    Access.STAFF: EMPLOYEES,
    Access.MODERATOR: MODERATORS,
    # Whether a curator keeps the museum is another question.
    Access.CURATOR: ("administrator",),
    Access.ADMINISTRATOR: ("administrator",),
    Access.TOKEN: (),
}
PATHS = (("questions", "question"), ("discussions", "discussion"), ("ideas", "idea"), ("knowledge", "article"))
# What takes the same ways as these is tried in one space: once is enough for it.
REPEATED = {"question", "answer"}
SAFE = {"GET", "HEAD", "OPTIONS"}
PAGES_OF_THINGS = (
    "contributions.permalink",
    "contributions.comments",
    "contributions.history",
    "contributions.revision",
)
DEEDS = (
    "contributions.vote",
    "contributions.comment",
    "contributions.edit",
    "contributions.revert",
    "contributions.delete",
    "contributions.hide",
    "contributions.restore",
    "contributions.follow",
    "flags.flag",
    "community.answer",
    "community.share",
    "duplicates.mark",
    "duplicates.unmark",
    "duplicates.judge",
    "duplicates.merge",
    "knowledge.grow",
    "knowledge.suggest",
    "deciding.keeper",
    "merging.not_mine",
    "community.accept",
    "community.official",
)


def rules(app: Atrium, unsafe: bool) -> list[Rule]:
    def wanted(methods: set[str]) -> bool:
        return bool(methods - SAFE) if unsafe else "GET" in methods

    return [rule for rule in app.url_map.iter_rules() if wanted(rule.methods or set())]


@pytest.mark.once
def test_every_route_is_classified_twice(app: Atrium) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints == set(access.ACCESS)
    assert endpoints == set(ROUTES), "write down who may call a new route, apart from the code"


@pytest.mark.once
@pytest.mark.parametrize("endpoint", sorted(ROUTES))
def test_both_tables_agree(endpoint: str) -> None:
    assert LEVELS[access.ACCESS[endpoint]] == ROUTES[endpoint].who


@pytest.mark.parametrize("role", ROLES)
def test_pages_without_a_thing(world: World, role: str) -> None:
    """Guards against CVE-2024-29316: a page of administrators that opens to others."""
    client = world.client(role)
    seen = 0
    for rule in rules(world.app, unsafe=False):
        by_token = ROUTES[rule.endpoint].thing in {"token", "call", "address"}
        if rule.arguments or "GET" not in (rule.methods or set()) or by_token:
            continue
        response = client.get(rule.rule, buffered=True)
        if role in ROUTES[rule.endpoint].who:
            signed_in_already = rule.endpoint in {"security.login", "security.register"} and role != "anonymous"
            # Nobody is in the middle of signing in.
            leads_on = signed_in_already or rule.endpoint == "security.second"
            assert response.status_code == (303 if leads_on else 200), rule
        elif role == "anonymous":
            assert response.status_code == 303, rule
            assert response.headers["Location"].startswith("/login?next="), rule
        else:
            assert response.status_code == 403, rule
        seen += 1
    assert seen > 20


@pytest.mark.parametrize("role", ROLES)
def test_forms_without_a_thing(world: World, role: str) -> None:
    client = world.client(role)
    for rule in rules(world.app, unsafe=True):
        left_out = {"security.logout", "account.end_other_sessions"}
        if rule.arguments or rule.endpoint in left_out or ROUTES[rule.endpoint].thing == "call":
            continue
        response = client.post(rule.rule, data={})
        if role in ROUTES[rule.endpoint].who:
            assert response.status_code in {200, 303, 422}, rule
            assert "/login?next=" not in response.headers.get("Location", ""), rule
        elif role == "anonymous":
            assert response.headers["Location"].startswith("/login?next="), rule
        else:
            assert response.status_code == 403, rule


@pytest.mark.parametrize("role", ROLES)
def test_things_are_read(world: World, role: str) -> None:
    """Guards against CVE-2023-22487, CVE-2026-24735 and CVE-2026-25699: a side door to what does not stand."""
    client = world.client(role)
    for thing in chosen(world.things, ROLES.index(role)):
        visible = sees(role, thing.space, thing.state) if thing.own else _sees_of_another(role, thing)
        opens = KINDS[thing.kind].opens_thread
        response = client.get(thing.address)
        assert response.status_code == ((200 if opens else 302) if visible else 404), (thing, response)
        said = response.text.replace(thing.address, "")
        assert (thing.word in said) == (visible and opens), "an error page says no more than the address asked for"
        for endpoint in PAGES_OF_THINGS:
            rule = next(iter(world.app.url_map.iter_rules(endpoint)))
            address = rule.rule.replace("<int:key>", str(thing.id)).replace("<int:number>", "1")
            code = client.get(address).status_code
            assert code == ((302 if endpoint == "contributions.permalink" else 200) if visible else 404), (
                thing,
                endpoint,
            )


def _sees_of_another(role: str, thing: Thing) -> bool:
    return role in READERS[thing.space] and (thing.state == "published" or role in MODERATORS)


@pytest.mark.once
@pytest.mark.parametrize("role", ROLES)
def test_a_thing_is_found_under_its_own_kind_alone(world: World, role: str) -> None:
    client = world.client(role)
    for thing in chosen(world.things, ROLES.index(role)):
        for path, kind in [(kind.path, kind.name) for kind in KINDS.values() if kind.opens_thread]:
            if kind != thing.kind:
                assert client.get(f"/{path}/{thing.id}/about-{thing.word}").status_code == 404, thing


@pytest.mark.parametrize("role", ROLES)
def test_deeds_on_things(world: World, role: str) -> None:
    client = world.client(role)
    done = 0
    others = [thing for thing in world.things if thing.kind == "question" and not thing.own]
    original = next(thing.id for thing in others if thing.space == "public" and thing.state == "published")
    done_to = [thing for thing in world.things if thing.own and (thing.space == "public" or thing.kind in REPEATED)]
    for thing in chosen(done_to, ROLES.index(role)):
        for deed in DEEDS:
            if ROUTES[deed].thing not in {"any", thing.kind}:
                continue
            rule = next(iter(world.app.url_map.iter_rules(deed)))
            address = rule.rule.replace("<int:key>", str(thing.id)).replace("<int:number>", "1")
            response = client.post(address, data=fields(thing, deed) | {"of": original})
            expected = outcome(deed, role, thing.space, thing.state, thing.kind)
            assert response.status_code == expected, (deed, thing)
            if role == "anonymous":
                assert response.headers["Location"].startswith("/login"), (deed, thing)
            elif expected == 303:
                assert not response.headers["Location"].startswith("/login"), (deed, thing)
                world.mend(thing)
                done += 1
    assert (done == 0) == (role == "anonymous")


@pytest.mark.once
@pytest.mark.parametrize("role", MEMBERS)
def test_the_forms_of_deeds(world: World, role: str) -> None:
    client = world.client(role)
    for thing in chosen([thing for thing in world.things if thing.own], ROLES.index(role)):
        for deed in ("contributions.comment", "contributions.edit"):
            code = client.get(f"/contributions/{thing.id}/{deed.rpartition('.')[2]}").status_code
            expected = outcome(deed, role, thing.space, thing.state, thing.kind)
            assert code == (200 if expected == 303 else expected), (deed, thing)


@pytest.mark.once
@pytest.mark.parametrize("role", MEMBERS)
def test_the_page_of_duplicates(world: World, role: str) -> None:
    client = world.client(role)
    for thing in [thing for thing in world.things if thing.own and thing.kind == "question"]:
        marks = role in {*EMPLOYEES, *MODERATORS} or (role == "author" and thing.state == "published")
        visible = sees(role, thing.space, thing.state)
        code = client.get(f"/questions/{thing.id}/duplicate").status_code
        assert code == (404 if not visible else 200 if marks else 403), thing


@pytest.mark.parametrize("role", ROLES)
def test_spaces(world: World, role: str) -> None:
    """Guards against CVE-2024-24748 and CVE-2024-28242: a refusal that tells that a closed space exists."""
    client = world.client(role)
    for name in SPACES:
        slug = world.spaces[name].slug
        assert client.get(f"/spaces/{slug}").status_code == (200 if role in READERS[name] else 404), name
        product = f"/products/{world.product_words[name]}"
        assert client.get(product).status_code == (200 if role in READERS[name] else 404), name
        known = 200 if role in READERS[name] else 404
        for page in ("owners", "stages", "club"):
            address = f"/staff{product}/{page}"
            code = client.get(address).status_code
            assert code == (known if role in EMPLOYEES else 303 if role == "anonymous" else 403), address
        for address in [f"{product}/edit"]:
            code = client.get(address).status_code
            assert code == (known if role in EMPLOYEES else 303 if role == "anonymous" else 403), address
        assert client.get(f"{product}/own").status_code == (303 if role == "anonymous" else known), name
        for address in (f"{product}/club", f"{product}/reviews"):
            assert client.get(address).status_code == known, address
        for address in ("notes", "reviews", "survey", "own/choices", "own/end"):
            sent = {"rating": 1, "title": "A title of some length", "body": "And a body that is long enough."}
            code = client.post(f"{product}/{address}", data=sent | {"about": "use", "sure": 1, "again": 1}).status_code
            # Nobody of these owns anything: what is known of is refused, or there is nothing to change.
            assert code in ({303} if role == "anonymous" else {403, 404} if known == 200 else {404}), address
        code = client.get(f"/spaces/{slug}/edit").status_code
        assert code == (200 if role == "administrator" else 303 if role == "anonymous" else 403), name
        if role != "anonymous":
            asked = {
                "title": "A question of ten letters",
                "body": "And a body that is long enough.",
                "space": world.spaces[name].id,
            }
            for address in ("/questions/ask", "/discussions/new"):
                assert client.post(address, data=asked).status_code == (303 if role in READERS[name] else 404), name


@pytest.mark.parametrize("role", ROLES)
def test_what_belongs_to_another_member(world: World, role: str) -> None:
    """Guards against CVE-2026-1213: reaching what belongs to another by naming it."""
    client = world.client(role)
    stranger = world.people["asker"].id
    keeper = role == "administrator"
    refused = 303 if role == "anonymous" else 403
    for address in (f"/members/{stranger}/disable", f"/members/{stranger}/enable", f"/members/{stranger}/roles"):
        assert client.post(address, data={}).status_code == (303 if keeper else refused), address
    assert client.get(f"/members/{stranger}/roles").status_code == (200 if keeper else refused)
    for address in ("/groups/1", "/groups/1/remove/1", "/account/sessions/424242/end", "/notifications/424242/open"):
        code = client.post(address, data={}).status_code
        own = role != "anonymous" and address.startswith(("/account", "/notifications"))
        assert code in ({200, 303, 404, 422} if keeper or own else {refused}), address


@pytest.mark.once
def test_states_are_all_there(world: World) -> None:
    assert {(thing.space, thing.state) for thing in world.things if thing.own} == {
        (space, state) for space in SPACES for state in STATES
    }
