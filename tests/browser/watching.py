"""What a browser must never meet: a script's complaint, a breach of the content policy, a lost or foreign file."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# The console repeats what the answers say; these are judged by their status below.
REPEATED = "Failed to load resource"
BREACHES = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`breach of ${event.violatedDirective} by ${event.blockedURI} in ${event.sourceFile}`);
});
"""


@dataclass
class Watch:
    """Collects what went wrong in the browsers of one test."""

    troubles: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a browser."""
        context.add_init_script(BREACHES)
        context.on("console", self._said)
        context.on("weberror", self._broke)
        context.on("request", self._asked)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(REPEATED):
            self.troubles.append(f"console: {message.text}")

    def _broke(self, error: WebError) -> None:
        self.troubles.append(f"script: {error.error}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname not in {"127.0.0.1", "localhost"}:
            self.troubles.append(f"left the machine: {request.url}")

    def _failed(self, request: Request) -> None:
        # A page that is left while it loads gives up what it waited for.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"{request.failure}: {request.url}")

    def _answered(self, response: Response) -> None:
        # What a service worker asks for on behalf of a page, the page is answered, too.
        if response.request.service_worker:
            return
        document = response.request.is_navigation_request()
        if response.status >= 500 or (response.status >= 400 and not document):
            self.troubles.append(f"{response.status}: {response.request.method} {response.url}")
        if "default-src 'none'" not in response.headers.get("content-security-policy", ""):
            self.troubles.append(f"no content policy: {response.url}")
