"""Opens the interface for programs."""

from flask import Flask

from accounts.api import answering, habits, pages
from accounts.api.members import section
from accounts.api.repeating import sweep_answers
from core.jobs import jobs_of


def register(app: Flask) -> None:
    """Register what this folder brings."""
    answering.register(app)
    pages.register(app)
    section.register(app)
    habits.section.register(app)
    jobs_of(app).every("sweep kept answers", sweep_answers, minute="25")
