"""Every page opens clean, served and from the file system, in every way of reading."""

import unicodedata

import pytest

from tests.web.conftest import HTML
from tests.web.page.sheets import assert_nothing_lost
from tools import browser, notebooks

PAGES = sorted(p.relative_to(HTML).as_posix() for p in HTML.rglob("*.html"))
CHAPTERS = [page for page in PAGES if page.startswith("chapters/")]
# A long one, which has everything that a page may have.
LONG = "chapters/optimization/gradient-descent.html"
PHONE = {"width": 360, "height": 740}
LAID_OUT = "section { content-visibility: visible !important }"
AXE = notebooks.ROOT / "web/node_modules/axe-core/axe.min.js"

SCROLL = f"""async () => {{
  const painted = {browser.PAINTED};
  for (let y = 0; y < document.documentElement.scrollHeight; y += 700) {{
    window.scrollTo(0, y);
    await painted();
  }}
}}"""


def address(way, page, served, html):
    return f"{served}/{page}" if way == "served" else (html / page).as_uri()


def wander(page):
    """Scroll through the page, so that what loads when it comes near is loaded."""
    page.evaluate(SCROLL)
    figures = page.locator("figure.explorable")
    for k in range(figures.count()):
        figures.nth(k).scroll_into_view_if_needed()
        page.wait_for_function(
            "k => 'live' in document.querySelectorAll('figure.explorable')[k].dataset",
            arg=k,
        )


STOPS = """parts => {
  const shown = parts.filter((part) => part.checkVisibility());
  return [
    shown.map((part) => part.scrollWidth > part.clientWidth),
    shown.map((part) => part.tabIndex === 0),
  ];
}"""


def what_scrolls_sideways_is_a_stop_and_nothing_else(opened, page: str) -> None:
    """Asked of parts as they come near on a long page, and of all at once on others."""
    if page != LONG:
        opened.add_style_tag(content=LAID_OUT)
    wide = opened.locator("article :is(pre, .figure-frame, div.formula)")
    stops = []
    for width, fold in [(360, False), (1280, False), (360, True)]:
        opened.set_viewport_size({**PHONE, "width": width})
        opened.locator("article details").evaluate_all(
            "(folds, open) => folds.forEach((fold) => (fold.open = open))", fold
        )
        opened.evaluate(SCROLL if page == LONG else browser.PAINTED)
        scrolls, stop = wide.evaluate_all(STOPS)
        assert stop == scrolls
        stops.append(sum(stop))
    phone, wide_screen, unfolded = stops
    assert wide_screen <= phone <= unfolded
    if page == LONG:
        assert wide_screen < phone < unfolded


def complains_of_nothing(page) -> None:
    page.wait_for_load_state("networkidle")
    assert page.complaints == []


def axe_finds_no_violation(page, *rules: str) -> None:
    """Ask axe for all of its rules, or for some of them."""
    page.evaluate(AXE.read_text("utf-8"))
    asked = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = page.evaluate("o => axe.run(o).then((result) => result.violations)", asked)
    assert [
        (v["id"], v["help"], [n["html"][:120] for n in v["nodes"]]) for v in found
    ] == []


def letters(text: str) -> list[str]:
    """Return the letters and digits of a text, in order of the alphabet."""
    plain = unicodedata.normalize("NFKD", text)
    return sorted(sign for sign in plain if sign.isalnum())


def formulas_show_what_is_read_aloud(page) -> None:
    spoken, seen = (
        page.locator("article .katex").evaluate_all(
            f"all => all.map(e => e.children[{k}].textContent)"
        )
        for k in (0, 1)
    )
    assert list(map(letters, spoken)) == list(map(letters, seen))


def every_sign_of_a_formula_is_in_the_books_fonts(page) -> None:
    client = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        client.send(f"{domain}.enable")
    root = client.send("DOM.getDocument")["root"]["nodeId"]
    ask = {"nodeId": root, "selector": ".katex-html"}
    strange = set()
    for node in client.send("DOM.querySelectorAll", ask)["nodeIds"]:
        used = client.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        strange |= {font["familyName"] for font in used if not font["isCustomFont"]}
    assert strange == set()


def every_drawing_has_come(page) -> None:
    """Those whose place an interactive figure has taken are no more in the page."""
    for drawing in page.query_selector_all("img.drawing"):
        drawing.evaluate("image => image.scrollIntoView({ behavior: 'instant' })")
        page.wait_for_function(
            "image => !image.isConnected || image.naturalWidth > 0", arg=drawing
        )


# Of a page's elements three fourths are those of formulas, and these are of few kinds.
# What has nothing but kinds that were there before makes way for a letter.
WITHOUT_LIKES = """() => {
  const known = new Set();
  for (const formula of document.querySelectorAll("article .katex")) {
    const parts = [formula.parentElement, ...formula.querySelectorAll("span")];
    const kinds = parts.map(({ localName, className }) => `${localName} ${className}`);
    if (kinds.every((kind) => known.has(kind))) formula.replaceWith("x");
    for (const kind of kinds) known.add(kind);
  }
}"""

# The rules of axe that ask for colours.
COLOURS = ("color-contrast", "link-in-text-block")
AT_ONCE = "*, *::before, *::after { transition: none !important }"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_in_a_window(open_page, served, page):
    opened = open_page(f"{served}/{page}", color_scheme="light")
    formulas_show_what_is_read_aloud(opened)
    assert_nothing_lost(opened)
    wander(opened)
    every_drawing_has_come(opened)
    every_sign_of_a_formula_is_in_the_books_fonts(opened)
    if page != LONG:
        opened.evaluate(WITHOUT_LIKES)
    opened.add_style_tag(content=LAID_OUT)  # also for what is far from the window
    axe_finds_no_violation(opened)
    opened.add_style_tag(content=AT_ONCE)
    opened.emulate_media(color_scheme="dark")
    opened.evaluate("document.documentElement.dataset.theme = 'dark'")
    axe_finds_no_violation(opened, *COLOURS)
    complains_of_nothing(opened)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ground_is_the_systems(open_page, served, scheme):
    opened = open_page(f"{served}/{LONG}", color_scheme=scheme)
    assert opened.evaluate("document.documentElement.dataset.theme") == scheme


# Figures that are not seen whole.
BEYOND = """frames => frames
  .filter((frame) => frame.scrollWidth > frame.clientWidth)
  .map((frame) => frame.closest("figure").id)"""


@pytest.mark.parametrize("page", PAGES)
def test_a_page_on_a_phone(open_page, html, page):
    """Opened from the file system."""
    opened = open_page((html / page).as_uri(), viewport=PHONE)
    wander(opened)
    assert opened.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    frames = opened.locator("article .figure-frame")
    assert frames.evaluate_all(BEYOND) == []
    if page in CHAPTERS:
        what_scrolls_sideways_is_a_stop_and_nothing_else(opened, page)
    complains_of_nothing(opened)


FADES = "part => getComputedStyle(part).maskImage !== 'none'"


def test_on_a_phone_what_goes_on_beyond_the_edge_fades_there(open_page, served):
    opened = open_page(f"{served}/{LONG}", viewport=PHONE)
    wander(opened)
    wide = opened.locator("article :is(pre, .figure-frame, div.formula)")
    parts = wide.filter(visible=True).all()[:12]
    scrolls = []
    for part in parts:
        part.scroll_into_view_if_needed()
        scrolls.append(part.evaluate("part => part.scrollWidth > part.clientWidth"))
        assert part.evaluate(FADES) == scrolls[-1]
        part.evaluate("part => part.scrollTo({ left: part.scrollWidth })")
        part.evaluate(browser.PAINTED)
        assert not part.evaluate(FADES)
    assert any(scrolls) and not all(scrolls)


def test_source_that_is_folded_away_is_a_small_word(open_page, served):
    opened = open_page(f"{served}/{LONG}")
    label = opened.locator("details.hide > summary").first
    assert label.bounding_box()["width"] < 250
    words = label.locator("p").first.evaluate("p => getComputedStyle(p).fontWeight")
    assert words == "400"


@pytest.mark.parametrize("page", PAGES)
def test_without_javascript_all_is_there(open_page, served, page):
    opened = open_page(f"{served}/{page}", java_script_enabled=False)
    assert opened.locator("h1").filter(visible=True).count() == 1
    for figure in opened.locator("figure.explorable").all():
        still = figure.locator(":scope > :is(svg, img)")
        assert still.is_visible()
        assert still.bounding_box()["height"] > 100
    if page.startswith("chapters/"):
        # Sections far down are not laid out yet, and so have no inner text.
        assert "theorem" in opened.locator("main").text_content().lower()
        assert opened.locator("main .katex-html").first.is_visible()
        formulas = opened.locator("main .katex-mathml math").count()
        assert formulas == (HTML / page).read_text("utf-8").count("<math") > 0
    if page == LONG:
        # What no script sets, the browser shows as well as it can.
        later = opened.locator("main .katex.later math").first
        later.scroll_into_view_if_needed()
        assert later.bounding_box()["width"] > 5


def test_the_book_is_there():
    assert "intro.html" in PAGES
    assert "backmatter/checked.html" in PAGES
    for notebook in notebooks.paths():
        place = notebook.relative_to(notebooks.ROOT).with_suffix(".html")
        assert place.as_posix() in PAGES
