"""What happened, in words: for the list of notifications and for mails."""

from collections.abc import Callable

from core.translation import gettext as _

# What mails say of an occasion in place of the words of the post: by what stands before its colon, told the number.
WORDS: dict[str, Callable[[int], str]] = {}
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
        "asked of": _("%(name)s asks of a work in your museum", name=actor),
        "escalated": _("This question has waited too long"),
        "duplicate": _("Your question seems to be answered elsewhere"),
        "objected": _("%(name)s says that their question is another one", name=actor),
        "grown": _("%(name)s made a knowledge page of what you wrote", name=actor),
        "suggested": _("%(name)s suggests an edit of your knowledge page", name=actor),
        "suggestion": _("Your suggested edit was looked at"),
        "remixed": _("%(name)s mixed a new idea from yours", name=actor),
        "drawn": _("%(name)s drew an idea from what you wrote", name=actor),
        "together": _("%(name)s asks you to have an idea together", name=actor),
        "coauthor": _("%(name)s has this idea together with you now", name=actor),
        "change": _("The change that you asked for was decided about"),
        "behalf": _("%(name)s voted for this in your name. On its page you can take that back", name=actor),
        "ring": _("Somebody decided about votes of yours. You can read why, and answer"),
        "joined": _("A question that you follow was merged into this one"),
        "promised": _("%(name)s promised something for an idea that you care for", name=actor),
        "promise moved": _("%(name)s changed a promise", name=actor),
        "promise kept": _("A promise was kept. Say what you got"),
        "promise late": _("A promise was kept, late. Say what you got"),
        "promise broken": _("A promise was broken"),
        "promise withdrawn": _("A promise was withdrawn"),
        "dreamy": _("More is expected of your promise than its evidence carries"),
        "released": _("An idea that you care for is in the changelog"),
        "contest_entries": _("A contest that you follow takes entries now"),
        "contest_voting": _("You can vote in a contest that you follow"),
        "contest_jury": _("The vote is over; the jury of a contest that you follow scores now"),
        "contest_decided": _("The winners of a contest that you follow are named"),
        "emerging": _("Something new emerges"),
        "boomerang": _("Talk has turned, and waits for an answer"),
        "heard": _("%(name)s says what was heard from you and others, and what is done"),
        "invited": _("%(name)s asks you to join their team", name=actor),
        "won": _("Your entry has won"),
        "responded": _("%(name)s gave the official response to an idea that you care about", name=actor),
        "idea open": _("An idea that you care about is open again"),
        "idea active": _("An idea that you care about was taken up"),
        "idea delivered": _("An idea that you care about was delivered"),
        "idea closed": _("An idea that you care about was closed, with the reason"),
        "idea joined": _("An idea that you care about was merged with another one"),
        "idea parted": _("An idea that you care about was taken out of another one again"),
    }
    return sentences.get(reason) or _("%(name)s wrote", name=actor)


def own_words(occasion: str) -> str:
    """Return what is said of an occasion in words of its own; empty where the words of the post say it."""
    kind, _colon, number = occasion.partition(":")
    return WORDS[kind](int(number)) if kind in WORDS else ""


def decision_sentence(state: str) -> str:
    """Say in words what a moderator decided about the reader's own post."""
    sentences = {
        "published": _("A moderator has looked at your post. It is on the page"),
        "hidden": _("A moderator has hidden your post"),
        "deleted": _("A moderator has deleted your post"),
    }
    return sentences.get(state) or _("A moderator has looked at your post")
