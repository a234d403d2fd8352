"""Suggests panellists from the last run: those of a ranking who fit a panel, each with parts and reasons."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, literal, null, select, type_coerce

from accounts.models import EMPLOYEES, Member
from accounts.people import person
from accounts.viewers import Viewer
from contributions.models import Contribution, Tag, Tagging
from contributions.products.holders import Holders, holders_of
from contributions.visibility import listed_to
from core.database import Key, read
from core.paging import Cursor, Order, Page, page_of
from insights.graphs.models import Standing
from insights.lead_users.models import Lead, NotProfiled
from insights.lead_users.queries import leads, reasons_of
from insights.models import Run
from insights.panels.models import BetaPanel, Panellist

PAGE = 10
BY_PLACE = Order((Lead.place,), descending=False)
KINDS = {"lead": ("ahead", "own", "need"), "rising": ("solved",)}


def suggested(viewer: Viewer, panel: BetaPanel, run: Run, page_key: str | None) -> Page[dict[str, Any]]:
    """Return one page of members who fit and were never asked, in three statements. Raises CursorError."""
    cursor = Cursor.decode(page_key, 1) if page_key else None
    holders = holders_of(panel.product_id) if panel.product_id else None
    statement = BY_PLACE.apply(_fitting(viewer, panel, run, holders), cursor, PAGE)
    found = page_of(read(statement, {"viewer_id": viewer.id}).all(), cursor, PAGE, lambda row: (row.place,))
    reasons = reasons_of(viewer, run.id, [row.member_id for row in found.rows], KINDS[panel.ranking])
    names = holders.names if holders else {}
    rows = [
        {
            "lead": row,
            "who": person(row.member_id, row.name, row.roles_held),
            "reasons": reasons.get(row.member_id, []),
            "stage": names.get(row.stage or "", ""),
        }
        for row in found.rows
    ]
    return Page(rows, found.before, found.after)


def _fitting(viewer: Viewer, panel: BetaPanel, run: Run, holders: Holders | None) -> Select[Any]:
    standing = (Standing.run_id == Lead.run_id) & (Standing.member_id == Lead.member_id)
    posts, tagged = _posts(viewer, None), _posts(viewer, panel.tags)
    owns: Any = Lead.member_id.in_(holders.owners) if holders else literal(False)
    stages = holders.stages.subquery() if holders else None
    stage: Any = null() if stages is None else stages.c.stage
    statement: Select[Any] = leads(run.id, panel.ranking).outerjoin(Standing, standing)
    if stages is not None:
        statement = statement.outerjoin(stages, stages.c.member_id == Lead.member_id)
    statement = statement.add_columns(
        Standing.partners, posts.label("posts"), tagged.label("tagged"), owns.label("owns"), stage.label("stage")
    )
    statement = statement.where(*_never_asked(panel))
    for wanted, condition in (
        (panel.tags, tagged > 0),
        (panel.least_posts, posts >= panel.least_posts),
        (panel.least_partners, Standing.partners >= panel.least_partners),
        (panel.owners_only, owns),
        (panel.stage, stage == panel.stage),
    ):
        statement = statement.where(condition) if wanted else statement
    return statement


def _never_asked(panel: BetaPanel) -> list[ColumnElement[bool]]:
    """Customers who let themselves be found, and have no seat in the panel."""
    return [
        type_coerce(Member.roles_held, Key).bitwise_and(int(EMPLOYEES)) == 0,
        ~exists().where(NotProfiled.member_id == Lead.member_id),
        ~exists().where(Panellist.panel_id == panel.id, Panellist.member_id == Lead.member_id),
    ]


def _posts(viewer: Viewer, tags: list[str] | None) -> ScalarSelect[int]:
    """The number of posts of a Lead that a viewer may see; with tags, those in threads that have one of these."""
    counted = select(func.count()).where(Contribution.author_id == Lead.member_id, listed_to(viewer))
    if tags is not None:
        thread = func.coalesce(Contribution.thread_id, Contribution.id)
        threads = select(Tagging.contribution_id).join(Tag, Tag.id == Tagging.tag_id).where(Tag.name.in_(tags))
        counted = counted.where(thread.in_(threads))
    return counted.correlate(Lead).scalar_subquery()
