"""Addresses of topics: their list and map, each by itself, what is said about something, and what people change."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from contributions.kinds import KINDS
from core.errors import Refused
from core.forms import read_form
from core.jobs import jobs_of
from core.pages import ago, full_time, iso
from core.paging import Cursor
from core.translation import gettext as _
from core.translation import ngettext
from insights.dashboard.views import told
from insights.running import cancel, latest_run, running
from insights.topics import keeping, queries
from insights.topics.asking import passages_about
from insights.topics.schemas import MergeDraft, TopicDraft
from insights.topics.shown import map_of, months_chart, people_shown, shown
from insights.topics.splitting import JOB, ask_to_split

blueprint = Blueprint("topics", __name__, url_prefix="/insights")
LONGEST_QUESTION = 200


@blueprint.get("/topics")
def topics() -> ResponseReturnValue:
    """List the topics."""
    order = "growth" if request.args.get("by") == "growth" else "size"
    page_key = request.args.get("page")
    page = queries.topics_page(order, Cursor.decode(page_key, 2) if page_key else None)
    run, under_way = latest_run(), running()
    return render_template(
        "insights/topics/topics.html",
        run=None if run is None else told(run),
        under_way=under_way and {"stage": under_way.stage, "percent": round(100 * under_way.progress)},
        rows=[shown(row) for row in page.rows],
        pinned=[] if page_key else [shown(row) for row in queries.pinned_topics()],
        order=order,
        pager=page.links(url_for("topics.topics", by=order)),
    )


@blueprint.get("/topics/map")
def topic_map() -> ResponseReturnValue:
    """Show which topics lie near one another."""
    return render_template("insights/topics/map.html", map=map_of(queries.largest_topics()))


@blueprint.get("/topics/ask")
def ask() -> ResponseReturnValue:
    """Show what customers say about something."""
    question = request.args.get("q", "").strip()[:LONGEST_QUESTION]
    found = passages_about(current_viewer(), question) if question else []
    return render_template("insights/topics/ask.html", question=question, passages=found)


@blueprint.get("/topics/<int:key>")
def topic(key: int) -> ResponseReturnValue:
    """Show a topic."""
    into = queries.merged_into(key)
    if into is not None:
        return redirect(url_for("topics.topic", key=into), 303)
    viewer, page_key = current_viewer(), request.args.get("page")
    row = queries.topic_row(key)
    page = queries.threads_of(viewer, key, Cursor.decode(page_key, 2) if page_key else None)
    others = [(str(one.topic_id), one.name or one.label) for one in queries.largest_topics() if one.topic_id != key]
    return render_template(
        "insights/topics/topic.html",
        topic=shown(row),
        chart=months_chart(row),
        threads=[_brief(thread) for thread in page.rows],
        people=people_shown(queries.people_of(viewer, key)),
        merged=[{"id": one.id, "label": one.name or one.label or f"t{one.id}"} for one in queries.merged_here(key)],
        others=sorted(others, key=lambda other: other[1].casefold()),
        pager=page.links(url_for("topics.topic", key=key)),
    )


@blueprint.post("/topics/<int:key>")
def change(key: int) -> ResponseReturnValue:
    """Rename a topic, or pin it."""
    form = read_form(TopicDraft)
    if form.draft is None:
        flash(next(iter(form.errors.values())), "error")
    else:
        keeping.change_topic(current_viewer(), key, form.draft.name, pinned=form.draft.pinned)
    return redirect(url_for("topics.topic", key=key), 303)


@blueprint.post("/topics/<int:key>/merge")
def merge(key: int) -> ResponseReturnValue:
    """Make a topic part of another."""
    form = read_form(MergeDraft)
    if form.draft is None:
        flash(_("Please choose one."), "error")
        return redirect(url_for("topics.topic", key=key), 303)
    keeping.merge_topic(current_viewer(), key, form.draft.into)
    return redirect(url_for("topics.topic", key=form.draft.into), 303)


@blueprint.post("/topics/<int:key>/unmerge")
def unmerge(key: int) -> ResponseReturnValue:
    """Let a topic stand for itself again."""
    keeping.unmerge_topic(current_viewer(), key)
    return redirect(url_for("topics.topic", key=key), 303)


@blueprint.post("/topics/<int:key>/split")
def split(key: int) -> ResponseReturnValue:
    """Have the worker look for the parts of a topic."""
    viewer = current_viewer()
    ask_to_split(viewer, key)
    jobs_of(current_app).send(JOB, key, viewer.id)
    flash(_("The worker looks for its parts. They stand in the list in a moment."), "success")
    return redirect(url_for("topics.topic", key=key), 303)


@blueprint.post("/run")
def start() -> ResponseReturnValue:
    """Have everything analysed now."""
    if running() is not None:
        raise Refused(_("An analysis is under way already."))
    jobs_of(current_app).send("analyse", current_viewer().id)
    flash(_("The analysis begins in a moment. What it finds stands here when all of it is done."), "success")
    return redirect(url_for("topics.topics"), 303)


@blueprint.post("/run/cancel")
def stop() -> ResponseReturnValue:
    """Cancel the analysis that is under way."""
    cancel()
    return redirect(url_for("topics.topics"), 303)


def _brief(row: Any) -> dict[str, Any]:
    replies = ngettext("%(num)s reply", "%(num)s replies", row.reply_count)
    return {
        "url": KINDS[row.kind].address(row.id, row.title),
        "title": row.title,
        "meta": [str(KINDS[row.kind].label), replies],
        "created_iso": iso(row.created_at),
        "created_text": ago(row.created_at),
        "created_full": full_time(row.created_at),
    }
