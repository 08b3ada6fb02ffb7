"""What becomes of pages when they are put together for paper."""

import pytest
from bs4 import BeautifulSoup

from mathdl_book.paper import document

CONTENTS = """<nav class="bd-links">
<a class="reference internal" href="intro.html">Book</a>
<p class="caption">First part</p>
<a class="reference internal" href="part/one.html">1. One</a></nav>"""
INTRO = """<article class="bd-article"><section id="book"><h1>Book</h1>
<p><a href="part/one.html#sums">one</a> <a href="search.html">search</a>
<a href="https://example.org/">away</a></p></section></article>"""
ONE = """<article class="bd-article"><section id="one"><h1>1. One</h1>
<section id="sums"><h2><span class="section-number">1.1. </span>Sums
<a class="headerlink" href="#sums">#</a></h2>
<p>Let <span class="formula"><span class="katex"><span class="katex-mathml"><math>x
</math></span><span class="katex-html"><span class="katex-base">x</span></span></span
></span>, and so on. See <a href="../intro.html">the book</a>.</p>
<div class="figure-frame"><svg style="width: 160px; min-width: 120px" viewBox="0 0 9 9">
<clipPath id="c"/><path clip-path="url(#c)"/></svg></div>
<img src="../_images/a%20b.png">
<details class="hide"><summary>Show</summary>drawn so</details></section>
<div class="exercise" id="ex"><p class="admonition-title">Exercise 1.1</p></div>
<div class="cell"><div class="cell_output">· ex-one: not attempted yet.</div></div>
<details class="solution" id="sol"><summary class="admonition-title">Solution</summary>
<p>Two.</p></details></section></article>""".replace(
    "</span>\n</span>,", "</span></span>,"
)


@pytest.fixture
def site(tmp_path):
    (tmp_path / "part").mkdir()
    (tmp_path / "search.html").write_text(CONTENTS, "utf-8")
    (tmp_path / "intro.html").write_text(INTRO, "utf-8")
    (tmp_path / "part" / "one.html").write_text(ONE, "utf-8")
    (tmp_path / "_static").mkdir()
    (tmp_path / "_images").mkdir()
    (tmp_path / "_images" / "a b.png").write_bytes(b"pixels")
    for name in ("book.css", "formulas.css"):
        (tmp_path / "_static" / name).write_text("", "utf-8")
    return tmp_path


@pytest.fixture
def book(site):
    about = document.About("Book", "Somebody", "Version 1", "free")
    return BeautifulSoup(document.compose(site, about), "html.parser")


def test_parts_are_told_before_their_first_page(site):
    assert [(leaf.name, leaf.part) for leaf in document.order(site)] == [
        ("intro", ""),
        ("part/one", "First part"),
    ]


def test_links_lead_into_the_document_or_away(book):
    intro = book.select_one("article#intro")
    links = [link["href"] for link in intro.select("a")]
    assert links == ["#part-one--sums", "https://example.org/"]
    assert "search" in intro.get_text()
    assert book.select_one('#part-one a[href="#intro"]')


def test_every_link_has_its_place_and_every_place_one_name(book):
    ids = [tag["id"] for tag in book.select("[id]")]
    assert len(ids) == len(set(ids))
    inside = {a["href"][1:] for a in book.select('a[href^="#"]')}
    assert inside <= set(ids)
    assert {tag["data-of"] for tag in book.select("[data-of]")} <= set(ids)


def test_contents_name_chapters_and_numbered_sections(book):
    lines = [tag.span.get_text() for tag in book.select(".contents a")]
    assert lines == ["About this book", "1. One", "1.1. Sums", "Solutions"]


def test_what_only_a_screen_can_use_is_gone(book):
    text = book.body.get_text()
    for gone in ("drawn so", "not attempted", "#"):
        assert gone not in text
    assert not book.select("details, math, .cell, a.headerlink")


def test_solutions_stand_last_and_lead_back(book):
    last = book.select("article")[-1]
    solution = last.select_one("#part-one--sol")
    assert solution.a["href"] == "#part-one--ex"
    assert solution.a.get_text() == "Exercise 1.1, page "
    exercise = book.select_one("#part-one--ex")
    assert exercise.a["href"] == "#part-one--sol"


def test_punctuation_stays_with_its_formula(book):
    assert book.select_one(".katex-base").get_text() == "x,"
    assert book.select_one("#part-one p:not(.part)").get_text().startswith("Let x, and")


def test_figures_keep_their_parts_and_shrink_with_the_text(book):
    figure = book.select_one("svg")
    assert figure["style"] == "width: 10.00rem"
    assert figure.path["clip-path"] == "url(#part-one--c)"
    assert book.find(id="part-one--c")


def test_pictures_are_in_the_document(book):
    assert book.img["src"] == "data:image/png;base64,cGl4ZWxz"
