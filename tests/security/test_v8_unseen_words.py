"""Nothing of what a reader may not see is on any page: a word is planted in every thing, and every page is read.

Guards against CVE-2024-24748, CVE-2024-28242, CVE-2024-45297, CVE-2022-41944, CVE-2023-22487, CVE-2021-32788 and the
unfiltered search of FlaskBB.
"""

import hashlib
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.community.reading import pager_on
from tests.modest import EVERYTHING
from tests.security.golden import MODERATORS, READERS, ROLES, sees
from tests.security.relating import relate
from tests.security.world import COMMON, SPACES, World, chosen

# Kinds that carry tags in this world.
SORTED = {"question", "discussion", "idea"}
# What else there is to read of a thing of a kind.
OWN_PAGES = {
    "article": "/knowledge/{}/suggest",
    "question": "/questions/{}/duplicate",
    "exercise": "/exercises/{}/1/1",
    "idea": "/ideas/new?parents={0}&origin={0}",
    "contest": "/contests/{}/terms",
}


def addresses(world: World, role: str) -> Iterator[str]:
    """Yield every address that a role can read: pages without a thing, and each page of each thing."""
    for rule in world.app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and not rule.arguments:
            yield rule.rule
    for order in ("newest", "active", "hot", "unanswered"):
        yield f"/questions?order={order}"
        yield f"/ideas?order={order}"
    for person in world.people.values():
        own = f"/members/{person.id}"
        yield from (own, f"{own}/contributions", f"{own}/reputation")
        yield from (f"{own}/reputation/{figure}" for figure in ("threads", "given", "received", "replied"))
    for name in SPACES:
        yield f"/spaces/{world.spaces[name].slug}"
        product = f"/products/{world.product_words[name]}"
        yield from (product, *(f"{product}/{page}" for page in ("own", "club", "reviews")))
        yield from (f"/staff{product}/{page}" for page in ("owners", "stages", "club"))
        yield from (f"/ideas/areas/{world.area_words[name]}{page}" for page in ("", "/versions", "/edit"))
    yield from (
        f"/search?q={query}"
        for query in (COMMON, "is:question", "is:answer", "is:comment", "is:idea", "author:author", "about")
    )
    yield from ("/tags?q=q", "/tags/suggest?q=q", "/tags/suggest?q=a")
    for thing in chosen(world.things, ROLES.index(role)):
        yield from (f"/contributions/{thing.id}", thing.address.rpartition("/")[0])
        if thing.kind in OWN_PAGES:
            yield OWN_PAGES[thing.kind].format(thing.id)
        if thing.kind == "entry":
            yield from (f"/contests/{thing.thread}/entries/{thing.id}{page}" for page in ("", "/rights"))
        # Where a thing is not found its pages are not either, as the matrix shows; where it is, they may say too much.
        if _visible(role, thing.space, thing.state, thing.own):
            yield from (
                f"/contributions/{thing.id}/{page}" for page in ("comments", "history", "history/2", "comment", "edit")
            )


def read(client: FlaskClient, address: str) -> Iterator[str]:
    """Yield what is said at an address and on the pages that follow, in words and in headers."""
    for _page in range(10):
        response = client.get(address, buffered=True)
        assert response.status_code < 500, address
        said = response.text + str(response.headers)
        if response.status_code in {301, 302}:
            said += client.get(response.headers["Location"], buffered=True).text
        yield said
        address = pager_on(response.text).get("next", "")
        if not address:
            return


# An ordinary run leaves out those who see what somebody else of these sees, too.
READING = ROLES[:-1] if EVERYTHING else ("anonymous", "stranger", "insider", "staff")


@pytest.mark.parametrize("role", READING)
def test_no_page_says_a_word_of_what_is_unseen(world: World, role: str) -> None:
    """Guards against CVE-2024-45297 and CVE-2024-40761: hidden tags in lists, and addresses or their digests."""
    world.index()
    relate(world)
    client = world.client(role)
    hidden: dict[str, object] = {}
    hidden |= {thing.word: thing for thing in world.things if not _visible(role, thing.space, thing.state, thing.own)}
    hidden |= {world.space_words[name]: name for name in SPACES if role not in READERS[name]}
    hidden |= {world.product_words[name]: f"product, {name}" for name in SPACES if role not in READERS[name]}
    hidden |= {world.area_words[name]: f"area, {name}" for name in SPACES if role not in READERS[name]}
    hidden |= {form: name for name, person in world.people.items() if name != role for form in forms_of(person.email)}
    # Lists lead to whatever stands, and alone the pages of the others to them.
    read_of = {thing.word for thing in chosen(world.things, ROLES.index(role))}
    shown = {thing.word for thing in world.things if thing.state == "published" or thing.word in read_of}
    shown = (shown | set(world.product_words.values()) | set(world.area_words.values())) - set(hidden)
    assert shown, "the test would show nothing otherwise"
    met: set[str] = set()
    for address in addresses(world, role):
        for answer in read(client, address):
            said = answer.replace(address, "").replace(quote(address, safe=""), "")
            leaks = [hidden[word] for word in hidden if word in said]
            assert not leaks, f"{address} tells {role} of {leaks}"
            met |= {word for word in shown if word in said}
    assert met == shown, "whatever may be seen is met somewhere"


def forms_of(address: str) -> Iterator[str]:
    """Yield an e-mail address and the digests by which services of pictures know it."""
    yield address
    for name in ("md5", "sha1", "sha256"):
        yield hashlib.new(name, address.encode()).hexdigest()


def _visible(role: str, space: str, state: str, own: bool) -> bool:
    return sees(role, space, state) if own else role in READERS[space] and (state == "published" or role in MODERATORS)


@pytest.mark.parametrize("role", ROLES)
def test_tags_of_unseen_threads_have_no_page(world: World, role: str) -> None:
    client = world.client(role)
    for thing in chosen([thing for thing in world.things if thing.kind in SORTED], ROLES.index(role)):
        listed = role in READERS[thing.space] and thing.state == "published"
        assert client.get(f"/tags/{thing.word}").status_code == (200 if listed else 404), thing


@pytest.mark.parametrize("role", ROLES)
def test_searching_for_an_unseen_word_finds_as_much_as_for_any_other(world: World, role: str) -> None:
    world.index()
    client = world.client(role)
    nothing = client.get("/search?q=zzzxxyyq").text
    for thing in chosen(world.things, ROLES.index(role)):
        if not _visible(role, thing.space, thing.state, thing.own):
            said = client.get(f"/search?q={thing.word}").text
            assert said.replace(thing.word, "zzzxxyyq") == nothing, thing


def test_nobody_is_named_on_the_pages_of_others(world: World) -> None:
    """What is kept of a rendered page, or of a piece of it, is not shown to somebody else."""
    for role in ROLES[1:]:
        client = world.client(role)
        for address in ("/", "/questions", "/search", "/spaces", "/tags", "/members"):
            client.get(address)
        for other in ROLES:
            if other != role:
                assert f"<strong>{world.people[role].name}</strong>" not in world.client(other).get("/search").text
