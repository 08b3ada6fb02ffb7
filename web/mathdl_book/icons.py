"""Icons are drawn by the style sheet, which all pages share: no font, no script.

In a page stands an empty drawing with a name. The sheet gives it its shape, through
which the colour of the text shows.
"""

import functools
import re
from collections.abc import Iterable
from urllib.parse import quote

from sphinx.errors import ExtensionError

from mathdl_book import node

PLACEHOLDER = re.compile(r"<(i|span)\b(?P<attributes>[^>]*\bfa-[^>]*)>\s*</\1>")
CLASSES = re.compile(r'class="([^"]*)"')
TITLE = re.compile(r'\stitle="[^"]*"')
DRAWING = re.compile(r'viewBox="([^"]+)".*?(<path\b.*/>)', re.DOTALL)

NAMED = re.compile(r'class="icon icon-(solid|regular|brands)-([\w-]+)')

STYLES = {
    "fas": "solid",
    "fa-solid": "solid",
    "far": "regular",
    "fa-regular": "regular",
    "fab": "brands",
    "fa-brands": "brands",
}
SIZES = {"fa-lg", "fa-fw", "fa-sm", "fa-xs"}


def marked(page: str) -> str:
    """Return a page in which every ``<i class="fa-…">`` is a drawing with a name."""
    return PLACEHOLDER.sub(_marked, page)


def sheet(pages: Iterable[str]) -> str:
    """Return the style rules that draw the icons of some pages."""
    names = sorted({name for page in pages for name in NAMED.findall(page)})
    return "".join(_rule(*name) for name in names)


def _marked(placeholder: re.Match) -> str:
    attributes = TITLE.sub("", placeholder["attributes"])
    classes = CLASSES.search(attributes)[1].split()
    style = next((STYLES[c] for c in classes if c in STYLES), "solid")
    names = [c for c in classes if c.startswith("fa-") and c not in {*STYLES, *SIZES}]
    if len(names) != 1:
        raise ExtensionError(f"An icon has one name, not {names}: {placeholder[0]}")
    name = names[0].removeprefix("fa-")
    _drawing(style, name)  # which says so, if there is none
    kept = " ".join(c for c in classes if c not in STYLES and c not in names)
    own = f"icon icon-{style}-{name} {kept}".strip()
    attributes = CLASSES.sub(f'class="{own}"', attributes)
    return f'<svg{attributes} aria-hidden="true"></svg>'


def _rule(style: str, name: str) -> str:
    box, path = _drawing(style, name)
    width, height = map(int, box.split()[2:])
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{path}</svg>'
    address = "data:image/svg+xml," + quote(svg, safe=" ='/:,")
    return (
        f'.icon-{style}-{name}{{--icon:url("{address}");'
        f"width:{width / height:.4g}em}}\n"
    )


@functools.cache
def _drawing(style: str, name: str) -> tuple[str, str]:
    folder = node.package("@fortawesome/fontawesome-free") / "svgs" / style
    file = folder / f"{name}.svg"
    if not file.is_file():
        raise ExtensionError(f"Font Awesome has no {style} icon called {name!r}.")
    found = DRAWING.search(file.read_text("utf-8"))
    return found[1], found[2]
