"""A chapter that is run again from the top, in one kernel, shows the same again."""

import copy

import nbformat
import pytest

from tests.notebooks.compare import differences
from tools import notebooks


def changes(notebook: nbformat.NotebookNode, folder) -> list[str]:
    """Run the code twice in one kernel, and say where the second outputs differ."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    twice = copy.deepcopy(notebook)
    twice.cells = copy.deepcopy(code) + copy.deepcopy(code)
    for k, cell in enumerate(twice.cells):
        cell.id = f"cell-{k}"
    ran = notebooks.execute(twice, folder).cells
    return [
        f"{one.source.splitlines()[0]} … {said}"
        for one, again in zip(ran[: len(code)], ran[len(code) :], strict=True)
        for said in differences(one.outputs, again.outputs)
    ]


@pytest.mark.parametrize("path", notebooks.paths(), ids=lambda path: path.name)
def test_a_chapter_shows_the_same_when_it_is_run_again(path):
    found = changes(notebooks.read(path), path.parent)
    assert not found, "\n".join(found[:10])


def test_a_chapter_that_goes_on_from_its_last_run_is_seen(tmp_path):
    sources = ["n = globals().get('n', 0) + 1", "print(n)", "print(1)"]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    (said,) = changes(nbformat.v4.new_notebook(cells=cells), tmp_path)
    assert said.startswith("print(n)")
