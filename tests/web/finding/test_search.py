"""Finding one's way: previews of references, search by name, words of the glossary."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from tests import book
from tests.web.page.test_pages import AXE, CHAPTERS, LONG, address

DESCENT = "chapters/optimization/gradient-descent.html"
GLOSSARY = "backmatter/glossary.html"
MAPS = "chapters/linear-algebra/linear-maps.html"


def link(page, target):
    """Return the first link of the text to a place whose address ends so."""
    found = page.locator(f".bd-article a.reference[href$='{target}']").first
    found.scroll_into_view_if_needed()
    return found


def first_link(page, pattern):
    hrefs = page.eval_on_selector_all(
        ".bd-article a.reference", "all => all.map((a) => a.getAttribute('href'))"
    )
    return link(page, next(h for h in hrefs if re.search(pattern, h)))


@pytest.mark.parametrize("way", ["served", "file"])
@pytest.mark.parametrize(
    ("page", "pattern", "holds"),
    [
        (DESCENT, r"^#(thm|prop)-", r"^(Theorem|Proposition) \d"),
        (GLOSSARY, r"\.html#def-", r"^Definition \d"),
        (DESCENT, r"^#equation-", r"\(\d+\.\d+\)"),
        (DESCENT, r"bibliography\.html#", r"\[\w.*\d{4}"),
        (DESCENT, r"glossary\.html#term-", r"\w+\W+\w+ \w+"),
    ],
    ids=["theorem", "definition", "equation", "citation", "term"],
)
def test_a_reference_shows_what_it_leads_to(
    open_page, served, html, way, page, pattern, holds
):
    opened = open_page(address(way, page, served, html))
    first_link(opened, pattern).hover()
    shown = opened.get_by_role("tooltip")
    expect(shown).to_be_visible()
    assert re.search(holds, shown.inner_text(), re.DOTALL), shown.inner_text()
    box, width = shown.bounding_box(), opened.viewport_size["width"]
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    opened.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    assert opened.complaints == []


def test_a_theorem_of_another_chapter_is_shown(open_page, served):
    opened = open_page(f"{served}/backmatter/checked.html")
    first_link(opened, r"linear-maps\.html#thm-").hover()
    shown = opened.get_by_role("tooltip")
    expect(shown).to_contain_text("A map is linear if and only if it is a matrix")
    assert shown.locator(".katex-html").count() > 0
    leads = shown.locator("a[href]").evaluate_all("all => all.map((a) => a.pathname)")
    assert {path for path in leads if "backmatter" not in path} <= {f"/{MAPS}"}


def test_the_keyboard_opens_and_closes_a_preview(open_page, served):
    opened = open_page(f"{served}/{MAPS}")
    found = first_link(opened, r"^#thm-")
    found.evaluate(
        """(link) => {
            const all = [...document.querySelectorAll('a[href], button, summary')];
            all[all.indexOf(link) - 1].focus();
        }"""
    )
    for _ in range(3):
        opened.keyboard.press("Tab")
        if found.evaluate("link => link === document.activeElement"):
            break
    shown = opened.get_by_role("tooltip")
    expect(shown).to_contain_text("Theorem")
    assert found.get_attribute("aria-details") == shown.get_attribute("id")
    opened.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    assert found.get_attribute("aria-details") is None


def test_a_pointer_may_go_into_a_preview(open_page, served):
    opened = open_page(f"{served}/{DESCENT}")
    first_link(opened, r"^#thm-").hover()
    shown = opened.get_by_role("tooltip")
    shown.hover()
    opened.wait_for_timeout(400)
    expect(shown).to_be_visible()
    opened.mouse.move(1, 1)
    expect(shown).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_preview(open_page, served, scheme):
    opened = open_page(f"{served}/{DESCENT}", color_scheme=scheme)
    first_link(opened, r"^#thm-").hover()
    expect(opened.get_by_role("tooltip")).to_be_visible()
    opened.evaluate(AXE.read_text("utf-8"))
    found = opened.evaluate("axe.run('.book-preview').then((r) => r.violations)")
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []


@pytest.fixture(scope="module")
def entries(html):
    """What can be found by name: kind, number, name, address, part, other words."""
    listed = (html / "_static/entries.js").read_text("utf-8")
    return json.loads(listed.removeprefix("bookEntries = ").removesuffix(";"))


def entry(entries, place):
    """Return the first thing whose address ends so."""
    return next(one for one in entries if one[3].endswith(place))


@pytest.mark.parametrize("way", ["served", "file"])
@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("rank nullity", "#thm-linear-maps-rank-nullity"),
        ("cramer rao", "#thm-maximum-likelihood-cramer-rao"),
        ("kappa", "#symbol-kappa"),
        ("condition number", "#term-condition-number"),
        ("{kind} {number}", "#thm-gradient-descent-quadratic"),
        ("nabla", "#symbol-gradient-of-f-at-x-gradient-of-the-loss-by-w"),
    ],
)
def test_search_finds_names_and_symbols(
    open_page, served, html, entries, way, query, place
):
    kind, number, name, _, part, _ = entry(entries, place)
    asked = query.format(kind=kind, number=number)
    opened = open_page(address(way, "search.html", served, html) + f"?q={asked}")
    hit = opened.locator(f".found li:has(a[href$='{place}'])")
    expect(hit).to_contain_text(name)
    called = f"{kind} {number}".strip()
    expect(hit.locator(".found-about")).to_have_text(f"{called} · {part}")


def ended(opened):
    """Wait for the end of the search and return what is said of it."""
    said = opened.locator("#search-results .search-summary")
    expect(said).to_have_text(re.compile("^(By name|In the text|Nothing)"))
    return said.inner_text()


@pytest.mark.parametrize(
    "query", ["gradient", "rank nullity", "nullity of it", "kappa", "zzyzx"]
)
def test_search_counts_what_it_shows(open_page, served, query):
    opened = open_page(f"{served}/search.html?q={query}")
    said = ended(opened)
    named = opened.locator(".found li").count()
    others = opened.locator("#search-results ul.search > li").count()
    told = {"By name": named, "In the text": others}
    for where, count in told.items():
        found = re.search(rf"{where}: (?:the first )?(\d+)", said)
        assert int(found[1] if found else 0) == count, said
    assert named or others or said.startswith("Nothing has all of these words.")


def test_search_says_of_each_result_what_it_is(open_page, served):
    opened = open_page(f"{served}/search.html?q=gradient")
    ended(opened)
    results = opened.locator("#search-results ul.search > li")
    expect(results.first).to_be_visible()
    assert results.count() == results.locator(".found-about").count()
    own = opened.locator(".found li a")
    leads = own.evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    again = results.locator("a").evaluate_all("all => all.map((a) => a.href)")
    assert not [href for href in again if any(href.endswith(one) for one in leads)]
    own.first.click()
    expect(opened).to_have_url(re.compile(f"{re.escape(leads[0])}$"))


def test_excerpts_show_a_formula_once(open_page, served):
    opened = open_page(f"{served}/search.html?q=kappa")
    ended(opened)
    excerpts = opened.locator("#search-results ul.search > li")
    symbol = re.compile("κ.{1,20}kappa", re.DOTALL)
    expect(excerpts.filter(has_text=symbol).first).to_be_visible()
    assert not [text for text in excerpts.all_inner_texts() if "κκ" in text]


def test_every_numbered_result_can_be_found(html):
    listed = (html / "_static/entries.js").read_text("utf-8")
    for chapter in book.chapters():
        for result in chapter.named(*book.RESULTS, "prf:definition", "exercise"):
            assert f"#{result.label}" in listed, result.label


@pytest.mark.parametrize("page", CHAPTERS)
def test_words_of_the_glossary_lead_there_once(html, page):
    article = BeautifulSoup((html / page).read_text("utf-8"), "html.parser").article
    leads = [a["href"].split("#")[1] for a in article.find_all("a", class_="term-link")]
    if page == LONG:
        assert len(leads) >= 15
    assert len(leads) == len(set(leads))


def test_words_that_chapters_define_lead_to_the_definition(html):
    text = (html / "backmatter/glossary.html").read_text("utf-8")
    entries = BeautifulSoup(text, "html.parser").select("dl.glossary > dd")
    places = [e.find("a", href=re.compile(r"(chapters/|prologue).*#")) for e in entries]
    assert sum(place is not None for place in places) >= 0.75 * len(entries)
