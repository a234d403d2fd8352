"""What happened, in words: for the list of notifications and for mails."""

from core.translation import gettext as _

# What a moderator decided is told about posts that stand nowhere any more, too.
MODERATED = "moderated"


def sentence(reason: str, actor: str, state: str = "published") -> str:
    """Say in words what happened; `state` is that of the contribution now."""
    if reason == MODERATED:
        return decision_sentence(state)
    sentences = {
        "answer": _("%(name)s answered", name=actor),
        "cell": _("%(name)s answered in an exercise", name=actor),
        "merged": _("%(name)s put together the answers of an exercise", name=actor),
        "credited": _("%(name)s used your answer in a merged one", name=actor),
        "comment": _("%(name)s commented", name=actor),
        "mention": _("%(name)s mentioned you", name=actor),
        "accepted": _("Your answer was accepted"),
        "starter": _("This helped other owners at the start"),
        "doubt": _("%(name)s seems to doubt a product that you own", name=actor),
        "offer": _("You may know this, as you solved questions like it"),
        "escalated": _("This question has waited too long"),
        "duplicate": _("Your question seems to be answered elsewhere"),
        "objected": _("%(name)s says that their question is another one", name=actor),
        "grown": _("%(name)s made a knowledge page of what you wrote", name=actor),
        "suggested": _("%(name)s suggests an edit of your knowledge page", name=actor),
        "suggestion": _("Your suggested edit was looked at"),
        "behalf": _("%(name)s voted for this in your name. On its page you can take that back", name=actor),
        "ring": _("Somebody decided about votes of yours. You can read why, and answer"),
        "joined": _("A question that you follow was merged into this one"),
    }
    return sentences.get(reason) or _("%(name)s wrote", name=actor)


def decision_sentence(state: str) -> str:
    """Say in words what a moderator decided about the reader's own post."""
    sentences = {
        "published": _("A moderator has looked at your post. It is on the page"),
        "hidden": _("A moderator has hidden your post"),
        "deleted": _("A moderator has deleted your post"),
    }
    return sentences.get(state) or _("A moderator has looked at your post")
