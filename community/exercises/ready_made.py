"""An exercise that can be begun at once: five tasks of a service, in three lines of business."""

from community.exercises.schemas import ExerciseDraft
from core.translation import gettext as _


def ready_made(space_id: int) -> ExerciseDraft:
    """Return the draft of it, in the language of whoever begins it."""
    return ExerciseDraft(
        title=_("Five tasks of a good service, in three lines of business"),
        body=_(
            "Every service that lets its customers take part has five tasks to solve. Choose a square: think of one "
            "bank, telephone company or shop that you know well, and write in a few sentences how it solves the task "
            "today, and the one thing that you would change.\n\nWrite your own answer first; then you read what the "
            "others wrote in the same square. Comment on what surprises you. Nobody needs to fill the whole grid."
        ),
        space=space_id,
        rows=[
            _("Find out what customers need"),
            _("Let customers try it early"),
            _("Help when something goes wrong"),
            _("Let customers help one another"),
            _("Show what became of an idea"),
        ],
        columns=[_("Bank"), _("Telecom"), _("Retail")],
    )
