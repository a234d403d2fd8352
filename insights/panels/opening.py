"""Opening a panel with a group and a space of its own, and the versions of its terms."""

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from accounts.fields import FieldRefused
from accounts.grouping import create_group, let_in
from accounts.schemas import GroupDraft
from accounts.viewers import ATRIUM, Viewer
from contributions.models import Visibility
from contributions.products.threads import product_for
from contributions.spaces import SpaceDraft, next_position, open_space
from core import markup
from core.clock import now
from core.database import begin_write, db
from core.errors import Conflict, Forbidden, NotFound
from core.events import publish
from core.translation import gettext as _
from insights.panels.events import PanelChanged
from insights.panels.models import BetaPanel, PanelTerms
from insights.panels.schemas import PanelDraft, TermsDraft


def require_manager(actor: Viewer) -> None:
    """Raise Forbidden for whoever is no product manager."""
    if actor.id is None or not actor.standing.product_manager:
        raise Forbidden


def open_panel(actor: Viewer, draft: PanelDraft) -> BetaPanel:
    """Open a panel; whoever opens it is in its group. Raises Forbidden, NotFound (product) or FieldRefused (name)."""
    require_manager(actor)
    product = product_for(actor, draft.product) if draft.product else None
    begin_write()
    try:
        with db.session.begin_nested():
            panel = _furnished(draft)
            panel.product_id, panel.opened_by_id = (product.id if product else None), actor.id
            db.session.add(panel)
    except (IntegrityError, Conflict, FieldRefused):
        raise FieldRefused("name", _("There is a group or a space of that name already.")) from None
    let_in(actor, panel.group_id, actor.id or 0)
    publish(PanelChanged(actor_id=actor.id, panel_id=panel.id, what="opened", row_id=panel.id))
    publish_terms(actor, panel.id, TermsDraft(terms=draft.terms))
    return panel


def _furnished(draft: PanelDraft) -> BetaPanel:
    criteria = draft.model_dump(exclude={"product", "terms"})
    name = f"Beta: {draft.name}"
    group = create_group(ATRIUM, GroupDraft(name=name))
    doors = SpaceDraft(name=name, description=draft.purpose, visibility=Visibility.GROUP, group=group.id)
    space = open_space(ATRIUM, doors.model_copy(update={"position": min(next_position(), 1000)}))
    return BetaPanel(**criteria, group_id=group.id, space_id=space.id, opened_at=now())


def panel_of(actor: Viewer, key: int) -> BetaPanel:
    """Return a panel to a product manager. Raises Forbidden or NotFound."""
    require_manager(actor)
    panel = db.session.get(BetaPanel, key)
    if panel is None:
        raise NotFound
    return panel


def publish_terms(actor: Viewer, panel_id: int, draft: TermsDraft) -> PanelTerms:
    """Put a new version of the terms in force; panellists are asked anew. Raises Forbidden, NotFound or Conflict."""
    panel = panel_of(actor, panel_id)
    begin_write()
    newest = db.session.scalar(select(func.max(PanelTerms.version)).where(PanelTerms.panel_id == panel.id)) or 0
    words = {"body": draft.terms, "html": markup.render(draft.terms), "published_at": now()}
    terms = PanelTerms(panel_id=panel.id, version=newest + 1, **words)
    try:
        with db.session.begin_nested():
            db.session.add(terms)
    except IntegrityError:
        raise Conflict(_("Somebody has just published a version of this. Reload the page to see it.")) from None
    publish(PanelChanged(actor_id=actor.id, panel_id=panel.id, what="terms", row_id=terms.id))
    return terms


def terms_in_force(panel_id: int) -> PanelTerms:
    """Return the newest version of a panel's terms."""
    newest = select(PanelTerms).where(PanelTerms.panel_id == panel_id).order_by(PanelTerms.version.desc()).limit(1)
    return db.session.scalars(newest).one()
