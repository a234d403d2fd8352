"""The digest: what a member has missed since the last one and what else moved; never for nothing.

Chosen as the field does: first what one follows, then familiar spaces, then by score and freshness. What is younger
than the time in which authors mend their words waits for the next one; who was not here for half a year is left alone.
"""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from flask import current_app
from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import aliased

from accounts.models import LoginSession, Member
from accounts.viewers import Viewer, viewer_of
from contributions.kinds import KINDS, thread_kinds
from contributions.models import Contribution, Notification
from contributions.news.choices import DIGEST, Pace, paces_of
from contributions.news.models import NewsHabit, NewsMail
from contributions.news.notices import contribution_url
from contributions.news.words import Item, Letter, Part
from contributions.secrecy import with_score
from contributions.sentences import sentence
from contributions.visibility import listed_to
from core.clock import format_time, now, parse_time
from core.database import begin_write, db, once, read
from core.settings import Settings
from core.times import zone
from core.translation import gettext as _
from core.translation import ngettext

UNSEEN = timedelta(days=180)
GRACE = timedelta(minutes=5)
WEEK, NEARLY_A_WEEK, NEARLY_A_DAY = timedelta(days=7), timedelta(days=6, hours=20), timedelta(hours=20)
PACES = (Pace.DAILY.value, Pace.WEEKLY.value)
# Shorter than what a day has over the shortest time between two digests, so that a late one makes the next no later.
MORNING, MORNING_LASTS = 7, timedelta(hours=4)
MOST_NEWS, SHOWN, LOOKED_AT = 20, 5, 200


def note_seen() -> None:
    """Keep when members were last here, before their sessions are forgotten."""
    begin_write()
    latest = func.max(LoginSession.seen_at)
    seen = select(LoginSession.member_id, latest.label("at")).group_by(LoginSession.member_id).subquery()
    known = select(seen.c.member_id, seen.c.at, NewsHabit).outerjoin(NewsHabit, NewsHabit.member_id == seen.c.member_id)
    changed = known.where(NewsHabit.member_id.is_(None) | (func.coalesce(NewsHabit.seen_at, _LONG_AGO) < seen.c.at))
    for member_id, at, habit in db.session.execute(changed).all():
        if habit is None:
            db.session.add(NewsHabit(member_id=member_id, seen_at=at, takes_offers=True))
        else:
            habit.seen_at = at


_LONG_AGO = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def queue_digests() -> None:
    """Let every member who is due have a digest; what it says is chosen when it is sent.

    One a day at most, in the morning where the member lives; a worker that slept through it waits for the next.
    """
    note_seen()
    at = now()
    present = func.coalesce(NewsHabit.seen_at, Member.joined_at) > at - UNSEEN
    statement = (
        select(Member.id, Member.joined_at, Member.zone, NewsHabit)
        .outerjoin(NewsHabit, NewsHabit.member_id == Member.id)
        .where(Member.email.is_not(None), Member.active.is_(True), Member.erased_at.is_(None), present)
        .where(func.coalesce(NewsHabit.daily_at, _LONG_AGO) <= at - NEARLY_A_DAY)
    )
    rows: Any = db.session.execute(statement).all()
    for member_id, joined_at, lives_in, known in rows:
        habit = known if known is not None else NewsHabit(member_id=member_id, takes_offers=True)
        db.session.add(habit)
        if at - latest_morning(at, zone(lives_in)) < MORNING_LASTS:
            _queue(member_id, joined_at, habit, at)


def latest_morning(at: datetime, there: tzinfo) -> datetime:
    """Return when it was last seven o'clock in a time zone; where clocks leave that hour out, the moment after."""
    local = at.astimezone(there)
    seven = local.replace(hour=MORNING, minute=0, second=0, microsecond=0, fold=0)
    return (seven if seven <= local else seven - timedelta(days=1)).astimezone(UTC)


def _queue(member_id: int, joined_at: datetime, habit: NewsHabit, at: datetime) -> None:
    daily, weekly = habit.daily_at or max(joined_at, at - WEEK), habit.weekly_at or max(joined_at, at - WEEK)
    details = {}
    if at - daily >= NEARLY_A_DAY:
        details["daily"], habit.daily_at = format_time(daily), at
    if at - weekly >= NEARLY_A_WEEK:
        details["weekly"], habit.weekly_at = format_time(weekly), at
    if details:
        row = {"member_id": member_id, "subject_key": f"{DIGEST}:{at:%Y-%m-%dT%H}", "details": details}
        db.session.execute(once(NewsMail).values(**row, created_at=at, due_at=at, attempts=0))


def digest(member: Member, details: dict[str, Any], until: datetime) -> Letter | None:
    """Return the digest of a member for the times since which it tells, by pace; None where nothing is new."""
    since: dict[str, datetime] = {str(pace): parse_time(at) for pace, at in details.items() if pace in PACES}
    viewer, paces = viewer_of(member), paces_of(member.id)
    news = _news(viewer, paces, since, until)
    told = {row.root_id for row in news}
    others = _threads(viewer, since[paces["community"]], until) if paces["community"] in since else []
    others = [row for row in others if row.id not in told]
    popular = sorted(others, key=_liveliness, reverse=True)[:SHOWN]
    waiting = [row for row in others if row.kind == "question" and not row.reply_count and row not in popular][:SHOWN]
    parts = (
        Part(_("What you missed"), tuple(map(_item, news))),
        Part(_("New and moving"), tuple(map(_thread_item, popular))),
        Part(_("Waiting for an answer"), tuple(map(_thread_item, waiting))),
    )
    told_parts = tuple(part for part in parts if part.items)
    return Letter(subject=_subject(len(news)), parts=told_parts, kind=DIGEST) if told_parts else None


def _liveliness(row: Row[Any]) -> tuple[bool, int, int]:
    return row.familiar, (row.score or 0) + row.reply_count, row.id


def _subject(count: int) -> str:
    settings: Settings = current_app.extensions["settings"]
    if not count:
        return _("What was new at %(site)s", site=settings.site_name)
    told = ngettext("%(num)s thing that you missed", "%(num)s things that you missed", count)
    return f"{told} · {settings.site_name}"


def _news(viewer: Viewer, paces: dict[str, str], since: dict[str, datetime], until: datetime) -> list[Row[Any]]:
    """Return unread notifications of the kinds that come together, as far as the member may still see them."""
    wanted = [
        and_(Notification.kind == kind, Notification.created_at > since[pace])
        for kind, pace in paces.items()
        if pace in since
    ]
    if not wanted:
        return []
    root: Any = aliased(Contribution, flat=True)
    root_id = func.coalesce(Contribution.thread_id, Contribution.id)
    statement = (
        select(
            Notification.reason,
            Contribution.id,
            Contribution.excerpt,
            root_id.label("root_id"),
            root.title.label("thread_title"),
            Member.name.label("actor_name"),
        )
        .join(Contribution, Contribution.id == Notification.contribution_id)
        .join(root, root.id == root_id)
        .outerjoin(Member, Member.id == Notification.actor_id)
        .where(Notification.member_id == viewer.id, Notification.read_at.is_(None), listed_to(viewer))
        .where(or_(*wanted), Notification.created_at <= until)
        .order_by(Notification.id.desc())
        .limit(MOST_NEWS)
    )
    return list(read(statement))


def _threads(viewer: Viewer, since: datetime, until: datetime) -> list[Row[Any]]:
    """Return what was opened in a time by others, newest first, with whether the member writes in its space."""
    own = aliased(Contribution, flat=True)
    places = select(own.space_id).where(own.author_id == viewer.id, own.created_at > until - UNSEEN)
    columns = (
        Contribution.id,
        Contribution.kind,
        Contribution.title,
        Contribution.excerpt,
        Contribution.score,
        Contribution.reply_count,
        Contribution.space_id.in_(places).label("familiar"),
    )
    statement = (
        select(*with_score(columns, viewer))
        .where(Contribution.thread_id.is_(None), Contribution.kind.in_(thread_kinds()), listed_to(viewer))
        .where(Contribution.created_at > since - GRACE, Contribution.created_at <= until - GRACE)
        .where(func.coalesce(Contribution.author_id, 0) != (viewer.id or 0))
        .order_by(Contribution.created_at.desc(), Contribution.id.desc())
        .limit(LOOKED_AT)
    )
    return list(read(statement))


def _item(row: Row[Any]) -> Item:
    line = sentence(row.reason, row.actor_name or _("A former member"))
    return Item(line, row.thread_title, contribution_url(row.id), row.excerpt)


def _thread_item(row: Row[Any]) -> Item:
    replies = ngettext("%(num)s reply", "%(num)s replies", row.reply_count)
    votes = [ngettext("%(num)s vote", "%(num)s votes", row.score)] if row.score is not None else []
    return Item(
        " · ".join([str(KINDS[row.kind].label), *votes, replies]), row.title, contribution_url(row.id), row.excerpt
    )
