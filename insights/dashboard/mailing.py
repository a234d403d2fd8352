"""The week in insights: the headlines of the dashboard, by mail to product managers, read anew when it is written."""

from flask import current_app
from sqlalchemy import select

from accounts.models import Member, Role
from accounts.viewers import viewer_of
from contributions.news.choices import Pace, paces_of
from contributions.news.models import NewsMail
from contributions.news.words import Item, Letter, Part
from core.clock import now
from core.database import db, once
from core.settings import Settings
from core.translation import gettext as _
from insights.dashboard.panels import insight_panels
from insights.running import latest_run

KIND = "insights"


def queue_week() -> None:
    """Let every product manager who wants it have a mail of this week; a second call in a week queues nothing."""
    at = now()
    if latest_run() is None:
        return
    managers = select(Member.id).where(
        Member.roles_held.op("&")(int(Role.PRODUCT_MANAGER)) != 0,
        Member.email.is_not(None), Member.active.is_(True), Member.erased_at.is_(None),
    )  # fmt: skip
    key = "{}:{}-{:02}".format(KIND, *at.isocalendar()[:2])
    for member_id in db.session.scalars(managers).all():
        row = {"member_id": member_id, "subject_key": key, "details": {}}
        db.session.execute(once(NewsMail).values(**row, created_at=at, due_at=at, attempts=0))


def letter(queued: NewsMail, member: Member) -> Letter | None:
    """Write the mail of a week; None where it is another mail, or there is nothing to say, or nobody to hear it."""
    viewer = viewer_of(member)
    wanted = paces_of(member.id)[KIND] != Pace.NEVER
    if not queued.subject_key.startswith(f"{KIND}:") or not viewer.standing.product_manager or not wanted:
        return None
    settings: Settings = current_app.extensions["settings"]
    items = [
        Item(str(panel.title), str(panel.headline), f"{settings.base_url}/insights#{panel.key}")
        for panel in insight_panels(viewer)
        if panel.headline
    ]
    if not items:
        return None
    subject = _("The week in insights · %(site)s", site=settings.site_name)
    return Letter(subject=subject, parts=(Part(_("In one minute"), tuple(items)),), kind=KIND)
