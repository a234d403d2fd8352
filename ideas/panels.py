"""What the ideas bring to the home page of a member: the newest of them."""

from accounts.panels.registry import Panel, row
from accounts.viewers import Standing
from contributions.models import Contribution, Space
from contributions.panels import thread_address
from contributions.visibility import listed_to, typical
from core.paging import AnySelect
from core.translation import lazy_gettext as _


def _newest(standing: Standing) -> AnySelect:
    named = {"key": Contribution.id, "kind": Contribution.kind, "title": Contribution.title, "more": Space.name}
    ideas = row(**named, at=Contribution.created_at).join_from(Contribution, Space, Space.id == Contribution.space_id)
    listed = ideas.where(Contribution.kind == "idea", listed_to(typical(standing)))
    return listed.order_by(Contribution.created_at.desc(), Contribution.id.desc())


IDEAS = Panel(
    key="ideas",
    title=_("Ideas"),
    empty=_("Nobody has had an idea yet."),
    url="/ideas",
    rows=_newest,
    address=thread_address,
)


def panels() -> list[Panel]:
    """Return the panels."""
    return [IDEAS]
