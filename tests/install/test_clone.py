"""A fresh clone builds the book and passes tests, in a folder with spaces."""

import os
import subprocess

import pytest

from tools import notebooks

pytestmark = pytest.mark.install

MINUTE = 60


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """What is committed, in a new folder."""
    folder = tmp_path_factory.mktemp("clone") / "a folder with spaces"
    subprocess.run(["git", "clone", "-q", notebooks.ROOT, folder], check=True)
    return folder


def make(clone, *words):
    """Run make as a newcomer would; the clone's tests must not clone again."""
    outer = ("VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHONPATH")
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    for name in outer:
        clean.pop(name, None)
    clean["PYTEST_ADDOPTS"] = "-m 'not install'"
    done = subprocess.run(
        ["make", *words],
        cwd=clone,
        env=clean,
        capture_output=True,
        text=True,
        timeout=10 * MINUTE,
    )
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def test_make_book_and_make_test(clone):
    said = make(clone, "book")
    page = clone / "_build/html/index.html"
    assert str(page) in said
    assert page.is_file()
    for notebook in notebooks.paths(clone):
        place = notebook.relative_to(clone).with_suffix(".html")
        assert (page.parent / place).is_file()

    said = make(clone, "test", "TESTS=tests/unit")
    assert " passed" in said

    changed = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True
    )
    assert changed.stdout == "", "building and testing leave files that git sees"
