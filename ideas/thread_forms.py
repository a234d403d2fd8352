"""Forms of new threads in this room: shown with what was typed, with a draft that is kept, with what is missing."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from accounts.fields import FieldRefused
from accounts.guard import current_viewer
from accounts.viewers import Viewer
from contributions import drafting
from contributions.addresses import address_of
from contributions.models import Contribution
from contributions.policies import may_open_thread
from contributions.queries import spaces_of
from core.errors import NotYet, wants_json
from core.forms import Form, SchemaType, read_form
from core.limits import throttle


def opened(
    schema: type[SchemaType],
    deed: Callable[[Viewer, SchemaType], Contribution],
    show: Callable[[Form[SchemaType]], ResponseReturnValue],
) -> ResponseReturnValue:
    """Open a thread with the form of the request and lead to it, or show the form again."""
    viewer, form = current_viewer(), read_form(schema)
    if request.method == "POST" and form.draft is not None:
        throttle("post", viewer.id)
        try:
            return redirect(address_of(deed(viewer, form.draft)), 303)
        except (FieldRefused, NotYet) as refusal:
            if wants_json():
                raise
            form = form.refused(refusal.field if isinstance(refusal, FieldRefused) else "body", refusal)
    return show(form)


def thread_form(template: str, form: Form[Any], place: str, **more: Any) -> ResponseReturnValue:
    """Show the form of a new thread."""
    viewer, sent = current_viewer(), request.method == "POST"
    draft = None if sent else drafting.draft_at(viewer, place)
    kept = {name: value for name, value in draft.fields.items() if value} if draft else {}
    values: dict[str, Any] = dict(form.values) if sent else {**request.args.to_dict(), **kept}
    errors = dict(form.errors) if sent else {}
    spaces = [space for space in spaces_of(viewer) if may_open_thread(viewer, space)]
    shown = {"spaces": spaces, "values": values, "errors": errors, "place": place, **more}
    return render_template(template, current="ideas", **shown), 422 if errors else 200
