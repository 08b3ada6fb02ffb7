"""Execute the book's notebooks and store their outputs in one normal form.

``python -m tools.notebooks`` executes every notebook from a fresh kernel, in its own
folder, and stores what the reader will see; ``python -m tools.notebooks linear-maps``
only those named; ``--check`` executes nothing and says what is not in normal form.
A notebook that fails, or that is edited while it runs, is left as it was.
"""

import argparse
import copy
import hashlib
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager
from traitlets import default

ROOT = Path(__file__).resolve().parents[1]
CELL_SECONDS = 300

KERNELSPEC = {
    "display_name": "Python 3 (ipykernel)",
    "language": "python",
    "name": "python3",
}
CELL_METADATA = ("mystnb", "tags")
PICTURE_METADATA = ("height", "width")
# A widget's view needs a kernel that is gone; its text/html stands alone.
UNSTORED = re.compile(r"application/vnd\.jupyter\.widget-.*")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


_UNREADABLE = (
    *(ValueError, KeyError, AttributeError, TypeError),
    nbformat.ValidationError,
)


class NotebookError(Exception):
    """A notebook that can't be found, read or run; the message says what to do."""


class _ThisPython(AsyncKernelManager):
    """The kernel that the comparison uses: this interpreter's, whatever is named."""

    @default("kernel_spec_manager")
    def _find(self) -> NbvalKernelspecManager:
        return NbvalKernelspecManager(parent=self)


def paths(root: Path = ROOT) -> list[Path]:
    """Return every notebook of the book under ``root``."""
    found = [*root.glob("*.ipynb"), *root.glob("chapters/**/*.ipynb")]
    return sorted(p for p in found if ".ipynb_checkpoints" not in p.parts)


def find(names: list[str], root: Path = ROOT) -> list[Path]:
    """Return the notebooks named: a path, or a chapter's name; all without names."""
    book = paths(root)
    if not names:
        return book
    return [_find_one(name, book) for name in names]


def _find_one(name: str, book: list[Path]) -> Path:
    if name.endswith(".ipynb") and Path(name).is_file():
        return Path(name)
    for path in book:
        if path.stem == Path(name).name.removesuffix(".ipynb"):
            return path
    known = ", ".join(path.stem for path in book) or "none yet"
    raise NotebookError(f"no notebook is called {name!r}; the book has: {known}")


def read(path: Path) -> NotebookNode:
    """Read a notebook, and give an id to cells that have none of their own."""
    try:
        notebook = nbformat.v4.reads(path.read_text("utf-8"))
        notebook.nbformat_minor = 5  # from here on, cells have ids
        _complete_ids(notebook.cells)
        nbformat.validate(notebook)
    except _UNREADABLE as error:
        reason = f"{type(error).__name__}, {error}".splitlines()[0]
        raise NotebookError(f"{_short(path)} is no notebook: {reason}") from error
    return notebook


def _complete_ids(cells: list[NotebookNode]) -> None:
    taken = set()
    for number, cell in enumerate(cells):
        if cell.get("id") in taken | {None}:
            seed = f"{number} {cell.source}".encode()
            cell.id = hashlib.sha256(seed).hexdigest()[:8]
        taken.add(cell.id)


def normal(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook in the book's normal form; twice changes nothing more."""
    notebook = copy.deepcopy(notebook)
    kept = {k: v for k, v in notebook.metadata.items() if k == "mathdl"}
    notebook.metadata = NotebookNode(
        kernelspec=KERNELSPEC, language_info={"name": "python"}, **kept
    )
    notebook.cells = [_normal_cell(c) for c in notebook.cells if c.source.strip()]
    return nbformat.from_dict(notebook)


def _normal_cell(cell: NotebookNode) -> NotebookNode:
    cell.metadata = {
        k: _stripped(v) for k, v in cell.metadata.items() if k in CELL_METADATA and v
    }
    cell.source = cell.source.strip("\n").rstrip()
    if cell.cell_type == "code":
        cell.source = "\n".join(line.rstrip() for line in cell.source.splitlines())
        cell.outputs = normal_outputs(cell.outputs)
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = cell.execution_count
    return cell


def _stripped(value: object) -> object:
    """Return captions and their like without the line break that YAML's | leaves."""
    if isinstance(value, dict):
        return {k: _stripped(v) for k, v in value.items()}
    return value.strip() if isinstance(value, str) else value


def normal_outputs(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return outputs in a stable order and without what changes from run to run.

    What was printed comes first, as one stdout and one stderr, since the order in which
    streams arrive is not fixed; then everything displayed, in the program's order.
    """
    outputs = copy.deepcopy(outputs)
    streams = [_joined(outputs, name) for name in ("stdout", "stderr")]
    shown = [_normal_shown(o) for o in outputs if o.output_type != "stream"]
    return [o for o in streams if o.text] + [o for o in shown if o.get("data", True)]


def _joined(outputs: list[NotebookNode], name: str) -> NotebookNode:
    parts = [o.text for o in outputs if o.output_type == "stream" and o.name == name]
    return nbformat.v4.new_output("stream", name=name, text="".join(parts))


def _normal_shown(output: NotebookNode) -> NotebookNode:
    if output.output_type == "error":
        # The traceback holds paths and addresses; its last line says what went wrong.
        output.traceback = [f"{output.ename}: {output.evalue}"]
        return output
    data = {m: v for m, v in output.data.items() if not UNSTORED.fullmatch(m)}
    output.data = NotebookNode(data)
    output.metadata = NotebookNode(
        (mime, kept)
        for mime, about in output.metadata.items()
        if mime in data and (kept := _picture_size(about))
    )
    return output


def _picture_size(about: object) -> dict:
    if not isinstance(about, dict):
        return {}
    return {k: about[k] for k in PICTURE_METADATA if k in about}


def text(notebook: NotebookNode) -> str:
    """Return the characters that a notebook's file holds."""
    return nbformat.writes(notebook, version=4) + "\n"


def faults(path: Path) -> list[str]:
    """Say in what a stored notebook departs from normal form; an empty list is good."""
    notebook = read(path)
    found = []
    if path.read_text("utf-8") != text(normal(notebook)):
        found.append("is not in normal form")
    counts = [c.execution_count for c in notebook.cells if c.cell_type == "code"]
    if counts != list(range(1, len(counts) + 1)):
        found.append("has not been run from its first cell to its last")
    return found


def execute(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Return the notebook in normal form, with the outputs of a run in a fresh kernel.

    Raises
    ------
    NotebookError
        If a cell fails; the message shows the cell and the error.
    """
    notebook = normal(notebook)
    client = NotebookClient(
        notebook,
        kernel_manager_class=_ThisPython,
        kernel_name=CURRENT_ENV_KERNEL_NAME,
        timeout=CELL_SECONDS,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        # As in the tests: threads that wait for one another cost more than they spare.
        client.execute(env={"OMP_NUM_THREADS": "1", **os.environ})
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise NotebookError(_failure(notebook, error)) from error
    return normal(notebook)


def _failure(notebook: NotebookNode, error: Exception) -> str:
    """Describe the cell that stopped the run: the last one that was started."""
    code = [c for c in notebook.cells if c.cell_type == "code"]
    started = [c for c in code if "execution" in c.metadata]
    number, cell = len(started), (started or code)[-1]
    source = "\n".join(f"    {line}" for line in cell.source.splitlines())
    return f"code cell {number} fails:\n\n{source}\n\n{_reason(error, cell)}"


def _reason(error: Exception, cell: NotebookNode) -> str:
    if isinstance(error, CellTimeoutError):
        return f"It runs for more than {CELL_SECONDS} seconds."
    if isinstance(error, DeadKernelError):
        return "The kernel died: it may have run out of memory."
    raised = next(o for o in cell.outputs if o.output_type == "error")
    return COLOURS.sub("", "\n".join(raised.traceback))


def store(path: Path) -> bool:
    """Execute a notebook and store its outputs; return whether the file changed."""
    path = path.resolve()
    before = path.read_bytes()
    try:
        after = text(execute(read(path), path.parent)).encode()
    except NotebookError as error:
        raise NotebookError(
            f"{_short(path)}, {error}\n\nNothing was stored."
        ) from error
    if path.read_bytes() != before:
        raise NotebookError(
            f"{_short(path)} was edited while it ran. Nothing was stored: run again."
        )
    if after != before:
        write(path, after)
    return after != before


def write(path: Path, content: bytes) -> None:
    """Replace a file at once: whoever reads it sees the old one or the new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        shutil.copymode(path, name)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _short(path: Path) -> str:
    path = path.resolve()
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def _check(found: list[Path]) -> int:
    said = [f"{_short(path)} {fault}" for path in found for fault in faults(path)]
    for line in said:
        print(line, file=sys.stderr)
    if said:
        print("Run `make notebooks` to store them anew.", file=sys.stderr)
    return 1 if said else 0


def _store(found: list[Path]) -> int:
    failed = 0
    for path in found:
        try:
            print(f"{_short(path)}: {'stored' if store(path) else 'unchanged'}")
        except NotebookError as error:
            failed = 1
            print(error, file=sys.stderr)
    return failed


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser("tools.notebooks", description=__doc__)
    parser.add_argument("names", nargs="*", help="chapters or paths; all without names")
    parser.add_argument("--check", action="store_true", help="execute nothing")
    given = parser.parse_args(arguments)
    try:
        found = find(given.names)
        return _check(found) if given.check else _store(found)
    except NotebookError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
