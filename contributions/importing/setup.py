"""Makes the forms of other programs known to the import."""

from flask import Flask

from contributions.importing import csv_files, discourse, stackexchange
from core.archive.sending import add_forms


def register(app: Flask) -> None:
    """Make them known; the first that recognises files reads them."""
    add_forms(app, stackexchange.FORM, discourse.FORM, csv_files.FORM)
