"""Formulas far down a page are set when a reader is there, from a file of their own.

A formula stands in a page twice: as MathML, which is read aloud, and as it is seen,
which is most of what a long chapter weighs. What is seen at the begin of a page is in
the page; for what comes later the page holds the MathML alone, and a script brings the
rest at the first sign of a reader (page.js). Their sections are not seen before, so
that nothing moves; but where it takes over a second to come, or without scripts,
browsers show the MathML.
"""

import json
import re
from pathlib import Path
from urllib.parse import unquote

from mathdl_book.figures.pictures import FOLDER, Shelf
from mathdl_book.ground import markup

ENOUGH = 100_000  # characters of text before formulas may come later
TEXT = "<article"
SECTION = re.compile(r"<section\b")
ALOUD = f"({markup.MATHML.pattern})"
SET = re.compile(rf'<span class="katex( notranslate)?">{ALOUD}', re.DOTALL)
LATER = re.compile(rf'<span class="katex later( notranslate)?">{ALOUD}', re.DOTALL)
FROM = re.compile(rf'<html data-formulas="[^"]*{FOLDER}/([^"?]*)\?[^"]*"')
CALL = "bookFormulas("


def apart(page: str, shelf: Shelf) -> str:
    """Return a page whose formulas behind its first sections are in a file."""
    # What stands beside the text grows with the book, and shall not change this.
    enough = max(page.find(TEXT), 0) + ENOUGH
    begin = next((found.start() for found in SECTION.finditer(page, enough)), len(page))
    seen = []

    def later(_: int, formula: re.Match) -> tuple[str, str]:
        seen.append(markup.element(page, formula.end()))
        kind, aloud = formula.groups("")
        return formula[0] + seen[-1], f'<span class="katex later{kind}">{aloud}'

    found = markup.replaced(page, SET.finditer(page, begin), later)
    if not seen:
        return page
    address = shelf.put("formulas.js", _script(seen))
    return found.replace("<html", f'<html data-formulas="{address}"', 1)


def whole(page: str, site: Path) -> str:
    """Return a page with all its formulas set, as it was before they were put apart."""
    kept = FROM.match(page, page.find("<html"))
    if not kept:
        return page
    seen = iter(_read(site / FOLDER / unquote(kept[1])))

    def now(formula: re.Match) -> str:
        kind, aloud = formula.groups("")
        return f'<span class="katex{kind}">{aloud}{next(seen)}'

    return LATER.sub(now, page).replace(kept[0], "<html", 1)


def read(path: Path, site: Path) -> str:
    """Return one page of a site, whole."""
    return whole(path.read_text("utf-8"), site)


def pages(site: Path) -> dict[Path, str]:
    """Return all pages of a site, each of them whole."""
    return {path: read(path, site) for path in site.rglob("*.html")}


def _script(seen: list[str]) -> str:
    """Return a call with what is seen, each formula once, and which of them come."""
    places = {text: place for place, text in enumerate(dict.fromkeys(seen))}
    parts = (list(places), [places[text] for text in seen])
    told = (
        json.dumps(part, ensure_ascii=False, separators=(",", ":")) for part in parts
    )
    return f"{CALL}{','.join(told)});"


def _read(file: Path) -> list[str]:
    text = file.read_text("utf-8").removeprefix(CALL).removesuffix(");")
    texts, which = json.loads(f"[{text}]")
    return [texts[place] for place in which]
