"""Opens the forum: its kinds of contributions, its pages, and what it puts on shared pages."""

from typing import Any

from flask import Flask

from community import competence, counters, news, reputation
from community.api import discussions, questions
from community.api import duplicates as duplicates_api
from community.api import exercises as exercises_api
from community.api import knowledge as knowledge_api
from community.api import products as products_api
from community.archive import register_archive
from community.dialogue import views as dialogue
from community.duplicates import setup as duplicates
from community.embeds import views as embeds
from community.events import AnswerAccepted, AnswerMadeOfficial
from community.exercises import setup as exercises
from community.knowledge import setup as knowledge
from community.list_views import blueprint
from community.mail_replies import reply_to_exercise, reply_to_question
from community.models import Answer
from community.outcomes import accepted_answers
from community.panels import panels
from community.products import setup as products
from community.profile import profile_panels
from community.queries import search_states
from community.queues import setup as queues
from community.routing import views as offers
from community.times import views as times
from community.traces import register as register_traces
from contributions import searching
from contributions.checks import counted
from contributions.competence import registry
from contributions.kinds import Kind, add_kind
from contributions.mail_in.receiving import add_reply
from contributions.models import Contribution
from contributions.outcomes import ACCEPTED
from contributions.reputation.keeping import LANE as POINTS
from contributions.taking_down import state_changed
from contributions.voting import score_changed
from contributions.webhooks.kinds import HookKind
from contributions.webhooks.kinds import add_kind as add_hook_kind
from core.doctor import add_check
from core.events import route_events
from core.outbox import add_lane
from core.pages import places
from core.translation import lazy_gettext as _

QUESTION = Kind("question", _("Question"), "questions", opens_thread=True, replied_by="answer")
ANSWER = Kind("answer", _("Answer"))
DISCUSSION = Kind("discussion", _("Discussion"), "discussions", opens_thread=True, replied_by="comment")


def register(app: Flask) -> None:
    """Register what this package brings."""
    register_archive(app)
    register_traces(app)
    for kind in (QUESTION, ANSWER, DISCUSSION):
        add_kind(kind)
    app.register_blueprint(blueprint)
    questions.section.register(app)
    discussions.section.register(app)
    for room in (duplicates_api, knowledge_api, exercises_api, products_api):
        room.section.register(app)
    score_changed.connect(_pin_again)
    state_changed.connect(_pin_again)
    route_events(searching.LANE, AnswerAccepted, AnswerMadeOfficial)
    products.register(app)
    embeds.register(app)
    reputation.register()
    route_events(POINTS, AnswerAccepted)
    queues.register(app)
    times.register(app)
    offers.register(app)
    dialogue.register(app)
    duplicates.register(app)
    knowledge.register(app)
    exercises.register(app)
    add_reply("question", reply_to_question)
    add_reply("exercise", reply_to_exercise)
    add_lane(app, news.LANE, news.tell_accepted, AnswerAccepted)
    add_hook_kind(HookKind("answer.accepted", _("An answer was accepted, or no longer is"), AnswerAccepted))
    add_hook_kind(HookKind("answer.official", _("An answer was made official, or no longer is"), AnswerMadeOfficial))
    add_check(app, counted("accepted answers stand where they should", counters.recount_questions))
    add_check(app, counted("questions equal those who have them too", counters.recount_shared))
    with app.app_context():
        places().fill("search states", search_states)
        places().fill("profile", profile_panels)
        places().fill("home panels", panels)
        places().fill(registry.PLACE, competence.measures)
        places().fill(ACCEPTED, accepted_answers)


def _pin_again(changed: Contribution, **_more: Any) -> None:
    """See whether the accepted answer of a question still comes first, now that an answer has changed."""
    if isinstance(changed, Answer):
        counters.recount_question(changed.root_id)
