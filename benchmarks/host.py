"""A host of a built book on this machine, which counts what it sends."""

import functools
import gzip
import http.server
import mimetypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

TEXT = {".html", ".css", ".js", ".svg", ".json", ".txt", ".ipynb", ".md"}
KINDS = {".html": "HTML", ".css": "CSS", ".js": "JS", ".woff2": "fonts"}
LEVEL = 6  # of gzip, as web servers have it


@functools.cache
def packed(path: Path) -> bytes:
    """Return what is sent of a file: text is gzipped, other kinds are already small."""
    data = path.read_bytes()
    return gzip.compress(data, LEVEL, mtime=0) if path.suffix in TEXT else data


def kind(path: str) -> str:
    """Return as what a file's bytes are counted."""
    suffix = Path(path).suffix
    return KINDS.get(suffix, "images" if suffix in (".svg", ".png") else "other")


@dataclass
class Host:
    """Where the book is served, and what was sent: path and bytes, in order."""

    address: str
    sent: list[tuple[str, int]] = field(default_factory=list)

    def total(self) -> int:
        """Return the bytes of all responses so far."""
        return sum(size for _, size in self.sent)


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers from a folder as a static host does: gzipped, to be kept ten minutes."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, folder: Path, host: Host, *args):
        self.folder, self.host = folder, host
        super().__init__(*args)

    def do_GET(self):
        asked = unquote(urlsplit(self.path).path)
        path = (self.folder / asked.lstrip("/")).resolve()
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file() or not path.is_relative_to(self.folder.resolve()):
            return self._answer(404, b"", {})
        body = packed(path)
        self.host.sent.append((asked, len(body)))
        headers = {
            "Content-Type": mimetypes.guess_type(path)[0] or "font/woff2",
            "Cache-Control": "max-age=600",
        }
        if path.suffix in TEXT:
            headers["Content-Encoding"] = "gzip"
        self._answer(200, body, headers)

    def _answer(self, code: int, body: bytes, headers: dict[str, str]):
        self.send_response(code)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    """A server that says nothing when a reader leaves in the middle of a page."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(folder: Path) -> Iterator[Host]:
    """Serve a folder for as long as the context lasts."""
    host = Host("")
    handler = functools.partial(Handler, folder, host)
    with Server(("127.0.0.1", 0), handler) as server:
        host.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield host
        server.shutdown()
