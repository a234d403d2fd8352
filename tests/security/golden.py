"""Who may see and do what, written down by hand and apart from the code: the matrix is judged by it (ASVS 8.2)."""

from typing import NamedTuple

from tests.security import golden_guides, golden_museum_staff, golden_objects, golden_suggest, golden_visits
from tests.security.golden_api import OPEN, SCOPES
from tests.security.golden_board import MANAGERS_OF_THE_BOARD
from tests.security.golden_buzz import MANAGERS_OF_BUZZ
from tests.security.golden_emerging import MANAGERS_OF_WHAT_EMERGES
from tests.security.golden_ideas import EVERYBODY, HOUSE, SIGNED_IN
from tests.security.golden_lead import MANAGERS_OF_LEADS, MEMBERS_FOUND
from tests.security.golden_panels import MANAGERS_OF_PANELS, PANELLISTS
from tests.security.golden_topics import MANAGERS_OF_TOPICS

ROLES = ("anonymous", "stranger", "author", "insider", "staff", "moderator", "administrator")
MEMBERS = ROLES[1:]

# Who may read a space. The author is in the group, but not of staff: what they once wrote there is closed to them too.
READERS = {
    "public": ROLES,
    "members": MEMBERS,
    "group": ("author", "insider", "administrator"),
    "staff": ("staff", "administrator"),
}
# Who still sees what does not stand: `below` is an answer under somebody else's question that was hidden.
# `closed` stands in a square of an exercise where nobody but the author has written.
STATES = ("published", "hidden", "deleted", "below", "held", "closed")
STANDING = ("published", "closed")
# What authors may still change: not what a moderator took off the page.
OWN = (*STANDING, "deleted", "held")
STILL_SEE = ("author", "moderator", "administrator")
MODERATORS = ("moderator", "administrator")
EMPLOYEES = ("staff", "administrator")

DONE, REFUSED, GONE, SIGN_IN = 303, 403, 404, 303


def sees(role: str, space: str, state: str) -> bool:
    """Whether a role sees something."""
    past_gate = state == "closed" and role in EMPLOYEES
    return role in READERS[space] and (state == "published" or role in STILL_SEE or past_gate)


class Route(NamedTuple):
    """An endpoint: who may call it at all, and what fills its address: nothing, or a kind of thing."""

    who: tuple[str, ...]
    thing: str = ""


THREAD, ANY, ANSWER = "thread", "any", "answer"
ROUTES = {
    "static": Route(ROLES, "file"),
    "assets.asset": Route(ROLES, "file"),
    "assets.favicon": Route(ROLES),
    "health.healthz": Route(ROLES),
    "health.readyz": Route(ROLES),
    "health.metrics": Route((), "token"),
    "installing.manifest": Route(ROLES),
    "installing.worker": Route(ROLES),
    "installing.offline": Route(ROLES),
    "home.index": Route(ROLES),
    "reading.speak": Route(ROLES),
    "reading.habits": Route(MEMBERS),
    "home.styleguide": Route(EMPLOYEES),
    "search.search": Route(ROLES),
    "publishing.feed": Route(ROLES),
    "publishing.index": Route(ROLES),
    "publishing.part": Route(ROLES, "number"),
    "publishing.robots": Route(ROLES),
    "old_addresses.lead": Route(ROLES, "path"),
    "community.questions": Route(ROLES),
    "community.question": Route(ROLES, "question"),
    "community.discussions": Route(ROLES),
    "community.discussion": Route(ROLES, "discussion"),
    "community.spaces": Route(ROLES),
    "community.space": Route(ROLES, "space"),
    "community.tags": Route(ROLES),
    "community.tag": Route(ROLES, "tag"),
    "community.suggest_tags": Route(ROLES),
    "similarity.similar": Route(MEMBERS),
    "community.ask": Route(MEMBERS),
    "community.discuss": Route(MEMBERS),
    "community.answer": Route(MEMBERS, "question"),
    "community.share": Route(MEMBERS, "question"),
    "duplicates.duplicate": Route(MEMBERS, "question"),
    "duplicates.mark": Route(MEMBERS, "question"),
    "duplicates.unmark": Route(MEMBERS, "question"),
    "duplicates.judge": Route(MEMBERS, "question"),
    "duplicates.merge": Route(MEMBERS, "question"),
    "duplicates.unmerge": Route(MEMBERS, "merged question"),
    "knowledge.pages": Route(ROLES),
    "knowledge.page": Route(ROLES, "article"),
    "knowledge.grow": Route(MEMBERS, "question"),
    "knowledge.suggest": Route(MEMBERS, "article"),
    "knowledge.suggestions": Route(MEMBERS),
    "knowledge.suggestion": Route(MEMBERS, "suggestion"),
    "knowledge.decide": Route(MEMBERS, "suggestion"),
    "community.accept": Route(MEMBERS, ANSWER),
    "community.official": Route(MEMBERS, ANSWER),
    "exercises.exercises": Route(ROLES),
    "exercises.exercise": Route(ROLES, "exercise"),
    "exercises.square": Route(ROLES, "exercise"),
    "exercises.gate": Route(ROLES, "gate"),
    "exercises.answer": Route(MEMBERS, "exercise"),
    "exercises.new": Route(EMPLOYEES),
    "exercises.ready": Route(EMPLOYEES),
    "exercises.merge": Route(EMPLOYEES, "exercise"),
    "exercises.end": Route(EMPLOYEES, "exercise"),
    "products.products": Route(ROLES),
    "products.product": Route(ROLES, "product"),
    "products.new": Route(EMPLOYEES),
    "products.edit": Route(EMPLOYEES, "product"),
    "clubs.club": Route(ROLES, "product"),
    "clubs.reviews": Route(ROLES, "product"),
    "clubs.review": Route(ROLES, "review"),
    "clubs.note": Route(ROLES, "note"),
    "clubs.write_note": Route(MEMBERS, "product"),
    "clubs.write_review": Route(MEMBERS, "product"),
    "clubs.survey": Route(MEMBERS, "product"),
    "keeping_clubs.keep": Route(EMPLOYEES, "product"),
    "owners.own": Route(MEMBERS, "product"),
    "owners.choices": Route(MEMBERS, "product"),
    "owners.end": Route(MEMBERS, "product"),
    "owners.claims": Route(EMPLOYEES, "product"),
    "owners.decide": Route(EMPLOYEES, "claim"),
    "stages.stages": Route(MEMBERS),
    "stages.wish": Route(MEMBERS),
    "stages.correct": Route(MEMBERS, "product"),
    "stages.counts": Route(EMPLOYEES, "product"),
    "contributions.permalink": Route(ROLES, ANY),
    "contributions.comments": Route(ROLES, ANY),
    "contributions.history": Route(ROLES, ANY),
    "contributions.revision": Route(ROLES, ANY),
    "contributions.vote": Route(MEMBERS, ANY),
    "contributions.comment": Route(MEMBERS, ANY),
    "contributions.edit": Route(MEMBERS, ANY),
    "contributions.delete": Route(MEMBERS, ANY),
    "contributions.hide": Route(MODERATORS, ANY),
    "contributions.restore": Route(MEMBERS, ANY),
    "contributions.revert": Route(MEMBERS, ANY),
    "contributions.follow": Route(MEMBERS, ANY),
    "contributions.preview": Route(MEMBERS),
    "contributions.save_draft": Route(MEMBERS, "draft"),
    "contributions.discard_draft": Route(MEMBERS, "draft"),
    "contributions.drafts": Route(MEMBERS),
    "contributions.notifications": Route(MEMBERS),
    "contributions.open_notification": Route(MEMBERS, "notification"),
    "contributions.read_notifications": Route(MEMBERS),
    "news.choices": Route(MEMBERS),
    "push.choices": Route(MEMBERS),
    "push.subscribe": Route(MEMBERS),
    "push.end": Route(MEMBERS, "browser"),
    "news.unsubscribe": Route(ROLES, "link"),
    "written.by_member": Route(ROLES, "member"),
    "dialogue.dialogue": Route(MEMBERS, ANY),
    "offers.offers": Route(MEMBERS),
    "offers.decline": Route(MEMBERS, "offer"),
    "queues.queue": Route(EMPLOYEES),
    "competence.ledger": Route(EMPLOYEES),
    "competence.rows": Route(EMPLOYEES),
    "competence.table": Route(EMPLOYEES),
    "times.times": Route(EMPLOYEES),
    "times.rows": Route(EMPLOYEES),
    "guests.terms": Route(MEMBERS),
    "guests.term": Route(MEMBERS, "term"),
    "guests.accept": Route(MEMBERS, "term"),
    "guests.decline": Route(MEMBERS, "term"),
    "guests.end": Route(MEMBERS, "term"),
    "guests.name": Route(EMPLOYEES, "member"),
    "guest_queue.queue": Route(MEMBERS, "term"),
    "flags.flag": Route(MEMBERS, ANY),
    "flags.withdraw": Route(MEMBERS, ANY),
    "moderation.queue": Route(MODERATORS),
    "moderation.decide": Route(MODERATORS),
    "moderation.claim": Route(MODERATORS, "review"),
    "moderation.release": Route(MODERATORS, "review"),
    "audit.log": Route(MODERATORS),
    "sanctions.sanctions": Route(MODERATORS, "member"),
    "sanctions.lift": Route(MODERATORS, "sanction"),
    "spaces.new": Route(("administrator",)),
    "spaces.edit": Route(("administrator",), "space"),
    "security.login": Route(ROLES),
    "security.logout": Route(ROLES),
    "security.register": Route(ROLES),
    "security.mail_sent": Route(ROLES),
    "security.confirm_email": Route(ROLES, "link"),
    "security.forgot_password": Route(ROLES),
    "security.reset_password": Route(ROLES, "link"),
    "security.change_email_confirm": Route(ROLES, "link"),
    "accounts.account": Route(MEMBERS),
    "account.password": Route(MEMBERS),
    "account.email": Route(MEMBERS),
    "account.sessions": Route(MEMBERS),
    "account.end_session": Route(MEMBERS, "session"),
    "account.end_other_sessions": Route(MEMBERS),
    "account.forget_device": Route(MEMBERS, "device"),
    # Whoever has not given a password is led back to the door.
    "security.second": Route(ROLES),
    "security.passkey_options": Route(ROLES),
    "security.passkey": Route(ROLES),
    "security.provider": Route(ROLES, "provider"),
    "security.provider_back": Route(ROLES, "provider"),
    "security.provider_new": Route(ROLES, "provider"),
    "security.provider_join": Route(ROLES, "provider"),
    "security.provider_connect": Route(ROLES, "provider"),
    "factors.connect": Route(MEMBERS, "provider"),
    "factors.disconnect": Route(MEMBERS, "identity"),
    "factors.safety": Route(MEMBERS),
    "factors.app": Route(MEMBERS),
    "factors.confirm_app": Route(MEMBERS),
    "factors.remove_app": Route(MEMBERS),
    "factors.codes": Route(MEMBERS),
    "factors.passkey_options": Route(MEMBERS),
    "factors.add_passkey": Route(MEMBERS),
    "factors.remove_passkey": Route(MEMBERS, "passkey"),
    "personal.data": Route(MEMBERS),
    "personal.take_along": Route(MEMBERS),
    "personal.copy": Route(MEMBERS, "copy"),
    "personal.leave": Route(MEMBERS),
    "personal.stay": Route(MEMBERS),
    "personal.prove": Route(MEMBERS),
    "panels.arrange": Route(MEMBERS),
    "panels.move": Route(MEMBERS, "panel"),
    "panels.reset": Route(MEMBERS),
    "papers.paper": Route(ROLES, "paper"),
    "papers.agreements": Route(MEMBERS),
    "papers.publish": Route(("administrator",)),
    "tokens.tokens": Route(MEMBERS),
    "tokens.make": Route(MEMBERS),
    "tokens.revoke": Route(MEMBERS, "token id"),
    "roles.erase": Route(("administrator",), "member"),
    "roles.clear_factors": Route(("administrator",), "member"),
    "accounts.members": Route(ROLES),
    "accounts.profile": Route(ROLES, "member"),
    "reputation.member": Route(ROLES, "member"),
    "reputation.rows": Route(MEMBERS, "member"),
    "reputation.votes": Route(MODERATORS, "member"),
    "reputation.leader": Route(("administrator",), "member"),
    "size.choose": Route(("administrator",)),
    "mentions.suggest": Route(MEMBERS),
    "roles.roles": Route(("administrator",), "member"),
    "roles.disable": Route(("administrator",), "member"),
    "roles.enable": Route(("administrator",), "member"),
    "groups.groups": Route(("administrator",)),
    "groups.group": Route(("administrator",), "group"),
    "groups.remove": Route(("administrator",), "group"),
    "webhooks.webhooks": Route(("administrator",)),
    "webhooks.make": Route(("administrator",)),
    "webhooks.webhook": Route(("administrator",), "webhook"),
    "webhooks.rotate": Route(("administrator",), "webhook"),
    "webhooks.switch": Route(("administrator",), "webhook"),
    "webhooks.remove": Route(("administrator",), "webhook"),
    "webhooks.again": Route(("administrator",), "webhook"),
    "embeds.snippets": Route(("administrator",)),
    "embeds.questions": Route(ROLES),
    "embeds.question": Route(ROLES, "question"),
    "embeds.oembed": Route(ROLES, "address"),
    "api.reference": Route(ROLES),
    "api.openapi": Route(ROLES),
    # The roles of pages mean nothing to programs: no cookie is looked at. See golden_api.py.
    **{name: Route(ROLES, "call") for name in OPEN},
    **{name: Route((), "call") for names in SCOPES.values() for name in names},
}
IDEAS = ((EVERYBODY, ROLES), (SIGNED_IN, MEMBERS), (HOUSE, EMPLOYEES))
ROUTES |= {name: Route(who, thing) for endpoints, who in IDEAS for name, thing in endpoints.items()}
MUSEUM_STAFF = (
    (golden_museum_staff.EVERYBODY, ROLES),
    (golden_museum_staff.CURATORS, ("administrator",)),
    (golden_museum_staff.KEEPERS, ("administrator",)),
)
ROUTES |= {name: Route(who, thing) for endpoints, who in MUSEUM_STAFF for name, thing in endpoints.items()}
SUGGEST = ((golden_suggest.VISITORS, ROLES), (golden_suggest.CURATORS, ("administrator",)))
ROUTES |= {name: Route(who, thing) for endpoints, who in SUGGEST for name, thing in endpoints.items()}
VISITS = ((golden_visits.VISITORS, ROLES), (golden_visits.CURATORS, ("administrator",)))
ROUTES |= {name: Route(who, thing) for endpoints, who in VISITS for name, thing in endpoints.items()}
OBJECTS = (
    (golden_objects.EVERYBODY, ROLES),
    (golden_objects.SIGNED_IN, MEMBERS),
    (golden_objects.KEEPERS, ("administrator",)),
)
ROUTES |= {name: Route(who, thing) for endpoints, who in OBJECTS for name, thing in endpoints.items()}
ROUTES |= {name: Route(("administrator",), thing) for name, thing in MANAGERS_OF_THE_BOARD.items()}
ROUTES |= {name: Route(("administrator",), thing) for name, thing in MANAGERS_OF_WHAT_EMERGES.items()}
ROUTES |= {name: Route(("administrator",), thing) for name, thing in MANAGERS_OF_LEADS.items()}
ROUTES |= {name: Route(("administrator",), thing) for name, thing in MANAGERS_OF_TOPICS.items()}
GUIDES = (
    (golden_guides.EVERYBODY, ROLES),
    (golden_guides.SIGNED_IN, MEMBERS),
    (golden_guides.MODERATE, MODERATORS),
    (golden_guides.KEEPERS, ("administrator",)),
)
ROUTES |= {name: Route(who, thing) for endpoints, who in GUIDES for name, thing in endpoints.items()}
ROUTES |= {name: Route(("administrator",), thing) for name, thing in MANAGERS_OF_BUZZ.items()}
ROUTES |= {name: Route(MEMBERS, thing) for name, thing in (MEMBERS_FOUND | PANELLISTS).items()}
ROUTES |= {name: Route(("administrator",), thing) for name, thing in MANAGERS_OF_PANELS.items()}


def outcome(deed: str, role: str, space: str, state: str, kind: str = "") -> int:
    """Return the status with which a deed on something of the author's ends."""
    if role not in ROUTES[deed].who:
        return SIGN_IN if role == "anonymous" else REFUSED
    if not sees(role, space, state):
        return GONE
    # The author's answer stands under a question that the author cannot see: what touches the thread is not found.
    if state == "below" and role == "author" and deed in TOUCHING_THE_THREAD:
        return GONE
    # Staff keeps knowledge pages as authors keep what they wrote.
    kept = kind == "article" and role in EMPLOYEES and state == "published" and deed in KEEPING
    return DONE if kept or (role, state) in allowed(deed) else REFUSED


KEEPING = {"contributions.edit", "contributions.revert", "contributions.delete"}
TOUCHING_THE_THREAD = {
    "contributions.vote",
    "contributions.delete",
    "contributions.restore",
    "contributions.follow",
    "community.accept",
    "community.official",
}


def allowed(deed: str) -> set[tuple[str, str]]:
    """Return the pairs of role and state for which a deed on something of the author's is done."""
    everyone, standing = MEMBERS, STANDING
    table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {
        "contributions.vote": [(("stranger", "insider", "staff", *MODERATORS), standing)],
        "contributions.comment": [(everyone, standing)],
        "community.answer": [(everyone, standing)],
        "community.share": [(("stranger", "insider", "staff", *MODERATORS), standing)],
        "contributions.edit": [(MODERATORS, STATES), (("author",), OWN)],
        "contributions.revert": [(MODERATORS, STATES), (("author",), OWN)],
        "contributions.delete": [(MODERATORS, (*STANDING, "below", "held")), (("author",), standing)],
        "contributions.hide": [(MODERATORS, (*STANDING, "deleted", "below", "held"))],
        "contributions.restore": [(MODERATORS, ("hidden", "deleted", "held")), (("author",), ("deleted",))],
        "flags.flag": [(("stranger", "insider", "staff", *MODERATORS), standing)],
        "contributions.follow": [(everyone, STATES)],
        # The question was asked by somebody else, who is none of these.
        "community.accept": [((*EMPLOYEES, "moderator"), standing)],
        "community.official": [(EMPLOYEES, standing)],
        "duplicates.mark": [(("author", "staff", *MODERATORS), standing)],
        "duplicates.unmark": [(("author", "staff", *MODERATORS), standing)],
        "duplicates.judge": [(("author",), standing)],
        # None of them is marked, so there is nothing to merge yet.
        "duplicates.merge": [],
        # None of them is solved.
        "knowledge.grow": [],
        "knowledge.suggest": [(everyone, standing)],
        "deciding.keeper": [(EMPLOYEES, standing)],
        "merging.not_mine": [],
    }
    return {(role, state) for roles, states in table[deed] for role in roles for state in states}
