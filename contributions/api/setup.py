"""Opens the operations about contributions."""

from flask import Flask

from contributions.api import finding, moderating, own, reading, standing, writing


def register(app: Flask) -> None:
    """Register what this folder brings."""
    for section in (reading.section, writing.section, reading.places, finding.section, own.section):
        section.register(app)
    standing.section.register(app)
    moderating.section.register(app)
