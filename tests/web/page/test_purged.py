"""Pages look the same with style sheets cut to what they use as with the whole ones.

What the sheets were cut from, a build keeps beside its other notes. In every page, and
after what a reader can do there, no selector that was left out may match. And some are
opened twice, once with the whole sheets put in, and compared: pictures by pixels, and
computed styles of every kind of element.
"""

import functools
import io
import re

import pytest
import tinycss2
from PIL import Image, ImageChops

from mathdl_book.formulas import later
from mathdl_book.page import assets, purge
from tests.web.conftest import HTML
from tests.web.page.test_pages import PAGES
from tools import browser

WHOLE = HTML.parent / ".doctrees" / "whole"
CHAPTER = "chapters/linear-algebra/linear-maps.html"
FACE = re.compile(r"@font-face\s*{[^}]*}")
SMALL = "backmatter/glossary.html"
PHONE = {"viewport": {"width": 360, "height": 740}}
WAYS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
}

# What depends on the moment: these match if what they are said of is there.
MOMENTS = re.compile(
    r"::[\w-]+|:(?:before|after|hover|focus(?:-\w+)?|active|target|visited|checked|"
    r"disabled|enabled|indeterminate|(?:in)?valid|user-invalid|placeholder-shown|"
    r"autofill|-webkit-autofill|open|modal|fullscreen|first-line|first-letter)\b(?!\()"
)
# The styles of each kind of element (by name, classes, and what it stands in and after)
# and of what stands before and after it, as one text.
STYLES = """(properties) => {
  const told = (e) => e && `${e.localName}#${e.id}.${e.getAttribute("class") ?? ""}`;
  const kinds = new Map();
  for (const e of document.querySelectorAll("*")) {
    const kind = [e, e.parentElement, e.parentElement?.parentElement,
      e.previousElementSibling].map(told).join(" < ");
    if (kinds.has(kind)) continue;
    const parts = [null, "::before", "::after"].map((part) => {
      const style = getComputedStyle(e, part);
      if (part && style.content === "none") return "";
      return properties.map((name) => style.getPropertyValue(name)).join("|");
    });
    kinds.set(kind, parts.join("¦"));
  }
  return [...kinds];
}"""
LOST = """(selectors) => selectors.filter((selector) => {
  try { return document.querySelector(selector); } catch { return false; }
})"""
# All is laid out, wherever the window is; nothing is on its way.
STILL = """
  section { content-visibility: visible !important }
  *, *::before, *::after { transition: none !important; animation: none !important;
                           caret-color: transparent !important }
"""


def whole_sheet(name: str) -> str:
    """Return a whole sheet, with the fonts that the site has."""
    sheet = FACE.sub("", (WHOLE / name).read_text("utf-8")).replace("KaTeX_", "Book_")
    faces = FACE.findall((HTML / "_static" / name).read_text("utf-8"))
    return "".join(faces) + sheet


def put_in_whole(route):
    name = route.request.url.split("/")[-1].split("?")[0]
    route.fulfill(body=whole_sheet(name), content_type="text/css")


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


@functools.cache
def properties() -> list[str]:
    """Return every property that the sheets set."""
    css = "".join(sheet.read_text("utf-8") for sheet in WHOLE.glob("*.css"))
    named = set(re.findall(r"(?<=[{;\s])(-?[a-z][a-z-]+)(?=\s*:)", css))
    return sorted({*named, "width", "height"} - {"src", "unicode-range"})


@pytest.fixture
def twice(chromium, served):
    """Open a page as it is, and with whole style sheets."""
    contexts = []

    def open_both(address, **settings):
        for is_whole in (False, True):
            context = chromium.new_context(**settings)
            contexts.append(context)
            if is_whole:
                for sheet in WHOLE.glob("*.css"):
                    context.route(f"**/_static/{sheet.name}*", put_in_whole)
            page = context.new_page()
            page.goto(f"{served}/{address}", wait_until="networkidle")
            page.add_style_tag(content=STILL)
            yield page

    yield open_both
    for context in contexts:
        context.close()


def assert_nothing_lost(page):
    assert page.evaluate(LOST, left_out()) == []


def picture(page):
    """Take a picture of the first eight thousand pixels of a page."""
    page.set_viewport_size({**page.viewport_size, "height": 8000})
    page.wait_for_function(browser.FONTS_LOADED)
    for _ in range(2):  # observers of what has come into view are told a frame later
        page.evaluate(browser.PAINTED)
    return page.screenshot()


def difference(ours: bytes, theirs: bytes) -> tuple[int, ...] | None:
    """Return the box in which two pictures differ, or None."""
    ours, theirs = (
        Image.open(io.BytesIO(one)).convert("RGB") for one in (ours, theirs)
    )
    assert ours.size == theirs.size
    return ImageChops.difference(ours, theirs).getbbox()


def assert_alike(pages):
    assert_nothing_lost(pages[0])
    assert difference(*map(picture, pages)) is None


def test_the_whole_sheets_are_whole():
    assert len(left_out()) > 1000
    for name in ("book.css", "formulas.css"):
        cut = (HTML / "_static" / name).read_text("utf-8")
        without_fonts = re.sub(r"url\(data:[^)]*\)", "", cut)
        assert len(whole_sheet(name)) > 1.5 * len(without_fonts)


@pytest.mark.parametrize("page", PAGES)
def test_no_rule_that_was_left_out_could_match(open_page, served, page):
    assert_nothing_lost(open_page(f"{served}/{page}"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("page", [CHAPTER, SMALL])
def test_a_page_looks_the_same(twice, page, way):
    assert_alike(list(twice(page, **WAYS[way])))


def test_every_kind_of_element_has_the_same_style(twice):
    pages = twice(SMALL)
    ours, theirs = (dict(page.evaluate(STYLES, properties())) for page in pages)
    assert [kind for kind in theirs if ours.get(kind) != theirs[kind]] == []


def test_a_page_looks_the_same_on_paper(twice):
    pages = list(twice(CHAPTER))
    for one in pages:
        one.emulate_media(media="print")
        one.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert_alike(pages)


def act(page, action):
    """Do one of the things that readers do."""
    if action == "search":
        page.keyboard.press("Control+k")
        page.locator("#pst-search-dialog").wait_for()
    elif action == "contents":
        page.locator(".secondary-toggle").first.click()
        page.locator("#pst-secondary-sidebar-modal").wait_for()
    elif action == "book":
        page.locator(".primary-toggle").first.click()
    elif action == "unfold":
        page.eval_on_selector_all("details", "all => all.forEach(e => (e.open = true))")
    elif action == "copy":
        cell = page.locator(".cell:not(.tag_hide-input)").first
        cell.locator(".highlight").first.hover()
        cell.locator(".copybtn").first.click()
        page.locator(".copybtn.success").first.wait_for()
    elif action == "figures":
        for figure in page.locator("figure.explorable").all():
            figure.scroll_into_view_if_needed()
            figure.locator(".mdl").wait_for()
        page.evaluate("scrollTo(0, 0)")
    elif action == "down":
        page.evaluate("scrollTo(0, 2000)")
        page.wait_for_function("() => document.body.classList.contains('scrolled')")
    elif action == "other theme":
        page.locator(".theme-switch-button").first.click()


@pytest.mark.parametrize(
    ("action", "width"),
    [
        *(("search", 1280), ("book", 1280), ("unfold", 1280), ("copy", 1280)),
        *(("figures", 1280), ("down", 1280), ("other theme", 1280)),
        *(("search", 360), ("book", 360), ("contents", 360)),
    ],
)
def test_what_opens_and_changes_needs_no_rule_that_was_left_out(
    open_page, served, action, width
):
    page = open_page(f"{served}/{CHAPTER}", viewport={"width": width, "height": 800})
    page.wait_for_load_state("networkidle")  # the scripts have come, and have run
    act(page, action)
    assert_nothing_lost(page)


def test_results_of_a_search_look_the_same(twice):
    pages = list(twice("search.html?q=matrix"))
    for page in pages:
        page.locator("ul.search li").first.wait_for()
        page.wait_for_load_state("networkidle")
    assert_alike(pages)
