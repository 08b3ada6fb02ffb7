"""Check what concerns one chapter: ``python -m tools.fast linear-maps``.

In a minute or two: the form of its files, the house rules, its place in the plan and in
the back matter, its claims, its exercises, its figures, its notebook run again and
compared, and its page built beside those that it refers to. What fails does not stop
the rest. Not here, since they take long or concern other pages: all else in ``tests``.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from mathdl_book.content import plan as plans
from tools import contents, notebooks

# Those whose ids name the chapter are run, and those that name none.
TESTS = (
    *("tests/notebooks/test_house_rules.py", "tests/notebooks/test_plan.py"),
    *("tests/notebooks/test_backmatter.py", "tests/claims", "tests/exercises"),
    "tests/figures",
)
MODULES = ("mathdl/exercises", "tests/exercises/wrong")
BUILD = "_build/fast"
# Pages that every chapter leads to.
BACK = ("backmatter/notation", "backmatter/glossary", "backmatter/bibliography")


def own_files(name: str) -> list[str]:
    """Return the files of a chapter: its notebook, and its modules if it has any."""
    (notebook,) = notebooks.find([name])
    module = f"{name.replace('-', '_')}.py"
    modules = [f"{where}/{module}" for where in MODULES]
    there = [path for path in modules if (notebooks.ROOT / path).is_file()]
    return [notebook.relative_to(notebooks.ROOT).as_posix(), *there]


def form(name: str) -> bool:
    """Tell whether code and notebook have the form that they must have."""
    files = own_files(name)
    good = [
        _python("ruff", "format", "--check", *files),
        _python("ruff", "check", "--quiet", *files),
        _python("tools.notebooks", "--check", name),
    ]
    return all(good)


def tests(name: str) -> bool:
    """Tell whether the tests of the chapter pass, its cells among them."""
    notebook, *_ = own_files(name)
    spread = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
    return _python("pytest", "-q", *spread, f"--chapter={name}", *TESTS, notebook)


def page(name: str) -> bool:
    """Tell whether the chapter's page is built without a warning.

    The book that is built holds no more than the pages that it refers to.
    """
    folder = notebooks.ROOT / BUILD / name
    _lay_out(folder, _pages(name))
    done = subprocess.run(
        [sys.executable, "-m", "mathdl_book", "build", "-n", "--keep-going", "."],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
    )
    notebook, *_ = own_files(name)
    said = done.stdout + done.stderr
    found = warnings(said, notebook)
    built = (folder / f"_build/html/{notebook}").with_suffix(".html").is_file()
    print("\n".join(found) if built else said[-4000:])
    return built and not found


def warnings(said: str, page: str) -> list[str]:
    """Return the lines of a build's report that warn of a page."""
    warns = re.compile(rf"{re.escape(page)}\b.*(?:WARNING|ERROR|CRITICAL)")
    return [line for line in said.splitlines() if warns.search(line)]


def _pages(name: str) -> list[str]:
    """Return the written pages that a chapter may refer to, and itself, in order."""
    plan = plans.read(notebooks.ROOT)
    (chapter,) = (one for one in plan.chapters if one.name == name)
    near = {name, *chapter.mentions, *plan.behind(name)}
    return [c.page for c in plan.chapters if c.page and c.name in near]


def _lay_out(folder: Path, chapters: list[str]) -> None:
    """Lay out a book of some chapters; what was built of it before is used again."""
    entries = "".join(f"      - file: {page}\n" for page in (*chapters, *BACK))
    part = f"  - caption: Some chapters\n    numbered: 2\n    chapters:\n{entries}"
    toc = f"format: jb-book\nroot: start\nparts:\n{part}"
    files = [*(f"{page}.ipynb" for page in chapters), *(f"{page}.md" for page in BACK)]
    for file in (*files, "_config.yml", "references.bib"):
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(notebooks.ROOT / file, path)
    (folder / contents.FILE).write_text(toc, "utf-8")
    (folder / plans.FILE).write_text(_plan_of(chapters), "utf-8")
    (folder / "start.md").write_text("# Some chapters\n", "utf-8")


def _plan_of(pages: list[str]) -> str:
    """Return the plan as it is while no more than some chapters are written."""
    given = yaml.safe_load((notebooks.ROOT / plans.FILE).read_text("utf-8"))
    whole = {chapter.name: chapter for chapter in plans.read(notebooks.ROOT).chapters}
    listed = (chapter for part in given["parts"] for chapter in part["chapters"])
    for one in (given["opening"], *listed):
        chapter = whole[one["name"]]
        if chapter.page not in pages:
            one |= {"title": chapter.title, "needs": list(chapter.needs)}
    return yaml.safe_dump(given, allow_unicode=True, sort_keys=False)


STEPS: dict[str, Callable[[str], bool]] = {"form": form, "tests": tests, "page": page}


def check(name: str) -> Iterator[str]:
    """Yield each step that fails, and print how long each takes."""
    for step, passes in STEPS.items():
        print(f"— {step}", flush=True)
        begin = time.monotonic()
        good = passes(name)
        seconds = time.monotonic() - begin
        print(
            f"— {step} {'is good' if good else 'FAILS'}, {seconds:.0f} s\n", flush=True
        )
        if not good:
            yield step


def _python(*words: str) -> bool:
    """Run a module of Python, and tell whether it ended well."""
    return not subprocess.run(
        [sys.executable, "-m", *words], cwd=notebooks.ROOT
    ).returncode


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser("tools.fast", description=__doc__)
    parser.add_argument("chapter", help="its name, such as linear-maps, or its path")
    given = parser.parse_args(arguments).chapter
    try:
        (notebook,) = notebooks.find([given])
        name = notebook.stem
        failed = list(check(name))
    except (notebooks.NotebookError, plans.PlanError) as error:
        print(error, file=sys.stderr)
        return 1
    if failed:
        print(f"{name} fails: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
