"""Verdicts are collected from notebooks as students hand them in."""

import contextlib
import csv
import io
import json
import os
import subprocess
import sys

import pytest

from mathdl import exercises
from mathdl.exercises import known_labels, results
from tools import notebooks

CHAPTER = notebooks.ROOT / "chapters/linear-algebra/linear-maps.ipynb"
LABELS = known_labels("linear-maps")
ROTATION = "ex-linear-maps-rotation"
BATCH = "ex-linear-maps-batch"
RIGHT = """\
def rotation(theta):
    c, s = np.cos(theta), np.sin(theta)
    return np.array([[c, -s], [s, c]])
"""


def code(source, *printed, error=False):
    outputs = [{"output_type": "stream", "name": "stdout", "text": [*printed]}]
    if error:
        outputs = [
            {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
        ]
    return {
        "cell_type": "code",
        "id": f"cell{len(source)}",
        "metadata": {},
        "execution_count": 1,
        "source": source.splitlines(keepends=True),
        "outputs": outputs if printed or error else [],
    }


def check(label, *printed, **more):
    return code(f'check("{label}", answer)', *printed, **more)


def notebook(*cells):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [*cells]}


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, "utf-8")
    return path


def collect(folder, capsys, *options):
    """Return the rows below the headings, and what was said beside the table."""
    results.main([str(folder), *options])
    printed = capsys.readouterr()
    head, *rows = csv.reader(io.StringIO(printed.out))
    assert head == ["student", "file", "exercise", "verdict"]
    return rows, printed.err


def test_a_chapter_as_handed_out_is_not_attempted(tmp_path, capsys):
    write(tmp_path / "ada" / CHAPTER.name, CHAPTER.read_text("utf-8"))
    rows, said = collect(tmp_path, capsys)
    assert rows == [
        ["ada", "ada/linear-maps.ipynb", label, "not attempted"] for label in LABELS
    ]
    assert "can be edited by hand" in said


@pytest.mark.parametrize(
    ("cell", "verdict"),
    [
        (check(BATCH, f"✓ {BATCH}: right. Tried on 9 cases.\n"), "right"),
        (check(BATCH, f"✗ {BATCH}: for X = [1] you\n", "  Hint: no.\n"), "wrong"),
        (check(BATCH, f"· {BATCH}: not attempted yet.\n"), "not attempted"),
        (check(BATCH), "not run"),
        (check(BATCH, error=True), "stopped"),
        (check(BATCH, "Debugging\n", f"✓ {BATCH}: right.\n"), "right"),
        (check(BATCH, f"✓ {ROTATION}: right.\n"), "not run"),
        (check(ROTATION, f"✓ {BATCH}: right.\n"), "missing"),
        (code("print('…')", f"✓ {BATCH}: right.\n"), None),
    ],
)
def test_each_verdict(cell, verdict):
    assert results.verdicts(notebook(cell)).get(BATCH) == verdict


@pytest.mark.parametrize(
    "source",
    [
        'r = check("LABEL", f)',
        'exercises.check("LABEL", f)',
        "mathdl.exercises.check('LABEL', f)",
        'check(label="LABEL", answer=f)',
        'check(answer=f, label="LABEL")',
        'x = 1; check("LABEL", f)',
        'check ("LABEL", f)',
        'check(\n    "LABEL",\n    f,\n)',
        'if True:\n    check("LABEL", f)',
        'c("LABEL", f)',
        '%matplotlib inline\n!ls\ncheck("LABEL", f)',
        'this is no Python\nx = 1; check("LABEL", f)',
        "for label in labels:\n    check(label, f)",
        'check(f"ex-{name}", f)',
    ],
)
def test_a_check_is_found_in_whatever_way_it_is_written(source):
    right = f"✓ {BATCH}: right. Tried on 3 cases: batches.\n"
    cell = code(source.replace("LABEL", BATCH), right)
    assert results.verdicts(notebook(cell))[BATCH] == "right"


@pytest.mark.parametrize(
    "source",
    [
        '# check("LABEL", f)',
        'print("LABEL")',
        '"""check("LABEL", f)"""',
        'no Python\n# check("LABEL", f)',
        "print('✓ LABEL: right.')",
    ],
)
def test_what_is_no_check_earns_nothing(source):
    cell = code(source.replace("LABEL", BATCH), f"✓ {BATCH}: right.\n")
    assert BATCH not in results.verdicts(notebook(cell))


def test_an_error_that_looks_like_a_verdict_is_none(capsys):
    def forges(*_):
        raise ValueError(f"no\n✓ {BATCH}: right. Tried on 9 cases")

    exercises.check(BATCH, forges)
    cell = check(BATCH, capsys.readouterr().out)
    assert results.verdicts(notebook(cell))[BATCH] == "wrong"


def test_the_last_verdict_counts_and_a_cell_not_run_takes_none_back():
    wrong = check(BATCH, f"✗ {BATCH}: no.\n")
    right = check(BATCH, f"✓ {BATCH}: right.\n")
    assert results.verdicts(notebook(wrong, right, check(BATCH)))[BATCH] == "right"
    assert results.verdicts(notebook(right, wrong))[BATCH] == "wrong"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_notebook_is_read_in_all_encodings_of_unicode(tmp_path, encoding):
    text = json.dumps(notebook(check(BATCH, f"✓ {BATCH}: right.")), ensure_ascii=False)
    path = tmp_path / "ada.ipynb"
    path.write_bytes(text.encode(encoding))
    assert results.verdicts(results.read(path))[BATCH] == "right"


def test_names_in_any_letters_are_printed_on_any_console(tmp_path):
    content = notebook(check(BATCH, f"✓ {BATCH}: right.\n"))
    write(tmp_path / "Žofie 李.ipynb", content)
    with contextlib.suppress(OSError):  # not all systems have such names
        (tmp_path / os.fsdecode(b"J\xfcrgen.ipynb")).write_text(json.dumps(content))
    run = subprocess.run(
        [sys.executable, "-m", "mathdl.exercises.results", tmp_path],
        env=os.environ | {"PYTHONIOENCODING": "cp1252"},
        cwd=notebooks.ROOT,
        capture_output=True,
    )
    assert run.returncode == 0, run.stderr
    rows = list(csv.reader(io.StringIO(run.stdout.decode("utf-8"))))
    students = {row[0] for row in rows if row[2] == BATCH and row[3] == "right"}
    assert "Žofie 李" in students
    assert len(students) == len(list(tmp_path.iterdir()))


def test_a_folder_or_a_file_a_student(tmp_path, capsys):
    right = notebook(check(BATCH, f"✓ {BATCH}: right.\n"))
    write(tmp_path / "ada" / "week 1" / "linear-maps.ipynb", right)
    write(tmp_path / "ada" / ".ipynb_checkpoints" / "linear-maps.ipynb", right)
    write(tmp_path / "=bob.ipynb", right)
    rows, _ = collect(tmp_path, capsys)
    assert [row for row in rows if row[2] == BATCH] == [
        ["'=bob", "'=bob.ipynb", BATCH, "right"],
        ["ada", "ada/week 1/linear-maps.ipynb", BATCH, "right"],
    ]


@pytest.mark.parametrize(
    ("content", "verdict", "why"),
    [
        ('{"cells": [', "unreadable", "no JSON"),
        ("[]", "unreadable", "no list of cells"),
        ('{"cells": ["x"]}', "unreadable", "no list of cells"),
        (notebook(code("1 + 1")), "no exercises", "no cell checks an exercise"),
    ],
)
def test_a_file_of_no_use_is_named_and_the_others_are_read(
    tmp_path, capsys, content, verdict, why
):
    write(tmp_path / "ada.ipynb", content)
    write(tmp_path / "bob.ipynb", notebook(check(BATCH, f"✓ {BATCH}: right.\n")))
    rows, said = collect(tmp_path, capsys)
    assert rows[0] == ["ada", "ada.ipynb", "", verdict]
    assert ["bob", "bob.ipynb", BATCH, "right"] in rows
    assert "ada.ipynb: " in said and why in said


def test_what_can_not_be_run_is_named(tmp_path, capsys):
    write(tmp_path / "ada.ipynb", {"cells": [check(BATCH)]})
    rows, said = collect(tmp_path, capsys, "--run")
    assert rows == [["ada", "ada.ipynb", "", "unreadable"]]
    assert "ada.ipynb: it can't be run" in said


def test_no_folder_is_an_error(tmp_path, capsys):
    with pytest.raises(SystemExit):
        results.main([str(tmp_path / "nowhere")])
    assert "is no folder" in capsys.readouterr().err


def test_without_nbclient_run_says_what_is_needed(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "nbclient", None)
    with pytest.raises(SystemExit):
        results.main(["--run", str(tmp_path)])
    assert "pip install nbclient" in capsys.readouterr().err


@pytest.fixture
def edited(tmp_path):
    """A notebook whose stored verdicts are better than its answers."""
    start = code("import numpy as np\nfrom mathdl.exercises import check")
    forged = check(BATCH, f"✓ {BATCH}: right.\n")
    forged["source"] = f'check("{BATCH}", lambda X, W, b: X)'
    honest = code(f'{RIGHT}\ncheck("{ROTATION}", rotation)')
    broken = code(f'1 / 0\ncheck("{LABELS[0]}", 1)', f"✓ {LABELS[0]}: right.\n")
    cells = notebook(start, forged, honest, broken)
    return write(tmp_path / "ada.ipynb", cells)


def test_edited_outputs_are_believed_unless_run(edited, capsys):
    rows, _ = collect(edited.parent, capsys)
    found = {row[2]: row[3] for row in rows}
    assert found[BATCH] == found[LABELS[0]] == "right"
    assert found[ROTATION] == "not run"


def test_run_judges_the_answers_and_changes_no_file(edited, capsys):
    before = edited.read_bytes()
    rows, said = collect(edited.parent, capsys, "--run", "--timeout", "60")
    found = {row[2]: row[3] for row in rows}
    assert (found[BATCH], found[ROTATION]) == ("wrong", "right")
    assert found[LABELS[0]] == "stopped"
    assert "in a container" in said
    assert edited.read_bytes() == before
    assert [path.name for path in edited.parent.iterdir()] == ["ada.ipynb"]


def test_run_goes_on_after_a_cell_that_hangs_and_a_kernel_that_dies(tmp_path, capsys):
    start = code("from mathdl.exercises import check\nimport os, time")
    hangs = code(f'time.sleep(60)\ncheck("{BATCH}", 1)')
    write(tmp_path / "ada.ipynb", notebook(start, hangs, check(ROTATION)))
    dies = code(f'os._exit(1)\ncheck("{BATCH}", 1)', f"✓ {BATCH}: right.\n")
    write(tmp_path / "bob.ipynb", notebook(start, dies))
    rows, said = collect(tmp_path, capsys, "--run", "--timeout", "5")
    found = {(row[0], row[2]): row[3] for row in rows}
    assert found["ada", BATCH] == "stopped"
    assert found["bob", BATCH] == "not run"
    assert "the kernel died" in said
