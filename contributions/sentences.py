"""What happened, in words: for the list of notifications and for mails."""

from core.translation import gettext as _


def sentence(reason: str, actor: str) -> str:
    """Say in words what happened."""
    sentences = {
        "answer": _("%(name)s answered", name=actor),
        "comment": _("%(name)s commented", name=actor),
        "mention": _("%(name)s mentioned you", name=actor),
        "accepted": _("Your answer was accepted"),
        "offer": _("You may know this, as you solved questions like it"),
        "escalated": _("This question has waited too long"),
    }
    return sentences.get(reason) or _("%(name)s wrote", name=actor)
