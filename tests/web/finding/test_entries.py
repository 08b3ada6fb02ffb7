"""What previews, the search by name and the glossary find in pages."""

import doctest

import pytest

from mathdl_book.content import terms
from mathdl_book.finding import entries, previews
from mathdl_book.ground import markup

FORMULA = (
    '<span class="katex notranslate"><span class="katex-mathml"><math>'
    '<mi>κ</mi></math></span><span class="katex-html">κ</span></span>'
)
PAGE = f"""<article>
<section id="sums"><h2><span class="section-number">2.1. </span>Sums\
<a class="headerlink" href="#sums">#</a></h2><p>First.</p><p>Second.</p>
<div class="proof theorem admonition" id="thm-a">
<p class="admonition-title"><span class="caption-number">Theorem 2.3 </span> \
(The ratio {FORMULA})</p>
<div><p id="inner">It is <div>so</div>.</p></div></div>
<dl><dt id="term-rank">rank<a class="headerlink" href="#term-rank">#</a></dt>
<dd><p>A number.</p></dd></dl>
<table><tr class="row-even" id="symbol-kappa"><td><p>{FORMULA}</p></td>
<td><p>kappa</p></td><td><p>condition number</p></td></tr></table>
<a class="reference internal" href="other.html#thm-b">x</a>
<a class="term-link reference internal" href="../back/terms.html#term-a">y</a>
</section></article>"""


@pytest.mark.parametrize("module", [entries, terms])
def test_the_examples_of_the_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0


def test_an_element_ends_where_it_ends():
    start = PAGE.index('<div class="proof')
    box = markup.element(PAGE, start)
    assert box.count("<div") == box.count("</div>") == 3
    assert box.endswith("</div></div>")


def test_plain_text_has_a_formula_once():
    assert markup.plain(f"The <em>ratio</em> {FORMULA}\n &amp; more") == (
        "The ratio κ & more"
    )


def test_entries_have_kind_number_name_and_spoken_symbols():
    found = {e.address: e for e in entries.entries("a.html", PAGE, "Part")}
    theorem = found["a.html#thm-a"]
    assert (theorem.kind, theorem.number, theorem.name) == (
        "Theorem",
        "2.3",
        "The ratio κ",
    )
    assert theorem.words == "kappa"
    assert found["a.html#sums"].name == "Sums"
    assert found["a.html#sums"].number == "2.1"
    assert found["a.html#term-rank"].kind == "Term"
    symbol = found["a.html#symbol-kappa"]
    assert (symbol.name, symbol.words) == ("κ: condition number", "kappa kappa")
    assert {e.part for e in found.values()} == {"Part"}


def test_references_to_other_pages_are_found():
    pages = {"part/a.html": PAGE, "part/other.html": "", "back/terms.html": ""}
    assert previews.references(pages) == {
        "part/other.html": {"thm-b"},
        "back/terms.html": {"term-a"},
    }


def test_a_preview_is_the_thing_itself_without_ids():
    box = previews.preview(PAGE, "thm-a")
    assert box.startswith('<div class="proof theorem admonition">')
    assert "id=" not in box and box.count("<div") == box.count("</div>")
    assert "A number." in previews.preview(PAGE, "term-rank")
    section = previews.preview(PAGE, "sums")
    assert "Sums" in section and "First." in section and "Second." not in section
    assert previews.preview(PAGE, "no-such-thing") == ""


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("basis", "all bases of it", True),
        ("linear map", "two Linear maps", True),
        ("rank", "a frank answer", False),
        ("vector", "a vector–Jacobian product", False),
        ("identity", "two identities", True),
        ("C (language)", "in C (language) it", True),
    ],
)
def test_a_term_is_found_as_a_word_and_in_the_plural(term, text, found):
    assert bool(terms.pattern(term).search(text)) is found
