"""The built book, served and as files, and a real browser to read it in."""

import functools
import http.server
import sys
import threading
from pathlib import Path

import pytest

from tools import notebooks

HTML = notebooks.ROOT / "_build" / "html"
POLICY = (
    "default-src 'self'; img-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; font-src 'self' data:"
)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files under the policy that every page must work with."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    """A server that says nothing when a reader leaves in the middle of a page."""

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@pytest.fixture(scope="session")
def html() -> Path:
    assert (HTML / "index.html").is_file(), "there is no built book: run `make book`"
    return HTML


@pytest.fixture(scope="session")
def served(html):
    """The address of a server of the book."""
    handler = functools.partial(Handler, directory=html)
    with Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def open_page(chromium):
    """Open pages in contexts of their own, closed after the test.

    A reader is there, whose mouse moves once, unless the page shall be left alone.
    """
    contexts = []

    def open_one(address, alone=False, **settings):
        context = chromium.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.complaints = listen(page)
        page.goto(address)
        if settings.get("java_script_enabled", True):
            # What is near is laid out within some frames, and may move until then.
            page.wait_for_function(
                '() => !("loading" in document.documentElement.dataset)'
            )
            if not alone:
                all_set(page)
        return page

    yield open_one
    for context in contexts:
        context.close()


def all_set(page):
    """Give a page a sign of a reader, and wait until all its formulas are set."""
    if not page.locator(".katex.later").count():
        return  # and no mouse lies on a page where nothing waits for it
    page.mouse.move(5, 5)
    page.mouse.move(6, 6)
    page.wait_for_function("() => !document.querySelector('.katex.later')")


def listen(page) -> list[str]:
    """Collect what goes wrong in a page: errors, failed requests, foreign requests."""
    complaints = []

    def asked(request):
        own = page.url.split("/")[2] if page.url.startswith("http") else ""
        scheme, _, rest = request.url.partition("://")
        foreign = scheme in ("http", "https", "ws", "wss") and rest.split("/")[0] != own
        if foreign and page.url != "about:blank":
            complaints.append(f"foreign request: {request.url}")

    def answered(response):
        if response.status >= 400:
            complaints.append(f"{response.status}: {response.url}")

    def logged(message):
        if message.type in ("error", "warning"):
            complaints.append(f"console {message.type}: {message.text}")

    page.on("console", logged)
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("requestfailed", lambda r: complaints.append(f"failed: {r.url}"))
    page.on("request", asked)
    page.on("response", answered)
    return complaints
