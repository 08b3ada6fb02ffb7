"""What becomes of pages when they are put together for paper."""

import pytest
from bs4 import BeautifulSoup

from mathdl_book.paper import document

CONTENTS = """<nav class="bd-links">
<a class="reference internal" href="intro.html">Book</a>
<details><summary>First part</summary>
<a class="reference internal" href="chapters/part/one.html">1. One</a>
</details><details><summary>Back matter</summary>
<a class="reference internal" href="backmatter/bibliography.html">Sources</a></details>
</nav>"""
INTRO = """<article class="bd-article"><section id="book"><h1>Book</h1>
<p><a href="chapters/part/one.html#sums">Section 1.1</a>
<a class="term-link" href="chapters/part/one.html#sums">sums</a>
<a href="search.html">search</a>
<a href="https://example.org/">away</a></p></section></article>"""
ONE = """<article class="bd-article"><section id="one"><h1>1. One</h1>
<section id="sums"><h2><span class="section-number">1.1. </span>Sums
<a class="headerlink" href="#sums">#</a></h2>
<p>Let <span class="katex notranslate"><span class="katex-mathml"><math>x
</math></span><span class="katex-html"><span class="katex-base">x</span></span></span
>, and so on. See <a href="../../intro.html">the book</a>,
<a href="#ex">below</a>,
<a href="../../backmatter/bibliography.html#id1">[A]</a> and
<a href="../../search.html">search</a>.</p>
<div class="figure-frame"><svg style="width: 160px; min-width: 120px" viewBox="0 0 9 9">
<clipPath id="c"/><path clip-path="url(#c)"/></svg></div>
<img src="../../_images/a%20b.png">
<details class="hide"><summary>Show</summary>drawn so</details></section>
<div class="exercise" id="ex"><p class="admonition-title">Exercise 1.1</p></div>
<div class="cell"><div class="cell_output">· ex-one: not attempted yet.</div></div>
<details class="solution" id="sol"><summary class="admonition-title">Solution</summary>
<p>Two.</p></details></section></article>""".replace(
    "</span>\n</span>,", "</span></span>,"
)
PAGE = "chapters-part-one"
SOURCES = """<article class="bd-article"><section id="sources"><h1>Sources</h1>
<div class="citation" id="id1">Used.</div><div class="citation" id="id2">Unused.</div>
</section></article>"""
ABOUT = document.About("Book", "Somebody", "Version 1", "free")


@pytest.fixture
def site(tmp_path):
    for folder in ("chapters/part", "backmatter"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "search.html").write_text(CONTENTS, "utf-8")
    (tmp_path / "intro.html").write_text(INTRO, "utf-8")
    (tmp_path / "chapters/part/one.html").write_text(ONE, "utf-8")
    (tmp_path / "backmatter/bibliography.html").write_text(SOURCES, "utf-8")
    (tmp_path / "_static").mkdir()
    (tmp_path / "_images").mkdir()
    (tmp_path / "_images" / "a b.png").write_bytes(b"pixels")
    for name in ("book.css", "formulas.css"):
        (tmp_path / "_static" / name).write_text("", "utf-8")
    return tmp_path


def composed(site, name):
    (volume,) = (one for one in document.volumes(site) if one.name == name)
    return BeautifulSoup(document.compose(site, volume, ABOUT), "html.parser")


@pytest.fixture
def book(site):
    return composed(site, "part")


@pytest.fixture
def companion(site):
    return composed(site, "companion")


def test_a_part_is_a_volume_and_the_rest_is_one(site):
    assert [(v.name, v.called, v.pages) for v in document.volumes(site)] == [
        ("part", "volume 1", ("chapters/part/one",)),
        ("companion", "companion", ("intro", "backmatter/bibliography")),
    ]


def test_links_lead_into_the_volume_or_away_or_name_another(book, companion):
    intro = companion.select_one("article#intro")
    assert [link["href"] for link in intro.select("a")] == ["https://example.org/"]
    assert "Section 1.1 (volume 1)" in words(intro)
    assert "sums search away" in words(intro)
    one = book.select_one(f"#{PAGE}")
    assert "See the book (companion), below, [A] and search." in words(one)
    links = {link["href"] for link in one.select("a")}
    assert {f"#{PAGE}--ex", "#backmatter-bibliography--id1"} <= links


def words(tag):
    return " ".join(tag.get_text().split())


def test_a_volume_has_the_sources_that_it_cites(book, companion):
    assert [tag.get_text() for tag in book.select(".citation")] == ["Used."]
    assert len(companion.select(".citation")) == 2


def test_every_link_has_its_place_and_every_place_one_name(book):
    ids = [tag["id"] for tag in book.select("[id]")]
    assert len(ids) == len(set(ids))
    inside = {a["href"][1:] for a in book.select('a[href^="#"]')}
    assert inside <= set(ids)
    assert {tag["data-of"] for tag in book.select("[data-of]")} <= set(ids)


def test_contents_name_chapters_and_numbered_sections(book):
    lines = [tag.span.get_text() for tag in book.select(".contents a")]
    assert lines == ["1. One", "1.1. Sums", "Solutions", "Sources"]
    last = book.select(".contents p")[-1]
    assert last.get_text().startswith("Companion. Prologue")


def test_a_volume_without_exercises_has_no_solutions(companion):
    lines = [tag.span.get_text() for tag in companion.select(".contents a")]
    assert lines == ["About this book", "Sources"]


def test_what_only_a_screen_can_use_is_gone(book):
    text = book.body.get_text()
    for gone in ("drawn so", "not attempted", "#"):
        assert gone not in text
    assert not book.select("details, math, .cell, a.headerlink")


def test_solutions_stand_behind_the_chapters_and_lead_back(book):
    last = book.select_one("article#solutions")
    solution = last.select_one(f"#{PAGE}--sol")
    assert solution.a["href"] == f"#{PAGE}--ex"
    assert solution.a.get_text() == "Exercise 1.1, page "
    exercise = book.select_one(f"#{PAGE}--ex")
    assert exercise.a["href"] == f"#{PAGE}--sol"


def test_punctuation_stays_with_its_formula(book):
    assert book.select_one(".katex-base").get_text() == "x,"
    assert book.select_one(f"#{PAGE} p:not(.part)").get_text().startswith("Let x, and")


def test_figures_keep_their_parts_and_shrink_with_the_text(book):
    figure = book.select_one("svg")
    assert figure["style"] == "width: 10.00rem"
    assert figure.path["clip-path"] == f"url(#{PAGE}--c)"
    assert book.find(id=f"{PAGE}--c")


def test_pictures_are_in_the_document(book):
    assert book.img["src"] == "data:image/png;base64,cGl4ZWxz"
