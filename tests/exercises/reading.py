"""What a chapter says of its exercises: which there are, which answer back."""

import ast
import re
from dataclasses import dataclass, field

from nbformat import NotebookNode

from tests import book
from tests.book import Page


@dataclass
class Coded:
    """A coded exercise: the cell that checks the answer, and the line that does."""

    label: str
    cell: NotebookNode = field(repr=False)
    line: str


def coded(page: Page) -> list[Coded]:
    """Return the exercises of a page that have a check."""
    found = []
    for cell in page.code:
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "check":
                label = ast.literal_eval(node.args[0])
                found.append(Coded(label, cell, ast.unparse(node)))
    return found


def labels(page: Page) -> list[str]:
    return [e.label for e in page.named("exercise")]


def unsolved(page: Page) -> list[str]:
    """Return the exercises without a solution."""
    solved = {solution.argument for solution in page.named("solution")}
    return [label for label in labels(page) if label not in solved]


def solving_nothing(page: Page) -> list[str]:
    """Return the solutions of exercises that the page doesn't have."""
    known = labels(page)
    return [s.argument for s in page.named("solution") if s.argument not in known]


def unfolded(page: Page) -> list[str]:
    """Return the solutions that stand open on the page."""
    solutions = page.named("solution")
    return [s.argument for s in solutions if s.options.get("class") != "dropdown"]


def unasked(page: Page) -> list[str]:
    """Return the checks whose exercise doesn't stand just above them."""
    cells = page.notebook.cells
    above = {
        d.label: cells[d.cell + 1]
        for d in page.named("exercise")
        if cells[d.cell + 1 :]
    }
    return [one.label for one in coded(page) if above.get(one.label) is not one.cell]


def not_open(page: Page) -> list[str]:
    """Return the checks whose stored verdict is another than "not attempted yet"."""
    return [
        one.label
        for one in coded(page)
        if f"· {one.label}: not attempted yet" not in book.shown_text(one.cell)
    ]


def printed_solution(page: Page, label: str) -> str:
    """Return the code that the book prints as the solution of a coded exercise."""
    for solution in page.named("solution"):
        if solution.argument == label:
            blocks = re.findall(r"^```python\n(.*?)^```", solution.body, re.M | re.S)
            if len(blocks) == 1:
                return blocks[0]
    raise AssertionError(f"the solution of {label} has no single ```python block")


def solve(page: Page, exercise: Coded) -> None:
    """Run a printed solution as a reader would: imports, solution, check."""
    namespace = {"__name__": "__main__"}
    for code in (
        page.code[0].source,
        printed_solution(page, exercise.label),
        exercise.line,
    ):
        exec(compile(code, f"<{exercise.label}>", "exec"), namespace)
