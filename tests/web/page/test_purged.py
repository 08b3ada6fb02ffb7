"""Pages look the same with style sheets cut to what they use as with the whole ones.

What the sheets were cut from, a build keeps beside its other notes. After what a reader
can do in a page, no selector that was left out may match; that none does in a page that
was just opened is asked of every page in test_pages.py. And some pages are opened
twice, once with the whole sheets put in, and compared: pictures by pixels, and computed
styles of every kind of element.
"""

import functools
import io
import re

import pytest
from PIL import Image, ImageChops

from tests.web.conftest import HTML, all_set
from tests.web.page.sheets import WHOLE, assert_nothing_lost, left_out, whole_sheet
from tools import browser

CHAPTER = "chapters/linear-algebra/linear-maps.html"
SMALL = "backmatter/glossary.html"
PHONE = {"viewport": {"width": 360, "height": 740}}
WAYS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
}

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
# All is laid out, wherever the window is; nothing is on its way.
STILL = """
  section { content-visibility: visible !important }
  *, *::before, *::after { transition: none !important; animation: none !important;
                           caret-color: transparent !important }
"""


def put_in_whole(route):
    name = route.request.url.split("/")[-1].split("?")[0]
    route.fulfill(body=whole_sheet(name), content_type="text/css")


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


# What comes into view is loaded then: pictures, and where there is a reader, figures to
# move and formulas.
HAS_COME = """() => {
  const paper = matchMedia("print").matches;
  const seen = (one) => one.getClientRects()[0]?.top < innerHeight;
  const all = (what) => [...document.querySelectorAll(what)].filter(seen);
  const figures = all("figure.explorable[data-widget]");
  const alive = figures.every((one) => one.querySelector(".mdl"));
  return all("img").every((image) => image.complete && image.naturalWidth)
    && (paper || (alive && all("article .katex.later").length === 0));
}"""


def picture(page):
    """Take a picture of the first eight thousand pixels of a page."""
    page.set_viewport_size({**page.viewport_size, "height": 8000})
    page.wait_for_function(browser.FONTS_LOADED)
    all_set(page)
    page.wait_for_function(HAS_COME)
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
