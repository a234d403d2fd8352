"""The panel that accounts bring: who has joined lately, for administrators."""

from accounts.models import Member
from accounts.panels.registry import Panel, row
from accounts.viewers import Standing
from core.paging import AnySelect
from core.translation import lazy_gettext as _


def _joined(_standing: Standing) -> AnySelect:
    statement = row(key=Member.id, kind="member", title=Member.name, at=Member.joined_at, more=Member.location)
    shown = statement.where(~Member.is_pending, Member.erased_at.is_(None))
    return shown.order_by(Member.joined_at.desc(), Member.id.desc())


JOINED = Panel(
    key="joined",
    title=_("Joined lately"),
    empty=_("Nobody yet."),
    url="/members",
    rows=_joined,
    address=lambda row: f"/members/{row.id}",
    audience=lambda standing: standing.administrator,
)


def panels() -> list[Panel]:
    """Return the panels."""
    return [JOINED]
