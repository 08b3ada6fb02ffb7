"""Collect the verdicts of handed-in notebooks as a table.

    python -m mathdl.exercises.results FOLDER > results.csv
    python -m mathdl.exercises.results --run FOLDER > results.csv

``FOLDER`` holds a folder or a notebook for each student. Printed is a CSV: student,
file, exercise, verdict. Without ``--run`` the verdicts are those that the notebooks
store, which can be edited by hand. With ``--run`` each notebook is first executed in a
kernel of its own: that runs the students' code, so do it in a container. No notebook is
ever written to.

A verdict is one of these:

right, wrong, not attempted
    What `check` printed, the last time if it stands in the notebook more than once.
not run
    The cell that checks has printed nothing.
stopped
    The cell that checks ended with an error.
missing
    The notebook checks other exercises of the chapter, but no cell checks this one.
no exercises, unreadable
    Of a whole file. What is wrong with it is said as well.
"""

import argparse
import ast
import csv
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mathdl.exercises._judge import SYMBOL, known_chapters, known_labels

VERDICTS = {"todo": "not attempted", "right": "right", "wrong": "wrong"}
SAID = {SYMBOL[status]: verdict for status, verdict in VERDICTS.items()}

LABEL = re.compile(r"ex-[\w-]+")
# A call in a cell that is no Python, as one with a mistake in it.
CALL = re.compile(
    r"""^[^#\n]*\bcheck\s*\(\s*(?:label\s*=\s*)?["'](ex-[\w-]+)["']""", re.MULTILINE
)
MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)  # lines of IPython alone
LINE = re.compile(rf"^([{''.join(SAID)}]) (ex-[\w-]+): ", re.MULTILINE)

HEADINGS = ("student", "file", "exercise", "verdict")
STORED = (
    "These are the verdicts that the notebooks store. Stored outputs can be edited by "
    "hand; --run executes the notebooks afresh."
)
RUNNING = (
    "--run executes the students' code on this machine, with your rights: do it in a "
    "container. Code can also print a verdict that it has not earned: where marks "
    "depend on it, read the answers."
)
NEEDED = "--run needs nbclient and a kernel: python -m pip install nbclient ipykernel"


class Unreadable(Exception):
    """A file that is no notebook; the message says why."""


def read(path: Path) -> dict:
    """Read a notebook.

    Raises
    ------
    Unreadable
        If the file is no notebook.
    """
    try:
        notebook = json.loads(path.read_bytes())  # UTF-8, -16 or -32, with its mark
    except OSError as error:
        raise Unreadable(f"it can't be opened: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"it is no JSON: {error}") from error
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not all(isinstance(c, dict) for c in cells):
        raise Unreadable("it is JSON, but no notebook: it has no list of cells")
    return notebook


def verdicts(notebook: dict) -> dict[str, str]:
    """Return the verdict on each exercise that a notebook checks, or should.

    Parameters
    ----------
    notebook : dict
        A notebook, as `read` returns it.
    """
    found: dict[str, str] = {}
    for cell in notebook["cells"]:
        if cell.get("cell_type") == "code":
            for label, verdict in _of_cell(cell).items():
                if verdict != "not run" or label not in found:
                    found[label] = verdict
    missing = {label: "missing" for label in _expected(found) if label not in found}
    return found | missing


def _of_cell(cell: dict) -> dict[str, str]:
    """Return the verdicts of one cell; what it prints of others does not count."""
    outputs = [one for one in cell.get("outputs") or [] if isinstance(one, dict)]
    stopped = any(one.get("output_type") == "error" for one in outputs)
    said = {label: SAID[sign] for sign, label in LINE.findall(_printed(outputs))}
    silent = "stopped" if stopped else "not run"
    labels = _checked(_text(cell.get("source")))
    if None in labels:  # a label that is no text, such as a loop's: what it printed
        labels = [label for label in labels if label] + list(said)
    return {label: said.get(label, silent) for label in labels}


def _checked(source: str) -> list[str | None]:
    """Return the labels that a cell calls `check` with; None if it is no plain text."""
    try:
        tree = ast.parse(MAGIC.sub(r"\1pass", source))
    except (ValueError, SyntaxError, RecursionError):
        return CALL.findall(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [label for call in calls for label in _label(call)]


def _label(call: ast.Call) -> list[str | None]:
    """Return the label of a call of `check`, under whatever name; none of any other."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    named = [word.value for word in call.keywords if word.arg == "label"]
    for given in [*call.args[:1], *named]:
        if isinstance(given, ast.Constant):
            text = str(given.value)
            return [text] if LABEL.fullmatch(text) and name != "print" else []
    return [None] if name == "check" else []


def _printed(outputs: list[dict]) -> str:
    streams = (one for one in outputs if one.get("output_type") == "stream")
    return "".join(_text(one.get("text")) for one in streams)


def _text(value: object) -> str:
    """Return the text of a notebook's field: a string, or a list of lines."""
    return "".join(value) if isinstance(value, list) else str(value or "")


def _expected(labels: dict[str, str]) -> list[str]:
    """Return all exercises of the chapters that some labels belong to."""
    return [
        expected
        for chapter in known_chapters()
        if any(label.startswith(f"ex-{chapter}-") for label in labels)
        for expected in known_labels(chapter)
    ]


def run(notebook: dict, seconds: int) -> dict:
    """Execute a copy of a notebook in a kernel of its own, and return the copy.

    Parameters
    ----------
    notebook : dict
        A notebook, as `read` returns it.
    seconds : int
        How long a cell may take before it is interrupted.

    Raises
    ------
    Unreadable
        If the notebook lacks what is needed to run it.
    """
    import nbclient

    copy = _fresh(notebook)
    with tempfile.TemporaryDirectory() as folder:
        client = nbclient.NotebookClient(
            copy,
            timeout=seconds,
            interrupt_on_timeout=True,
            allow_errors=True,
            kernel_name="python3",
            resources={"metadata": {"path": folder}},
        )
        try:
            client.execute()
        except nbclient.exceptions.DeadKernelError:
            _say("the kernel died; the cells after that were not run")
    return copy


def _fresh(notebook: dict):
    """Return a copy of a notebook as nbclient takes it, without outputs."""
    import nbformat

    try:
        nbformat.validate(nbformat.from_dict(notebook))
    except nbformat.ValidationError as error:
        why = str(error).splitlines()[0]
        raise Unreadable(f"it can't be run: {why}") from error
    copy = nbformat.reads(json.dumps(notebook), as_version=4)
    for cell in copy.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return copy


def handed_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield student and notebook, in order; a student is the first part of the path."""
    for path in sorted(folder.rglob("*.ipynb")):
        inside = path.relative_to(folder)
        if not any(part.startswith(".") for part in inside.parts):
            yield inside.parts[0].removesuffix(".ipynb"), path


def rows(folder: Path, seconds: int | None = None) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table.

    Parameters
    ----------
    folder : Path
        Where the notebooks are.
    seconds : int, optional
        How long a cell may take; without it nothing is run.
    """
    for student, path in handed_in(folder):
        name = path.relative_to(folder).as_posix()
        try:
            notebook = read(path)
            found = verdicts(run(notebook, seconds) if seconds else notebook)
        except Unreadable as error:
            _say(f"{name}: {error}")
            yield student, name, "", "unreadable"
            continue
        for label, verdict in found.items():
            yield student, name, label, verdict
        if not found:
            _say(f"{name}: no cell checks an exercise")
            yield student, name, "", "no exercises"


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _print_all_letters() -> None:
    """Let the table hold names that the letters of a console do not cover."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def _plain(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _parser() -> argparse.ArgumentParser:
    about = argparse.ArgumentParser(
        prog="python -m mathdl.exercises.results", description=__doc__.split("\n")[0]
    )
    about.add_argument("folder", type=Path, help="a folder or a notebook a student")
    about.add_argument(
        "--run",
        action="store_true",
        help="execute each notebook first (in a container)",
    )
    about.add_argument(
        "--timeout", type=int, default=300, help="seconds that a cell may take (300)"
    )
    return about


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
    about = _parser()
    given = about.parse_args(arguments)
    if not given.folder.is_dir():
        about.error(f"{given.folder} is no folder")
    if given.run:
        try:
            import nbclient  # noqa: F401
        except ImportError:
            about.error(NEEDED)
    _print_all_letters()
    _say(RUNNING if given.run else STORED)
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(HEADINGS)
    for row in rows(given.folder, given.timeout if given.run else None):
        table.writerow(map(_plain, row))


if __name__ == "__main__":
    main()
