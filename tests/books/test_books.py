"""The extension, seen from outside: books are built and their pages read."""

import hashlib
import json
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from mathdl_book.page.clean import PAUSE
from mathdl_book.ways_out import links, live
from tests.books.conftest import CONFIG, STRICT, Book, build

SVG = """\
<?xml version="1.0"?><!DOCTYPE svg>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="460.8pt" height="288pt" viewBox="0 0 460.8 288">
<metadata>made by someone</metadata>
<defs><path id="mark" d="M0 0"/><clipPath id="frame"><rect/></clipPath></defs>
<g id="figure_1" style="stroke: #797979">
<use xlink:href="#mark" clip-path="url(#frame)"/>
<text style="fill: #2a78d2">x</text></g></svg>"""

INTRO = """\
# A small book

Inline $a^2$, and in {eq}`eq-one-square` and {doc}`one`.

```{explorable} ComputationGraph
:name: fig-intro-graph
:caption: Step through the derivative of $x y$.
expression: product
```

```{chapters}
```

After {chapter}`one` comes {chapter}`two`.
"""
PLAN = """\
opening: {name: one, question: "Why one?"}
parts:
  - name: part
    title: A part
    about: What it is about.
    chapters:
      - {name: two, title: Two & more, question: "Why two?", needs: [one]}
"""
TEXT = """\
# One

```{prf:theorem} Squares, $x^2 \\ge 0$
:label: thm-one-square
Every square is at least 0.
```

```{prf:proof}
Look.
```

```{prf:lemma}
:label: lem-one-open
Nobody has checked this.
```

$$
\\begin{aligned} a &= b \\\\ &= c \\end{aligned}
$$ (eq-one-square)

See {prf:ref}`thm-one-square` and {numref}`fig-one-curve`.

```{exercise}
:label: ex-one-easy
How?
```

```{solution} ex-one-easy
:label: sol-one-easy
:class: dropdown
So.
```
"""
CHECKED = """\
# Checked

```{checked}
```
"""
VERIFIED = (
    "thm-one-square: holds in 1200 random cases, at most, to 1e-10 of the data, "
    "within 1e-06 of equality in 99; rejected: a half; a third.\n"
    "thm-one-square: holds in 800 random cases, exactly; rejected: a cube.\n"
)


def notebook(*cells) -> str:
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
        "mathdl": {"needs": []},
    }
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return nbformat.writes(new_notebook(cells=list(cells), metadata=metadata))


def shown(data: dict, **mystnb) -> nbformat.NotebookNode:
    """A code cell that shows one thing."""
    output = new_output("display_data", data)
    metadata = {"mystnb": mystnb}
    return new_code_cell("f()", execution_count=1, outputs=[output], metadata=metadata)


def figure(**mystnb) -> nbformat.NotebookNode:
    pixel = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQ=="
    )
    return shown({"image/svg+xml": SVG, "image/png": pixel}, **mystnb)


def described(name: str) -> dict:
    return {
        "figure": {"name": name, "caption": "A curve, $y = x$."},
        "image": {"alt": 'A "curve" < 1'},
    }


def printed(text: str) -> nbformat.NotebookNode:
    outputs = [new_output("stream", name="stdout", text=text)]
    return new_code_cell("verify()", execution_count=1, outputs=outputs)


@pytest.fixture(scope="module")
def book(make_book) -> Book:
    """A book with everything in it, built as a fork's workflow would."""
    chapter = notebook(
        new_markdown_cell(TEXT),
        figure(**described("fig-one-curve")),
        figure(**described("fig-one-again")),
        printed(VERIFIED),
    )
    pages = {
        "intro.md": INTRO,
        "one.ipynb": chapter,
        "checked.md": CHECKED,
        "chapters/plan.yml": PLAN,
    }
    return make_book(
        pages, *STRICT, GITHUB_REPOSITORY="fork/book", GITHUB_REF_NAME="my/branch"
    )


@pytest.fixture(scope="module")
def one(book) -> BeautifulSoup:
    return BeautifulSoup(book.page("one"), "html.parser")


def test_a_good_book_builds_without_a_warning(book):
    assert book.code == 0, book.said
    assert "WARNING" not in book.said


def test_the_root_opens_the_first_page(book):
    assert book.page("index") == book.page("intro")


def pages(book: Book) -> list[BeautifulSoup]:
    found = [p.read_text("utf-8") for p in book.html.rglob("*.html")]
    assert len(found) == 5  # index, intro, one, checked, search
    return [BeautifulSoup(text, "html.parser") for text in found]


def test_no_page_holds_a_script_or_a_handler(book):
    for page in pages(book):
        scripts = [tag for tag in page("script") if str(tag) != PAUSE]
        assert all(tag.get("src") and not tag.string for tag in scripts)
        handlers = [k for tag in page() for k in tag.attrs if k.startswith("on")]
        assert handlers == []


def test_no_page_asks_for_anything_from_elsewhere(book):
    for page in pages(book):
        sources = [tag["src"] for tag in page(src=True)]
        sources += [tag["href"] for tag in page("link", href=True)]
        assert len(sources) >= 4
        assert [s for s in sources if urlsplit(s).netloc] == []
    for style in book.html.rglob("*.css"):
        addresses = re.findall(r"url\([\"']?([^)\"']+)", style.read_text("utf-8"))
        assert [a for a in addresses if urlsplit(a).netloc] == []


def test_what_pages_load_is_there_and_no_more_is_in_static(book):
    asked = set()
    for path in book.html.rglob("*.html"):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for tag in [
            *page("script", src=True),
            *page("link", rel=["stylesheet", "icon"]),
        ]:
            address = urlsplit(tag.get("src") or tag["href"]).path
            asked.add((path.parent / address).resolve())
    assert [path for path in asked if not path.is_file()] == []
    static = (book.html / "_static").resolve()
    kept = {p.resolve() for p in static.rglob("*") if p.is_file()}
    figures = set(static.glob("explorable-*.js"))  # of kinds, shown here or not
    asked = {path for path in asked if static in path.parents}
    assert kept - on_demand(static) - figures == asked - figures


def on_demand(static):
    """Return the files that a page loads when a reader does something."""
    live = {static / "live.js", *static.glob("thebe/*")}
    assert len(live) > 50
    return live | {*static.glob("previews/*.js"), *static.glob("icon-*.png")}


def test_live_code_runs_on_binder_where_the_book_is_published(one):
    assert json.loads(one.find(id="live-code")["data-live"]) == {
        "binder": {
            "binderUrl": "https://mybinder.org",
            "repoProvider": "github",
            "repo": "fork/book",
            "ref": "my/branch",
        }
    }


def test_live_code_runs_on_the_server_of_a_class(make_book):
    named = f"{CONFIG}    mathdl_live_server: https://hub.school.edu/?token=a\n"
    pages = {"intro.ipynb": notebook(new_markdown_cell("# A")), "_config.yml": named}
    button = BeautifulSoup(make_book(pages, *STRICT).page("intro"), "html.parser").find(
        id="live-code"
    )
    assert json.loads(button["data-live"]) == {
        "server": "https://hub.school.edu/?token=a"
    }


@pytest.mark.parametrize(
    ("remote", "provider", "repo"),
    [
        ("git@github.com:someone/book.git", "github", "someone/book"),
        ("https://gitlab.com/group/sub/book", "gitlab", "group/sub/book"),
        ("https://git.school.edu/book/one", "git", "https://git.school.edu/book/one"),
    ],
)
def test_binder_finds_the_book_wherever_it_is(remote, provider, repo):
    found = live.binder(links.parse(remote, "main"))
    assert (found["repoProvider"], found["repo"]) == (provider, repo)


def test_a_page_loads_the_scripts_of_the_figures_that_stand_on_it(book):
    loaded = re.findall(r"explorable-[\w-]+\.js", book.page("intro"))
    assert loaded == ["explorable-computation_graph.js"]
    assert "explorable-" not in book.page("one")


def test_only_the_page_with_the_map_loads_its_script(book):
    assert "chart.js" in book.page("intro")
    assert "chart.js" not in book.page("one")


def test_the_map_and_the_list_hold_the_plan(book):
    page = BeautifulSoup(book.page("intro"), "html.parser")
    links = page.select(".chart a[data-name]")
    assert [(a["aria-label"], a.get("href"), a["data-needs"]) for a in links] == [
        ("One", "one.html", ""),
        ("Two & more, to come", None, "one"),
    ]
    entries = page.select(".chart-list .entry")
    assert [" ".join(entry.get_text().split()) for entry in entries] == [
        "One. Why one?",
        "Two & more. Why two?",
    ]
    assert [a["href"] for a in page.select(".chart-list a")] == ["one.html"]
    assert "I. A part. What it is about." in page.select_one(".chart-list").get_text()


def test_a_chapter_is_linked_as_soon_as_it_is_written(book):
    page = BeautifulSoup(book.page("intro"), "html.parser")
    (told,) = (p for p in page.article("p") if p.get_text().startswith("After "))
    assert told.get_text() == "After One comes Two & more."
    assert [(a["href"], a.get_text()) for a in told("a")] == [("one.html", "One")]
    assert told.em.get_text() == "Two & more"


def test_an_explorable_has_its_state_its_still_and_its_caption(book):
    page = BeautifulSoup(book.page("intro"), "html.parser")
    widget = page.select_one("figure.explorable")
    assert json.loads(widget["data-state"])["expression"] == "product"
    assert widget.img is None and widget.svg["aria-label"]
    outer = widget.find_parent("figure")
    assert outer["id"] == "fig-intro-graph"
    assert outer.figcaption.select_one(".katex")


def test_figures_stand_in_the_page_in_the_colour_of_its_text(one):
    svg = one.select_one("#fig-one-curve svg")
    assert svg["role"] == "img"
    assert svg["aria-label"] == 'A "curve" < 1'
    assert "currentColor" in str(svg) and "#797979" not in str(svg)
    assert "#2a78d2" in str(svg)
    assert svg.metadata is None
    # The PNG beside it is for other readers.
    assert one.select("article img:not(.drawing)") == []
    assert one.select_one("#fig-one-curve figcaption .katex")


def test_figures_further_down_are_files_that_load_when_they_come_near(book, one):
    (image,) = one.select("#fig-one-again img")
    assert image["alt"] == 'A "curve" < 1'
    assert image["loading"] == "lazy"
    assert float(image["width"]) / float(image["height"]) == pytest.approx(
        1.6, rel=0.01
    )
    address, _, content = image["src"].partition("?v=")
    drawing = (book.html / address).read_text("utf-8")
    assert hashlib.sha256(drawing.encode()).hexdigest().startswith(content)
    root = ElementTree.fromstring(drawing)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "prefers-color-scheme:dark" in drawing
    assert "currentColor" in drawing and "#797979" not in drawing


def test_ids_are_unique_and_references_in_figures_follow_them(one):
    ids = [tag["id"] for tag in one(id=True)]
    assert [i for i in set(ids) if ids.count(i) > 1] == []
    for use in one.select("figure use"):
        inside = {tag["id"] for tag in use.find_parent("svg")(id=True)}
        assert use["href"].removeprefix("#") in inside
        assert re.fullmatch(r"url\(#(.+)\)", use["clip-path"])[1] in inside


def test_figures_are_numbered_and_referred_to(one):
    link = one.select_one('a[href="#fig-one-curve"]')
    assert link.get_text() == "Fig. 1.1"


def test_formulas_are_typeset_with_mathml_and_numbered(book, one):
    assert "MathJax" not in "".join(str(page) for page in pages(book))
    assert one.select_one("#equation-eq-one-square .katex-display math")
    assert (
        one.select_one("#equation-eq-one-square .eqno").get_text().startswith("(1.1)")
    )
    intro = BeautifulSoup(book.page("intro"), "html.parser")
    link = intro.select_one('a[href="one.html#equation-eq-one-square"]')
    assert link.get_text() == "(1.1)"


def test_solutions_fold_without_a_script(one):
    solution = one.select_one("details#sol-one-easy")
    assert solution.summary.get_text() == "Solution"
    assert not solution.has_attr("open")


def test_results_and_checks_are_linked_both_ways(one):
    there = one.select_one('#thm-one-square a[href="#check-thm-one-square"]')
    assert there.get_text() == "checked in 2000 random cases"
    place = one.select_one("#check-thm-one-square")
    assert "holds in 1200 random cases" in place.get_text()
    back = place.find_next_sibling("p").a
    assert (back["href"], back.get_text()) == ("#thm-one-square", "Theorem 1.1")
    assert one.select('#lem-one-open a[href^="#check-"]') == []


def test_the_table_of_what_has_been_checked(book):
    page = BeautifulSoup(book.page("checked"), "html.parser")
    assert "Numbered results so far: 2. Checked: 1, in 2,000 random cases" in (
        page.article.get_text()
    )
    theorem, lemma = page.select("article table tbody tr")
    cells = [cell.get_text().strip() for cell in theorem("td")]
    assert cells[0].startswith("Theorem 1.1 (Squares,")
    assert cells[1:] == [
        "2,000",
        "at most, to 1e-10; within 1e-06 of equality in 99; equal, exactly",
        "a half; a third; a cube",
    ]
    assert [a["href"] for a in theorem("a")] == [
        "one.html#thm-one-square",
        "one.html#check-thm-one-square",
    ]
    assert lemma("td")[0].get_text().strip() == "Lemma 1.1"
    assert lemma("td")[1].get_text().strip() == "no check yet"


TABLED = """\
# Rows

```{prf:theorem} Two rows
:label: thm-rows-two

| number | slope |
| --- | --- |
| $x^2$ | $2x$, see {prf:ref}`thm-rows-two` |
| $x^3$ | $3x^2$ |
```
"""


def test_the_table_of_a_result_stands_on_a_second_page_too(make_book):
    second = "# Again\n\n```{table-of} thm-rows-two\n```\n"
    pages = {"intro.md": "# A book\n", "rows.md": TABLED, "again.md": second}
    made = make_book(pages, *STRICT)
    assert made.code == 0, made.said
    there, here = (
        BeautifulSoup(made.page(name), "html.parser").select("article tbody td")
        for name in ("rows", "again")
    )
    assert len(here) == 4
    assert [cell.get_text() for cell in here] == [cell.get_text() for cell in there]
    assert here[1].a["href"] == "rows.html#thm-rows-two"


def test_a_forks_button_opens_the_fork(book, one):
    button = one.find("a", title=re.compile("Binder"))
    assert button["href"] == (
        "https://mybinder.org/v2/gh/fork/book/my%2Fbranch"
        "?urlpath=lab%2Ftree%2Fone.ipynb"
    )
    intro = BeautifulSoup(book.page("intro"), "html.parser")
    assert intro.find("a", title=re.compile("Binder")) is None


def test_a_notebook_can_be_taken_along(book, one):
    button = one.find("a", download=True)
    assert button["download"] == "one.ipynb"
    assert (book.html / button["href"]).read_text("utf-8") == (
        book.folder / "one.ipynb"
    ).read_text("utf-8")


BAD = {
    "a formula": (
        "# A\n\nGood $x$, bad:\n\n$$\n\\frac{1\n$$\n",
        ["bad.md:5", "KaTeX can't set", r"\frac{1", "expected '}'"],
    ),
    "a command that KaTeX does not know": (
        "# A\n\nThis is $\\nosuchthing{x}$.\n",
        ["bad.md", r"\nosuchthing"],
    ),
    "an unknown figure": (
        "# A\n\n```{explorable} NoSuchFigure\n```\n",
        ["bad.md:3", "mathdl.widgets has no 'NoSuchFigure'", "ComputationGraph"],
    ),
    "a wrong number of inputs": (
        "# A\n\n```{explorable} ComputationGraph\ninputs: [1]\n```\n",
        ["bad.md:3", "ComputationGraph can't be made"],
    ),
    "a figure without alternative text": (
        notebook(
            new_markdown_cell("# A"),
            figure(figure={"name": "fig-a", "caption": "A curve."}),
        ),
        [
            "bad.ipynb",
            "the figure of cell 2 has no alternative text",
            "image: {alt: …}",
        ],
    ),
    "a figure without a caption": (
        notebook(new_markdown_cell("# A"), figure(image={"alt": "A curve."})),
        ["bad.ipynb", "the figure of cell 2 has no caption", "figure: {caption: …}"],
    ),
    "a table of no result": (
        "# A\n\n```{table-of} thm-none-table\n```\n",
        ["bad.md:3", "no result with the label 'thm-none-table' holds a table"],
    ),
    "chapters without a plan": (
        "# A\n\n```{chapters}\n```\n",
        ["bad.md:3", "chapters/plan.yml: FileNotFoundError"],
    ),
    "a chapter without a plan": (
        "# A\n\nIn {chapter}`two`.\n",
        ["bad.md:3", "chapters/plan.yml: FileNotFoundError"],
    ),
    "a script in an output": (
        notebook(
            new_markdown_cell("# A"), shown({"text/html": "<script>alert()</script>"})
        ),
        ["bad.ipynb", "holds a script"],
    ),
}


@pytest.fixture(scope="module")
def bad(make_book) -> Book:
    """All that is wrong in one book; each fault is told."""
    pages = {"intro.md": "# A book\n"}
    for number, (text, _) in enumerate(BAD.values()):
        kind = "ipynb" if text.startswith("{") else "md"
        pages[f"{number}/bad.{kind}"] = text
    return make_book(pages, *STRICT)


def test_a_bad_book_fails(bad):
    assert bad.code != 0
    assert "Traceback" not in bad.said


@pytest.mark.parametrize("fault", BAD)
def test_each_fault_is_named_with_its_page(bad, fault):
    _, expected = BAD[fault]
    place = f"{list(BAD).index(fault)}/{expected[0]}"
    lines = [line for line in bad.said.splitlines() if place in line]
    assert any(all(word in line for word in expected) for line in lines), bad.said


def test_nothing_is_left_of_a_bad_book(bad):
    assert not bad.html.exists()


def test_a_book_that_failed_fails_again(bad):
    again = build(bad.folder, *STRICT)
    assert again.code != 0
    assert "KaTeX can't set" in again.said


@pytest.fixture(scope="module")
def plain(make_book) -> Book:
    """A book of one notebook, whose repository nobody knows."""
    return make_book({"intro.ipynb": notebook(new_markdown_cell("# A"))}, *STRICT)


def test_without_a_known_address_there_is_no_binder_button(plain):
    assert plain.code == 0, plain.said
    assert "no Binder button" in plain.said
    assert "mybinder" not in plain.page("intro")
    assert 'download="intro.ipynb"' in plain.page("intro")


def test_a_second_build_does_nothing_and_keeps_the_pages(plain):
    before = {p: p.read_bytes() for p in plain.html.rglob("*") if p.is_file()}
    again = build(plain.folder, *STRICT)
    assert again.code == 0
    assert "no targets are out of date" in again.said
    after = {p: p.read_bytes() for p in plain.html.rglob("*") if p.is_file()}
    assert after == before


def test_the_name_of_a_page_may_hold_spaces(make_book):
    named = described("fig-a") | {"image": {"alt": "One"}}
    chapter = notebook(
        new_markdown_cell("# B\n\n## The end"), figure(), figure(**named)
    )
    intro = "# A\n\n[there](<a page.ipynb>) and {numref}`fig-a`"
    book = make_book({"intro.md": intro, "a page.ipynb": chapter})
    entries = (book.html / "_static" / "entries.js").read_text("utf-8")
    assert "a%20page.html" in entries
    page = BeautifulSoup(book.page("a page"), "html.parser")
    address = page.select_one("img.drawing")["src"]
    assert address.startswith("./_figures/a%20page-1.svg?v=")
    assert (book.html / "_figures" / "a page-1.svg").is_file()


def test_a_bad_formula_fails_the_build_even_where_warnings_are_let_through(make_book):
    book = make_book({"intro.md": BAD["a formula"][0]})
    assert book.code != 0
    assert "intro.md:5" in book.said
