"""Addresses of word of mouth: one's own links, where they lead, true stories, and what newcomers expect."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.fields import attempt
from accounts.guard import current_viewer
from accounts.people import person
from accounts.security_pages import keep_private
from contributions.kinds import KINDS
from contributions.thread_pages import thread_page, thread_row
from core.forms import Form, read_form
from core.intervals import FEWEST
from core.limits import throttle
from core.pages import moved, same_for_everyone
from core.translation import gettext as _
from ideas.thread_forms import opened, thread_form
from ideas.word_of_mouth.inviting import (
    INVITED,
    INVITES,
    InvitationDraft,
    end_invitation,
    invitation_of,
    make_invitation,
    remember,
)
from ideas.word_of_mouth.stories import PLACE, StoryDraft, disclosed, rewards_of, stories_page, tell_story
from ideas.word_of_mouth.tree import NEW_DAYS, compared, generations_of, links_of, newcomers_page

blueprint = Blueprint("stories", __name__)
private = Blueprint("word_of_mouth", __name__)
private.after_request(keep_private)


@private.get("/account/invitations")
def invitations() -> ResponseReturnValue:
    """Show the links of a member and who came by them."""
    return _invitations(Form({}))


@private.post("/account/invitations")
def invite() -> ResponseReturnValue:
    """Make a link, and show it this once."""
    viewer, made = current_viewer(), list[str]()
    throttle("edit", viewer.id)
    form = attempt(read_form(InvitationDraft), lambda draft: made.append(make_invitation(viewer, draft)))
    url = url_for("word_of_mouth.welcome", token=made[0], _external=True) if made else ""
    return _invitations(Form({}) if made else form, url)


def _invitations(form: Form[InvitationDraft], made: str = "") -> ResponseReturnValue:
    viewer = current_viewer()
    member_id = viewer.id or 0
    page = render_template(
        "ideas/word_of_mouth/invitations.html",
        form=form,
        made=made,
        links=links_of(member_id),
        generations=generations_of(member_id),
        **newcomers_page(member_id, request.args.get("page")),
    )
    return remember(make_response(page, 422 if form.errors else 200), INVITES, member_id)


@private.post("/account/invitations/<int:key>/end")
def end(key: int) -> ResponseReturnValue:
    """End a link."""
    end_invitation(current_viewer(), key)
    flash(_("The link invites nobody any more."), "success")
    return redirect(url_for("word_of_mouth.invitations"), 303)


@private.get("/with/<token>")
def welcome(token: str) -> ResponseReturnValue:
    """Welcome whoever was invited; the browser remembers by whom, until they have joined."""
    throttle("unsubscribe")
    key, inviter = invitation_of(token)
    viewer = current_viewer()
    shown = {"inviter": person(inviter.id, inviter.name, inviter.roles_held), "own": viewer.id == inviter.id}
    page = make_response(render_template("ideas/word_of_mouth/welcome.html", **shown))
    return page if viewer.signed_in else remember(page, INVITED, key)


@private.get("/staff/word-of-mouth")
def newcomers() -> ResponseReturnValue:
    """Compare what newcomers expect who were invited, and who were not."""
    shown = {"compared": compared(), "fewest": FEWEST, "days": NEW_DAYS}
    return render_template("ideas/word_of_mouth/compared.html", current="ideas", **shown)


@blueprint.get("/stories")
def stories() -> ResponseReturnValue:
    """List true stories, the latest first."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    page = stories_page(viewer, request.args.get("page"))
    badges = {key: disclosed(reward) for key, reward in page["rewards"].items()}
    return render_template("ideas/word_of_mouth/stories.html", current="ideas", badges=badges, **page)


@blueprint.get("/stories/<int:key>")
@blueprint.get("/stories/<int:key>/<slug>")
def story(key: int, slug: str = "") -> ResponseReturnValue:
    """Show a story with what is said about it."""
    viewer = current_viewer()
    row = thread_row(viewer, "story", key)
    url = KINDS["story"].address(key, row.title)
    if slug != url.rsplit("/", 1)[1]:
        return moved(url)
    page = thread_page(viewer, row, request.args.get("page"), request.args.get("at"))
    crumbs = [(_("True stories"), "/stories"), (row.space_name, f"/spaces/{row.space_slug}")]
    status = disclosed(rewards_of([key])[key])
    return render_template("contributions/thread.html", current="ideas", crumbs=crumbs, status=status, **page)


@blueprint.route("/stories/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Tell a story."""
    return opened(StoryDraft, tell_story, _form)


def _form(form: Form[StoryDraft]) -> ResponseReturnValue:
    return thread_form("ideas/word_of_mouth/new.html", form, PLACE)
