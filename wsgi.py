"""The door that a server opens."""

from application import create_app

app = create_app()
