"""Opens what word of mouth needs."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from accounts.registering import JOINING
from contributions.kinds import Kind, add_kind
from core.pages import places
from core.translation import lazy_gettext as _
from ideas.word_of_mouth import views
from ideas.word_of_mouth.archive import register_archive
from ideas.word_of_mouth.inviting import note_referral
from ideas.word_of_mouth.models import Invitation, Referral

STORY = Kind("story", _("True story"), "stories", opens_thread=True, replied_by="comment", own_words=True)
CAME = "who came stays counted, and by nobody's invitation"


def register(app: Flask) -> None:
    """Register what this folder brings."""
    register_archive(app)
    add_kind(STORY)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(views.private)
    add_traces(
        app,
        Trace(Invitation.member_id, Fate.DELETED, without=("token_digest",)),
        Trace(Referral.member_id, Fate.DELETED),
        Trace(Referral.by_id, Fate.FORGOTTEN, CAME),
    )
    with app.app_context():
        places().fill(JOINING, note_referral)
        places().fill("account tabs", lambda: ("word_of_mouth.invitations", _("Invitations")))
