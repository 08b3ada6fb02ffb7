"""What a reference leads to is shown in place: a page's script finds it.

A thing on the same page is there already. For things on other pages, each page that is
referred to has a small script that holds them, which works without a server too.
"""

import json
import re
from collections import defaultdict
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote

from sphinx.application import Sphinx

from mathdl_book.formulas import later
from mathdl_book.ground import markup

LINK = re.compile(r'<a class="[^"]*\breference internal[^"]*" href="([^"#]+)#([^"]+)"')
ID = re.compile(r' id="[^"]*"')
# The heading and the first lines of a section say what it is about.
OPENING = re.compile(r"<h[1-6]>.*?</h[1-6]>(?:\s*<p>.*?</p>)?", re.DOTALL)
DEFINITION = re.compile(r"<dt\b.*?</dd>", re.DOTALL)
SHOWN = {"div", "figure", "tr"}


def setup(app: Sphinx) -> None:
    """Write the scripts when all pages are there."""
    app.connect("build-finished", _write, priority=600)


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    site = Path(app.outdir)
    pages = {
        path.relative_to(site).as_posix(): page
        for path, page in later.pages(site).items()
    }
    folder = site / "_static" / "previews"
    folder.mkdir(parents=True, exist_ok=True)
    asked = references(pages)
    for name, anchors in asked.items():
        shown = {anchor: preview(pages[name], anchor) for anchor in sorted(anchors)}
        shown = {anchor: text for anchor, text in shown.items() if text}
        page = name.removesuffix(".html")
        script = f"bookPreviews({json.dumps(page)}, {json.dumps(shown)});"
        (folder / f"{page.replace('/', '.')}.js").write_text(script, "utf-8")


def references(pages: dict[str, str]) -> dict[str, set[str]]:
    """Return the anchors that each page is asked for by other pages."""
    asked = defaultdict(set)
    for name, page in pages.items():
        article = page.partition("<article")[2].partition("</article>")[0]
        for address, anchor in LINK.findall(article):
            target = normpath(PurePosixPath(name).parent / unquote(address))
            if target in pages and target != name:
                asked[target].add(anchor)
    return asked


def preview(page: str, anchor: str) -> str:
    """Return what is shown of an anchor of a page; nothing if there is nothing."""
    start = page.rfind("<", 0, max(0, page.find(f' id="{anchor}"')))
    if start < 0:
        return ""
    name = re.match(r"<(\w+)", page[start : start + 40])[1]
    if name == "dt":
        shown = DEFINITION.match(page, start)[0]
    elif name in SHOWN:
        shown = markup.element(page, start)
    else:
        opening = OPENING.search(page, start, start + 20_000)
        shown = opening[0] if opening else ""
    return ID.sub("", markup.HEADER_LINK.sub("", shown))
