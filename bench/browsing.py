"""A small browser: keeps a cookie, signs in through the form and sends forms, on one connection."""

import http.client
from urllib.parse import urlencode

from bench.community import PASSWORD


class Browser:
    """One member at one server. Raises OSError or HTTPException where the server goes away."""

    def __init__(self, port: int, timeout: float = 30) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.cookie = ""

    def send(self, path: str, form: dict[str, object] | None = None) -> tuple[int, str, bytes]:
        """Ask for a page, or send a form; returns status, where it leads, and the body."""
        headers = {"Accept": "text/html"} | ({"Cookie": self.cookie} if self.cookie else {})
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = None if form is None else urlencode(form)
        self.connection.request("GET" if form is None else "POST", path, body, headers)
        answer = self.connection.getresponse()
        given = answer.getheader("Set-Cookie")
        if given:
            self.cookie = given.split(";")[0]
        return answer.status, answer.getheader("Location") or "", answer.read()

    def sign_in(self, email: str) -> str:
        """Sign in and return the cookie."""
        status, _place, _body = self.send("/login", {"email": email, "password": PASSWORD})
        assert status in {302, 303}, f"signing in was answered with {status}"
        return self.cookie
