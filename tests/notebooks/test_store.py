"""`make notebooks` stores what a fresh kernel shows, in normal form, or nothing."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import notebooks

SHOW = """\
import sys
from pathlib import Path

class Shown:
    def __repr__(self):
        return "Shown()"

    def _repr_mimebundle_(self, **_):
        return {
            "text/html": "<b>shown</b>",
            "application/vnd.jupyter.widget-view+json": {"model_id": "random"},
        }

print("one")
print("aside", file=sys.stderr)
display(Shown())
print("two")
Path.cwd().name"""


def notebook(*sources, **metadata):
    return new_notebook(
        cells=[
            new_markdown_cell("# A page\n\nA line  \nbroken.\n\n", id="title"),
            *(new_code_cell(source, id=f"c{n}") for n, source in enumerate(sources)),
        ],
        metadata=metadata,
    )


def saved(folder, *sources, **metadata):
    path = folder / "page.ipynb"
    path.write_text(notebooks.text(notebook(*sources, **metadata)), "utf-8")
    return path


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A notebook after one run, in a folder with a space in its name."""
    folder = tmp_path_factory.mktemp("a folder")
    path = saved(
        folder, SHOW, "", "x = 1   \nx", widgets={"state": {}}, mathdl={"needs": []}
    )
    assert notebooks.store(path)
    return path


def test_outputs_are_stored_in_a_stable_order(stored):
    shown = notebooks.read(stored).cells[1].outputs
    assert [o.get("name", o.output_type) for o in shown] == [
        *("stdout", "stderr"),
        *("display_data", "execute_result"),
    ]
    assert shown[0].text == "one\ntwo\n"


def test_a_notebook_runs_in_its_own_folder(stored):
    (result,) = notebooks.read(stored).cells[1].outputs[3:]
    assert result.data["text/plain"] == repr(stored.parent.name)


def test_a_widget_is_stored_as_html_alone(stored):
    data = notebooks.read(stored).cells[1].outputs[2].data
    assert data == {"text/html": "<b>shown</b>", "text/plain": "Shown()"}


def test_stored_notebooks_are_in_normal_form(stored):
    assert notebooks.faults(stored) == []
    kept = notebooks.read(stored)
    assert [cell.id for cell in kept.cells] == ["title", "c0", "c2"]  # no empty cell
    assert [cell.execution_count for cell in kept.cells[1:]] == [1, 2]
    assert set(kept.metadata) == {"kernelspec", "language_info", "mathdl"}
    assert kept.cells[0].source == "# A page\n\nA line  \nbroken."
    assert kept.cells[2].source == "x = 1\nx"


def test_a_second_run_changes_nothing(stored):
    before = stored.read_bytes(), stored.stat().st_mtime_ns
    assert not notebooks.store(stored)
    assert (stored.read_bytes(), stored.stat().st_mtime_ns) == before


def test_normal_form_is_reached_in_one_step():
    page = notebook("x  ")
    page.cells[1].metadata = {"execution": {"iopub": "12:00"}, "tags": ["hide-input"]}
    page.cells[1].outputs = [
        new_output("stream", name="stderr", text="b"),
        new_output("stream", name="stdout", text="a"),
        new_output("error", ename="E", evalue="v", traceback=["in /home/me"]),
    ]
    once = notebooks.normal(page)
    assert notebooks.text(notebooks.normal(once)) == notebooks.text(once)
    assert once.cells[1].metadata == {"tags": ["hide-input"]}
    assert [o.get("text") for o in once.cells[1].outputs] == ["a", "b", None]
    assert once.cells[1].outputs[2].traceback == ["E: v"]


def test_captions_lose_the_line_break_that_yaml_leaves():
    page = notebook("x")
    page.cells[1].metadata = {"mystnb": {"figure": {"caption": "A message.\n"}}}
    about = notebooks.normal(page).cells[1].metadata
    assert about == {"mystnb": {"figure": {"caption": "A message."}}}


def test_a_failing_notebook_is_left_as_it_was(tmp_path, capsys):
    path = saved(tmp_path, "x = 1", "y = 2\ny / 0", "z = 3")
    before = path.read_bytes()
    assert notebooks.main([str(path)]) == 1
    said = capsys.readouterr().err
    assert "page.ipynb, code cell 2 fails:\n\n    y = 2\n    y / 0\n" in said
    assert "ZeroDivisionError: division by zero" in said
    assert "Nothing was stored." in said
    assert "\x1b" not in said
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["page.ipynb"]


def test_a_kernel_that_dies_is_named(tmp_path):
    path = saved(tmp_path, "import os", "os._exit(1)")
    before = path.read_bytes()
    with pytest.raises(notebooks.NotebookError, match="code cell 2 fails(?s:.*)died"):
        notebooks.store(path)
    assert path.read_bytes() == before


def test_edits_made_while_a_notebook_runs_are_kept(tmp_path):
    path = saved(
        tmp_path, "from pathlib import Path\nPath('page.ipynb').write_text('mine')"
    )
    with pytest.raises(notebooks.NotebookError, match="was edited while it ran"):
        notebooks.store(path)
    assert path.read_text("utf-8") == "mine"


def test_an_expected_error_is_stored_without_its_paths(tmp_path):
    page = notebook("1 / 0")
    page.cells[1].metadata["tags"] = ["raises-exception"]
    run = notebooks.execute(page, tmp_path)
    (error,) = run.cells[1].outputs
    assert error.traceback == ["ZeroDivisionError: division by zero"]


def test_check_says_what_is_not_in_normal_form(tmp_path, capsys):
    path = saved(tmp_path, "x = 1  ")
    before = path.read_bytes()
    assert notebooks.main(["--check", str(path)]) == 1
    said = capsys.readouterr().err
    assert "page.ipynb is not in normal form" in said
    assert "page.ipynb has not been run from its first cell to its last" in said
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    ["", "not json", "{}", '{"nbformat": 3, "worksheets": []}', '{"cells": 3}'],
)
def test_what_is_no_notebook_is_named(tmp_path, content, capsys):
    path = tmp_path / "page.ipynb"
    path.write_text(content, "utf-8")
    assert notebooks.main([str(path)]) == 1
    assert "page.ipynb is no notebook: " in capsys.readouterr().err
    assert path.read_text("utf-8") == content


def test_ids_are_given_once_and_kept(tmp_path):
    page = json.loads(notebooks.text(notebook("x", "x")))
    for cell in page["cells"]:
        cell["id"] = "same"
    del page["cells"][2]["id"]
    path = tmp_path / "page.ipynb"
    path.write_text(json.dumps(page), "utf-8")
    ids = [cell.id for cell in notebooks.read(path).cells]
    assert ids[0] == "same"
    assert len(set(ids)) == 3
    assert ids == [cell.id for cell in notebooks.read(path).cells]


def test_notebooks_are_found_by_name(tmp_path):
    for name in ("prologue", "chapters/part/linear-maps", "chapters/part/norms"):
        path = tmp_path / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    aside = tmp_path / "chapters/part/.ipynb_checkpoints/norms-checkpoint.ipynb"
    aside.parent.mkdir()
    aside.touch()

    def found(*names):
        return [path.stem for path in notebooks.find(list(names), tmp_path)]

    assert found() == ["linear-maps", "norms", "prologue"]
    assert found("norms") == found("part/norms") == found("norms.ipynb") == ["norms"]
    with pytest.raises(notebooks.NotebookError, match="'vectors'.*linear-maps, norms"):
        found("norms", "vectors")
