"""The book as an installed page: what it is called, and how it is read offline.

Where a network is, every page and file comes from it, so that no edition is mixed with
another; where none is, what was kept is shown.
"""

import hashlib
import json
import shutil
from pathlib import Path

from sphinx.application import Sphinx

HERE = Path(__file__).parent
ICONS = {"icon-192.png": "192x192", "icon-512.png": "512x512"}
GROUND = "#ffffff"
# Live code needs a network, and notebooks are taken along one by one.
APART = ("_sources/", "_static/thebe/", "_static/live.js")
KINDS = {".html", ".css", ".js", ".svg", ".png"}
WORKER, MANIFEST = "service-worker.js", "manifest.webmanifest"


def setup(app: Sphinx) -> None:
    """Write worker and manifest last, when all files of the site are there."""
    app.connect("build-finished", _write, priority=990)


def _write(app: Sphinx, exception: Exception | None) -> None:
    site = Path(app.outdir)
    if exception or app.builder.format != "html" or not site.is_dir():
        return
    for icon in ICONS:
        shutil.copy(HERE / icon, site / "_static")
    (site / MANIFEST).write_text(manifest(app.config.project), "utf-8")
    script = (HERE / "worker.js").read_text("utf-8")
    (site / WORKER).write_text(f"const BOOK = {book(site)};\n{script}", "utf-8")


def manifest(title: str) -> str:
    """Return what a system asks for when it installs the book."""
    icons = [
        {"src": f"_static/{name}", "sizes": sizes, "type": "image/png"}
        for name, sizes in ICONS.items()
    ]
    about = {
        "name": title,
        "short_name": "Deep Learning",
        "start_url": "index.html",
        "scope": ".",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": icons,
    }
    return json.dumps(about, indent=2)


def book(site: Path) -> str:
    """Return the files to be kept, each with a short name of its contents, as JSON."""
    files = (
        (path.relative_to(site).as_posix(), path)
        for path in sorted(site.rglob("*"))
        if path.suffix in KINDS and path.name != WORKER
    )
    kept = {
        name: hashlib.sha256(path.read_bytes()).hexdigest()[:8]
        for name, path in files
        if not name.startswith(APART)
    }
    version = hashlib.sha256(json.dumps(kept).encode()).hexdigest()[:8]
    return json.dumps({"version": version, "files": kept}, separators=(",", ":"))
