"""Icons stand in the page as SVG: no font and no script is loaded for them."""

import functools
import re

from sphinx.errors import ExtensionError

from mathdl_book import node

PLACEHOLDER = re.compile(r"<(i|span)\b(?P<attributes>[^>]*\bfa-[^>]*)>\s*</\1>")
CLASSES = re.compile(r'class="([^"]*)"')
TITLE = re.compile(r'\stitle="[^"]*"')
DRAWING = re.compile(r'viewBox="([^"]+)".*?(<path\b.*/>)', re.DOTALL)

STYLES = {
    "fas": "solid",
    "fa-solid": "solid",
    "far": "regular",
    "fa-regular": "regular",
    "fab": "brands",
    "fa-brands": "brands",
}
SIZES = {"fa-lg", "fa-fw", "fa-sm", "fa-xs"}


def inlined(page: str) -> str:
    """Return a page in which every ``<i class="fa-…">`` is its drawing."""
    return PLACEHOLDER.sub(_drawn, page)


def _drawn(placeholder: re.Match) -> str:
    attributes = TITLE.sub("", placeholder["attributes"])
    classes = CLASSES.search(attributes)[1].split()
    style = next((STYLES[c] for c in classes if c in STYLES), "solid")
    names = [c for c in classes if c.startswith("fa-") and c not in {*STYLES, *SIZES}]
    if len(names) != 1:
        raise ExtensionError(f"An icon has one name, not {names}: {placeholder[0]}")
    attributes = CLASSES.sub(r'class="icon \1"', attributes)
    box, path = _drawing(names[0].removeprefix("fa-"), style)
    return f'<svg{attributes} viewBox="{box}" aria-hidden="true">{path}</svg>'


@functools.cache
def _drawing(name: str, style: str) -> tuple[str, str]:
    folder = node.package("@fortawesome/fontawesome-free") / "svgs" / style
    file = folder / f"{name}.svg"
    if not file.is_file():
        raise ExtensionError(f"Font Awesome has no {style} icon called {name!r}.")
    found = DRAWING.search(file.read_text("utf-8"))
    return found[1], found[2]
