"""Every chapter keeps the house rules, and every rule refuses what it should."""

from collections import Counter

import pytest
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    new_raw_cell,
)

from tests import book
from tests.notebooks.rules import RULES
from tools import chapter, notebooks


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("page", book.chapters(), ids=str)
def test_chapter(page, rule):
    offences = list(rule(page))
    assert not offences, f"{page}\n" + "\n".join(offences)


# Over the whole book


def all_pages():
    return [*book.chapters(), *book.pages()]


def repeated_labels(pages):
    counts = Counter(label for page in pages for _, label in page.prose.labels)
    return sorted(label for label, count in counts.items() if count > 1)


def broken_references(pages):
    known = {label for page in pages for _, label in page.prose.labels}
    return sorted(
        f"{page} refers to {label!r}"
        for page in pages
        for label in page.references()
        if label not in known
    )


def missing_citations(pages, known):
    return [
        f"{page} cites {key!r}"
        for page in pages
        for key in page.citations()
        if key not in known
    ]


def test_labels_are_unique_over_the_book():
    assert not repeated_labels(all_pages())


def test_references_name_labels_of_the_book():
    assert not broken_references(all_pages())


def test_citations_stand_in_the_bibliography():
    assert not missing_citations(all_pages(), book.bibliography())


# The rules themselves

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M 0 0 L 1 1"/></svg>'
IMPORTS = "import numpy as np\n\nfrom mathdl.plot import arrows"
FIGURE = {
    "figure": {"name": "fig-good-page-hook", "caption": "A message."},
    "image": {"alt": "Two arrows."},
}
OPENING = """# A good page

## A section

```{prf:theorem} A title
:label: thm-good-page-title

See {prf:ref}`the theorem <thm-good-page-title>` and $x$.
```

$$y = 1$$ (eq-good-page-one)
"""


def good(*, name="good-page", opening=OPENING, imports=IMPORTS, more=(), cells=()):
    """Make a page that keeps every rule; `more` cells come last, run in order."""
    figure = new_output("display_data", data={"image/svg+xml": SVG, "image/png": "AA"})
    notebook = new_notebook(
        cells=[
            new_markdown_cell(opening, id="opening"),
            new_code_cell(imports, id="imports"),
            new_code_cell(
                "arrow()", id="b", outputs=[figure], metadata={"mystnb": FIGURE}
            ),
            *(new_code_cell(f"x = {n}", id=f"x{n}") for n in range(10)),
            *more,
        ]
    )
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, 1):
        cell.execution_count = number
    notebook = notebooks.normal(notebook)
    return book.page(notebooks.ROOT / "chapters" / f"{name}.ipynb", notebook)


def code(source, *, id="last", **about):
    return good(more=[new_code_cell(source, id=id, **about)])


def shows(*outputs, **about):
    return code("shown", outputs=list(outputs), **about)


def shows_data(data, **about):
    return shows(new_output("display_data", data=data), **about)


def printed(text, name="stdout"):
    return shows(new_output("stream", name=name, text=text))


def prose(source):
    return good(opening=f"{OPENING}\n{source}")


def unfinished():
    page = good()
    page.code[3].execution_count = None
    return page


def out_of_form():
    page = good()
    page.notebook.metadata["language_info"]["version"] = "3.11.7"
    return page


def attached():
    page = good()
    page.notebook.cells[0].attachments = {"a.png": {"image/png": "AA"}}
    return page


def widget(alt):
    return shows_data({"text/html": f"<figure><img {alt} src='a'></figure>"})


def figure_without(*keys):
    about = {k: {**v} for k, v in FIGURE.items()}
    for outer, inner in keys:
        del about[outer][inner]
    return shows_data({"image/svg+xml": SVG}, metadata={"mystnb": about})


LAYOUT = chapter.laid_out("good-page", "A good page")
LAID_OUT = list(chapter.passages(LAYOUT))


def laid_out_figure():
    (about,) = (c.metadata["mystnb"] for c in LAYOUT.cells if "mystnb" in c.metadata)
    return about


RAISED = new_output("error", ename="ValueError", evalue="no", traceback=["no"])
LONG = "\n".join(["x = 1"] * 13)
FOLDED = {"tags": ["hide-input"]}

BAD = {
    "is_named_in_kebab_case": [good(name="Good_Page")],
    "is_in_normal_form": [out_of_form()],
    "was_run_from_top_to_bottom": [unfinished()],
    "has_prose_and_code_only": [
        good(more=[new_raw_cell("a raw cell")]),
        attached(),
    ],
    "has_known_tags": [
        code("x = 1", metadata={"tags": ["hide_input"]}),
        code("x = 1", metadata={"tags": ["nbval-ignore-output"]}),
    ],
    "imports_in_its_first_cell_alone": [
        code("import os"),
        code("def f():\n    import os"),
        good(imports="import numpy as np\nx = 1"),
    ],
    "imports_from_mathdl_by_name": [
        good(imports="import mathdl.plot"),
        good(imports="from mathdl.plot import *"),
    ],
    "has_no_forbidden_code": [
        code("plt.figure(figsize=(4, 3))"),
        code("plt.show()"),
        code('ax.set_title("A")'),
        code("np.random.seed(0)"),
        code("x = np.random.normal()"),
        code("rng = np.random.default_rng()"),
        code("%matplotlib inline"),
        code("!pip install this"),
        code("x = 1\n%timeit x"),
        code("display(x, display_id=True)"),
        code("interact(f, x=2)"),
        code("start = perf_counter()"),
        code("# NBVAL_IGNORE_OUTPUT\nx"),
        code("ax.plot(x);"),
    ],
    "has_lines_as_wide_as_the_page": [
        code(f"x = {'1' * 76}"),
        prose(f"````{{solution}} ex-a\n```python\nx = {'1' * 76}\n```\n````"),
    ],
    "has_short_cells": [
        code("\n".join(["x = 1"] * 26)),
        good(more=[new_code_cell("\n".join(["x = 1"] * 6)) for _ in range(20)]),
        good(more=[new_code_cell(LONG) for _ in range(2)]),
    ],
    "shows_nothing_of_machine_or_time": [
        printed("/home/me/book"),
        printed("<object at 0x7f3a5c0d1e80>"),
        printed("on 2024-11-20"),
        printed("at 12:30:59"),
        shows_data({"image/svg+xml": f"<!-- 2024-11-20T10:00 -->{SVG}"}),
    ],
    "shows_no_warning_and_no_error": [
        printed("a warning", name="stderr"),
        shows(RAISED),
    ],
    "shows_objects_that_say_what_they_are": [
        shows_data({"text/plain": "[<matplotlib.lines.Line2D>]"}),
        shows_data({"text/plain": "Text(0.5, 0, 'x')"}),
        shows_data({"text/plain": "HBox(children=(IntSlider(),))"}),
    ],
    "names_captions_and_describes_its_figures": [
        figure_without(("figure", "name")),
        figure_without(("figure", "caption")),
        figure_without(("image", "alt")),
    ],
    "stores_its_figures_as_svg": [shows_data({"image/png": "AA"})],
    "describes_its_widgets": [widget(""), widget('alt=""')],
    "says_nothing_of_the_layout": [
        *(prose(passage) for passage in LAID_OUT),
        code(LAID_OUT[0]),
        shows_data({"image/svg+xml": SVG}, metadata={"mystnb": laid_out_figure()}),
    ],
    "has_headings_in_order": [
        prose("# Another title"),
        prose("## One\n\n#### Two"),
        good(opening="## No title"),
    ],
    "uses_no_banned_words": [
        prose("This is clearly true."),
        prose("It is easy\nto see that."),
        prose("```{prf:proof}\nTrivially.\n```"),
    ],
    "uses_latex_without_macros_of_its_own": [prose(r"$\newcommand{\R}{\mathbb{R}}$")],
    "sets_displayed_formulas_apart": [prose("1. Then\n$$\nx\n$$\n2. So")],
    "titles_its_results_in_words": [
        prose("```{prf:lemma} The best $k$\n:label: lem-good-page-best\n\nB\n```")
    ],
    "numbers_its_formulas_between_dollars": [
        prose("```{math}\n:label: eq-good-page-b\nx\n```"),
    ],
    "labels_what_is_numbered": [
        prose("```{prf:lemma} A\nB\n```"),
        prose("```{exercise}\nB\n```"),
    ],
    "labels_by_kind_chapter_and_name": [
        prose("```{prf:lemma} A\n:label: thm-good-page-b\nB\n```"),
        prose("```{prf:lemma} A\n:label: lem-other-page-b\nB\n```"),
        prose("(somewhere)=\n## Here"),
        prose("$$x$$ (one)"),
    ],
}

RIGHT = [
    good(),
    code("# why: it counts threads\nx", metadata={"tags": ["nbval-ignore-output"]}),
    code("solve(A)", outputs=[RAISED], metadata={"tags": ["raises-exception"]}),
    code("x = 1", metadata={"tags": ["hide-input"]}),
    code("a = x % 2\nb = not x != a"),
    code(f"x = {'1' * 75}"),
    widget('alt="Two arrows"'),
    printed("1.5 of 2024, 0x10, 3:1\n"),
    prose("A simple, clear and trivial line; `obviously` is code."),
    prose("$$\nx\n$$ (eq-good-page-x)"),
    prose("(sec-good-page-here)=\n## Here\n\n### Deeper\n\n## Back"),
    prose("1. Then\n\n   $$\n   x\n   $$\n\n   as it was."),
    good(more=[new_code_cell(LONG)]),
    good(more=[new_code_cell(LONG, metadata=FOLDED) for _ in range(9)]),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_refuses_its_offenders_and_only_it_does(rule):
    for page in BAD[rule.__name__]:
        refusing = {other.__name__ for other in RULES if list(other(page))}
        assert rule.__name__ in refusing, page.notebook.cells[-1]
        assert all(said.strip() for said in rule(page))


@pytest.mark.parametrize("page", RIGHT, ids=lambda page: page.code[-1].source[:20])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_accepts_a_good_page(page, rule):
    assert list(rule(page)) == []


def test_a_repeated_label_is_seen():
    assert repeated_labels([good()]) == []
    assert "thm-good-page-title" in repeated_labels([good(), good()])


@pytest.mark.parametrize(
    "role",
    ["{prf:ref}`thm-x`", "{eq}`eq-x`", "{numref}`Fig. %s <fig-x>`", "[there](#sec-x)"],
)
def test_a_broken_reference_is_seen(role):
    (said,) = broken_references([prose(role)])
    assert said.startswith("good-page.ipynb refers to ")


def test_a_missing_citation_is_seen():
    page = prose("See {cite:p}`strang,axler` and {cite}`lax`.")
    missing = missing_citations([page], known={"strang", "lax"})
    assert missing == ["good-page.ipynb cites 'axler'"]
