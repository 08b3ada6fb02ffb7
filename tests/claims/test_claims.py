"""Every numbered result is proved or cited, and checked; every check checks one."""

import ast
from collections.abc import Iterator
from itertools import zip_longest

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from mathdl.verify import parse
from tests import book
from tests.book import RESULTS, Directive, Page, Prose


def checks(page: Page) -> Iterator[tuple[str, set[str]]]:
    """Yield the label of each call of verify, and the labels that its cell printed."""
    for cell in page.code:
        printed = {checked.label for checked in parse(book.shown_text(cell))}
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "verify":
                yield ast.literal_eval(node.args[0]), printed


def results(page: Page) -> list[Directive]:
    return page.named(*RESULTS)


def unchecked(page: Page) -> list[str]:
    checked = {label for label, printed in checks(page) if label in printed}
    return [r.label for r in results(page) if r.label not in checked]


def checks_of_nothing(page: Page, known: set[str]) -> list[str]:
    return [label for label, _ in checks(page) if label not in known]


def unproved(page: Page) -> list[str]:
    """Return the results that neither a proof follows nor a citation stands for."""
    steps = page.named(*RESULTS, "prf:proof")
    return [
        one.label
        for one, after in zip_longest(steps, steps[1:])
        if one.name in RESULTS
        and not (after and after.name == "prf:proof")
        and not _cites(one)
    ]


def _cites(result: Directive) -> bool:
    said = Prose().read(f"{result.argument}\n\n{result.body}")
    return any(role.split(":")[0] == "cite" for role, _ in said.roles)


def untitled(page: Page) -> list[str]:
    return [r.label for r in results(page) if not r.argument]


@pytest.mark.parametrize("page", book.chapters(), ids=str)
def test_every_result_has_a_check_that_passed(page):
    assert unchecked(page) == []


@pytest.mark.parametrize("page", book.chapters(), ids=str)
def test_every_check_names_a_result_of_the_book(page):
    known = {r.label for one in book.chapters() for r in results(one)}
    assert checks_of_nothing(page, known) == []


@pytest.mark.parametrize("page", book.chapters(), ids=str)
def test_every_result_is_proved_or_cited(page):
    assert unproved(page) == []


@pytest.mark.parametrize("page", book.chapters(), ids=str)
def test_every_result_has_a_title(page):
    assert untitled(page) == []


# The tests themselves

THEOREM = """```{prf:theorem} A title
:label: thm-page-a

It holds.
```
"""
PROOF = "```{prf:proof}\nIt does.\n```\n"
LINE = (
    "thm-page-a: holds in 200 random cases, equal to 1e-10 of the data; "
    "rejected: a half.\n"
)


def made(prose: str, source: str = "", printed: str = "") -> Page:
    output = [new_output("stream", name="stdout", text=printed)] if printed else []
    cells = [new_markdown_cell(prose), new_code_cell(source, outputs=output)]
    return book.page(book.notebooks.ROOT / "page.ipynb", new_notebook(cells=cells))


CALL = 'verify("thm-page-a", lambda rng: (1, 1))'


def test_a_result_with_its_check_passes():
    page = made(THEOREM + PROOF, CALL, LINE)
    assert unchecked(page) == checks_of_nothing(page, {"thm-page-a"}) == []


@pytest.mark.parametrize(
    ("source", "printed"),
    [("", ""), ("", LINE), (CALL, ""), (CALL, LINE.replace("-a:", "-b:"))],
)
def test_a_result_without_a_check_that_passed_is_seen(source, printed):
    assert unchecked(made(THEOREM, source, printed)) == ["thm-page-a"]


def test_a_check_of_nothing_is_seen():
    assert checks_of_nothing(made("", CALL, LINE), set()) == ["thm-page-a"]


@pytest.mark.parametrize(
    "prose",
    [
        THEOREM + PROOF,
        THEOREM + "\nIn words: it holds.\n\n" + PROOF,
        THEOREM.replace("It holds.", "It holds; see {cite:p}`axler`, Theorem 3.1."),
        f"````{{prf:theorem}} A\n:label: thm-page-a\n\n{PROOF}````",
    ],
)
def test_a_proof_or_a_citation_is_found(prose):
    assert unproved(made(prose)) == []


@pytest.mark.parametrize(
    "prose",
    [THEOREM, PROOF + THEOREM, THEOREM + THEOREM.replace("-a", "-b") + PROOF],
)
def test_a_result_without_proof_is_seen(prose):
    assert unproved(made(prose)) == ["thm-page-a"]


def test_a_result_without_title_is_seen():
    assert untitled(made(THEOREM.replace(" A title", ""))) == ["thm-page-a"]
