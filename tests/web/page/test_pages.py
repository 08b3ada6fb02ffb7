"""Every page opens clean, served and from the file system, in every way of reading."""

import pytest

from tests.web.conftest import HTML
from tools import browser, notebooks

PAGES = sorted(p.relative_to(HTML).as_posix() for p in HTML.rglob("*.html"))
CHAPTERS = [page for page in PAGES if page.startswith("chapters/")]
# A long one, which has everything that a page may have.
LONG = "chapters/optimization/gradient-descent.html"
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


@pytest.mark.parametrize("way", ["served", "file"])
@pytest.mark.parametrize("page", PAGES)
def test_opens_without_a_complaint(open_page, served, html, page, way):
    opened = open_page(address(way, page, served, html))
    wander(opened)
    opened.wait_for_load_state("networkidle")
    assert opened.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_no_violation(open_page, served, page, scheme):
    opened = open_page(f"{served}/{page}", color_scheme=scheme)
    wander(opened)
    assert opened.evaluate("document.documentElement.dataset.theme") == scheme
    opened.evaluate(AXE.read_text("utf-8"))
    found = opened.evaluate("axe.run().then((result) => result.violations)")
    assert [
        (v["id"], v["help"], [n["html"][:120] for n in v["nodes"]]) for v in found
    ] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_phone_needs_no_sideways_scroll(open_page, served, page):
    opened = open_page(f"{served}/{page}", viewport={"width": 360, "height": 740})
    wander(opened)
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360


STOPS = """parts => {
  const shown = parts.filter((part) => part.checkVisibility());
  return [
    shown.map((part) => part.scrollWidth > part.clientWidth),
    shown.map((part) => part.tabIndex === 0),
  ];
}"""


@pytest.mark.parametrize("page", CHAPTERS)
def test_what_scrolls_sideways_is_a_stop_and_nothing_else(open_page, served, page):
    opened = open_page(f"{served}/{page}", viewport={"width": 360, "height": 740})
    wide = opened.locator("article :is(pre, .figure-frame, div.formula)")
    stops = []
    for width, fold in [(360, False), (1280, False), (360, True)]:
        opened.set_viewport_size({"width": width, "height": 740})
        opened.locator("article details").evaluate_all(
            "(folds, open) => folds.forEach((fold) => (fold.open = open))", fold
        )
        wander(opened)
        scrolls, stop = wide.evaluate_all(STOPS)
        assert stop == scrolls
        stops.append(sum(stop))
    phone, wide_screen, unfolded = stops
    assert wide_screen <= phone <= unfolded
    if page == LONG:
        assert wide_screen < phone < unfolded


FADES = "part => getComputedStyle(part).maskImage !== 'none'"


def test_on_a_phone_what_goes_on_beyond_the_edge_fades_there(open_page, served):
    opened = open_page(f"{served}/{LONG}", viewport={"width": 360, "height": 740})
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
