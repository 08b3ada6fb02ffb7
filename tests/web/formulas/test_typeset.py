"""Formulas become HTML with MathML, and their fonts hold what they use."""

import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont
from sphinx.errors import ExtensionError

from mathdl_book.formulas import glyphs, typeset
from mathdl_book.ground import node


@pytest.fixture(scope="module")
def typesetter():
    one = typeset.Typesetter()
    yield one
    one.close()


def test_a_formula_becomes_html_and_mathml(typesetter):
    html = typesetter.set(r"\mathbf{x} \in \mathbb{R}^n", False)
    assert html.startswith('<span class="katex">') and "<math" in html
    display = typesetter.set(r"\begin{aligned} a &= b \\ &= c \end{aligned}", True)
    assert display.startswith('<span class="katex-display">')


@pytest.mark.parametrize(
    ("tex", "aloud"),
    [
        (r"\mathbf{W}_0", "<mi>𝐖</mi>"),
        (r"\mathbf{0}", "<mn>𝟎</mn>"),
        (r"\boldsymbol\theta", "<mi>𝜽</mi>"),
        (r"\mathbb{R}", "<mi>ℝ</mi>"),
        (r"\mathcal{LN}", "<mi>ℒ</mi><mi>𝒩</mi>"),
        (r"\mathrm{d}", '<mi mathvariant="normal">d</mi>'),
        (r"\nabla", '<mi mathvariant="normal">∇</mi>'),
        (r"\operatorname{rank}", "<mi>rank</mi>"),
        (r"\infty", "<mi>∞</mi>"),
        (r"\texttt{tol}", '<mtext mathvariant="monospace">tol</mtext>'),
    ],
)
def test_letters_of_an_alphabet_are_written_as_such(typesetter, tex, aloud):
    assert aloud in typesetter.set(tex, False)


@pytest.mark.parametrize("tex", [r"\frac{1", r"\nosuchthing", "x_1_2", "é = 1"])
def test_a_formula_that_cannot_be_set_says_why_and_harms_no_other(typesetter, tex):
    with pytest.raises(typeset.FormulaError, match=r"\w+ \w+"):
        typesetter.set(tex, False)
    assert typesetter.set("x", False)


def test_a_missing_npm_package_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(node, "PACKAGES", tmp_path)
    with pytest.raises(ExtensionError, match="'katex' is not installed.* `make book`"):
        typeset.Typesetter().set("x", False)


def test_formulas_bring_the_glyphs_that_they_use_and_no_others(typesetter):
    css, folder = glyphs.sheet(), node.package("katex") / "dist"
    tex = [r"\mathbf{W}x_1", r"\mathbb{R}", r"\Bigl(\sum_i a\Bigr)", r"\text{so}"]
    page = "".join(typesetter.set(one, True) for one in tex)
    fonts = re.findall(
        r"font-family:([^;]+);font-style:(\w+);font-weight:(\d+);"
        r"src:url\(data:font/woff2;base64,([^)]*)\)",
        glyphs.embedded(css, folder, [page]),
    )
    held = {}
    for family, style, weight, data in fonts:
        font = TTFont(io.BytesIO(base64.b64decode(data)))
        held[family, style, weight] = {chr(code) for code in font.getBestCmap()}
        described = {entry.nameID: str(entry) for entry in font["name"].names}
        assert "SIL Open Font License" in described[13]
        assert not any("KaTeX" in described[k] for k in (1, 4, 6))
    assert held["Book_Main", "normal", "700"] == {"W"}
    assert held["Book_AMS", "normal", "400"] == {"R"}
    assert held["Book_Math", "italic", "400"] == set("axi")
    assert "∑" in held["Book_Size2", "normal", "400"]
    assert set("so1") <= held["Book_Main", "normal", "400"]
    assert {family for family, *_ in held} == {
        *("Book_Main", "Book_AMS", "Book_Math", "Book_Size2"),
    }
