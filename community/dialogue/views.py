"""The page that says whether a thread is a dialogue, and by which rows."""

from typing import Any

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.people import person
from community.dialogue.lights import lights
from community.dialogue.queries import known_of, people_of, posts_of
from contributions.addresses import address_of
from contributions.queries import contribution_for
from core.translation import gettext as _

blueprint = Blueprint("dialogue", __name__)


def register(app: Flask) -> None:
    """Open the page."""
    app.register_blueprint(blueprint)


@blueprint.get("/threads/<int:key>/dialogue")
def dialogue(key: int) -> ResponseReturnValue:
    """Show the six lights of the thread in which a contribution stands."""
    viewer = current_viewer()
    asked_for = contribution_for(viewer, key)
    thread = asked_for if asked_for.thread_id is None else contribution_for(viewer, asked_for.root_id)
    rows = posts_of(viewer, thread.id)
    others = [row.author_id for row in rows if row.author_id not in {None, thread.author_id}]
    both = [key for key in (thread.author_id, others[0] if others else None) if key is not None]
    people = {row.id: row for row in people_of(thread.id, both)}
    known = known_of(thread, rows[::-1], both, frozenset(key for key, row in people.items() if row.able))
    return render_template(
        "community/dialogue.html",
        title=thread.title,
        url=address_of(thread),
        people=[person(key, people[key].name, people[key].roles_held) for key in both if key in people],
        lights=_in_words(lights(known)),
    )


def _in_words(on: dict[str, bool]) -> list[dict[str, Any]]:
    words = {
        "aware": (_("Both know of each other"), _("Each has read what the other wrote last, or has written since.")),
        "able": (_("Both are able"), _("The thread is open, and both may read and write in it.")),
        "intend": (_("Both want it"), _("Each follows the thread, or has written more than once.")),
        "control": (_("Either may lead"), _("Each has replied to the other.")),
        "change": (_("It changes what they do"), _("An answer was accepted, words were mended, or a vote was given.")),
        "resumed": (_("It is picked up where it was left"), _("After a day or more somebody went on.")),
    }
    return [{"title": words[name][0], "text": words[name][1], "on": value} for name, value in on.items()]
