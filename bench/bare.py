"""The measure of all pages: a Flask application with one view that returns a short text."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
@app.get("/healthz")
def hello() -> str:
    """Say hello."""
    return "Hello, world!"
