"""What a build left out of the style sheets that it cut to what pages use."""

import functools
import re

import tinycss2

from mathdl_book.formulas import later
from mathdl_book.page import assets, purge
from tests.web.conftest import HTML

WHOLE = HTML.parent / ".doctrees" / "whole"
FACE = re.compile(r"@font-face\s*{[^}]*}")

# What depends on the moment: these match if what they are said of is there.
MOMENTS = re.compile(
    r"::[\w-]+|:(?:before|after|hover|focus(?:-\w+)?|active|target|visited|checked|"
    r"disabled|enabled|indeterminate|(?:in)?valid|user-invalid|placeholder-shown|"
    r"autofill|-webkit-autofill|open|modal|fullscreen|first-line|first-letter)\b(?!\()"
)
LOST = """(selectors) => selectors.filter((selector) => {
  try { return document.querySelector(selector); } catch { return false; }
})"""


def whole_sheet(name: str) -> str:
    """Return a whole sheet, with the fonts that the site has."""
    sheet = FACE.sub("", (WHOLE / name).read_text("utf-8")).replace("KaTeX_", "Book_")
    faces = FACE.findall((HTML / "_static" / name).read_text("utf-8"))
    return "".join(faces) + sheet


def selectors(css: str) -> set[str]:
    """Return the selectors of a sheet, without what depends on the moment."""
    found = set()
    for rule in tinycss2.parse_stylesheet(css, True, True):
        if rule.type == "qualified-rule" and sets_something(rule):
            for tokens in purge._split(rule.prelude):
                plain = MOMENTS.sub("", tinycss2.serialize(tokens)).strip()
                found.add(re.sub(r"(^|[\s>+~(])(?=[\s>+~)]|$)", r"\1*", plain))
        elif rule.type == "at-rule" and rule.lower_at_keyword in purge.NESTING:
            found |= selectors(tinycss2.serialize(rule.content))
    return found


def sets_something(rule) -> bool:
    """Return whether a rule does more than naming values for others."""
    declared = tinycss2.parse_blocks_contents(rule.content, True, True)
    return any(not one.name.startswith("--") for one in declared)


@functools.cache
def left_out() -> list[str]:
    """Return the selectors that were cut from the sheets."""
    names = purge.Names()
    for page in later.pages(HTML).values():
        names.read_page(page)
    for path in (HTML / "_static").glob("*.js"):
        if path.name not in assets.APART:
            names.read_script(path.read_text("utf-8"))
    cut = set()
    for sheet in WHOLE.glob("*.css"):
        css = sheet.read_text("utf-8")
        cut |= selectors(css) - selectors(purge.purged(css, names))
    return sorted(cut)


def assert_nothing_lost(page):
    assert page.evaluate(LOST, left_out()) == []
