"""How long a book takes to build, by the number of its pages: ours and the default.

    .venv/bin/python -m benchmarks.build                 # 10 and 40 pages
    .venv/bin/python -m benchmarks.build --pages 10 160
    .venv/bin/python -m benchmarks.build --peer FOLDER  # one page by the defaults there

Books are made up, of equal pages: each a notebook with 1,500 words, 100 formulas (no
two alike in a book), 20 code cells and five drawings by matplotlib. Each is built from
nothing in a process of its own, once with this book's extension, where formulas are
typeset and drawings and style sheets are made light, and once with Jupyter Book's
defaults, where the reader's browser does the first and nobody the second.

seconds
    From the start of the program to its end, and the same for each page.
further page
    What a page costs once the program is up: the slope between the two sizes.
"""

import argparse
import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import matplotlib.figure
import nbformat
import numpy as np
import yaml
from nbformat import v4

from tools.notebooks import ROOT

SECTIONS, FORMULAS, CELLS, DRAWINGS, WORDS = 10, 100, 20, 5, 1500
WORD = "gradient layer matrix vector error weight rank norm step sample".split()
PICTURE = {"image": {"alt": "A line"}, "figure": {"caption": "A line."}}
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def drawing(rng: np.random.Generator) -> str:
    """Return a line and a cloud of points as SVG."""
    figure = matplotlib.figure.Figure(figsize=(6, 3))
    axes = figure.subplots()
    axes.plot(np.cumsum(rng.normal(size=100)))
    axes.scatter(*rng.normal(size=(2, 60)))
    text = io.StringIO()
    figure.savefig(text, format="svg")
    return text.getvalue()


def text(rng: np.random.Generator, page: int, section: int) -> str:
    """Return a section: its words, with a formula after every fifteenth."""
    words = list(rng.choice(WORD, size=WORDS // SECTIONS))
    for k in range(FORMULAS // SECTIONS):
        n = page * FORMULAS + section * SECTIONS + k
        words[k * 15] += rf" $\|A_{{{n}}} x\|_2 \le \frac{{\sigma_1}}{{{n} + 1}}$"
    return f"## Section {section}\n\n{' '.join(words)}"


def notebook(page: int) -> nbformat.NotebookNode:
    """Return a page as a notebook with its outputs."""
    rng = np.random.default_rng(page)
    cells = [v4.new_markdown_cell(f"# Page {page}")]
    for section in range(SECTIONS):
        cells.append(v4.new_markdown_cell(text(rng, page, section)))
        for k in range(CELLS // SECTIONS):
            source = f"for k in range({page}):\n    print(np.sum(x[k] ** 2), 'of', k)"
            cells.append(v4.new_code_cell(source))
            if k == 0 and section < DRAWINGS:
                data = {"image/svg+xml": drawing(rng)}
                cells[-1].outputs = [v4.new_output("display_data", data)]
                cells[-1].metadata["mystnb"] = PICTURE
    return v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def lay_out(folder: Path, pages: int, ours: bool) -> None:
    """Write a book of so many pages."""
    config = {"title": "A book", "execute": {"execute_notebooks": "off"}}
    if ours:
        config["sphinx"] = {"extra_extensions": ["mathdl_book"]}
    chapters = [{"file": f"page{k}"} for k in range(1, pages)]
    toc = {"format": "jb-book", "root": "page0"}
    toc |= {"chapters": chapters} if chapters else {}
    (folder / "_config.yml").write_text(yaml.safe_dump(config))
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc))
    for k in range(pages):
        nbformat.write(notebook(k), folder / f"page{k}.ipynb")


def seconds(folder: str, pages: int, ours: bool) -> float:
    """Return what a build takes from nothing."""
    lay_out(Path(folder), pages, ours)
    script = [str(Path(sys.executable).with_name("jupyter-book"))]
    program = [sys.executable, "-m", "mathdl_book"] if ours else script
    command = [*program, "build", "--quiet", folder]
    start = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    return time.perf_counter() - start


def apart(pages: int, ours: bool) -> float:
    """Return the same for a book that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        return seconds(folder, pages, ours)


def main() -> None:
    """Print the table."""
    about = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    about.add_argument("--pages", type=int, nargs=2, default=[10, 40])
    about.add_argument("--peer", type=Path)
    given = about.parse_args()
    if given.peer:
        given.peer.mkdir()
        seconds(str(given.peer), 1, ours=False)
        print(f"--peer {given.peer / '_build' / 'html'}")
        return
    sizes = given.pages
    heads = [f"{n} pages: s (a page)" for n in sizes] + ["further page s"]
    print("| book |", " | ".join(heads), "|")
    print("| --- |", " | ".join("--:" for _ in heads), "|")
    for name, ours in (("this book's pages", True), ("Jupyter Book's default", False)):
        few, many = (apart(n, ours) for n in sizes)
        totals = [
            f"{s:.1f} ({s / n:.2f})" for s, n in zip((few, many), sizes, strict=True)
        ]
        slope = (many - few) / (sizes[1] - sizes[0])
        print(f"| {name} |", " | ".join([*totals, f"{slope:.3f}"]), "|")


if __name__ == "__main__":
    main()
