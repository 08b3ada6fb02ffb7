"""`make fast` runs what concerns one chapter, and hears what is said of its page."""

import subprocess
import sys

import pytest

from tools import fast, notebooks

PAGE = "chapters/part/sums.ipynb"


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (f"/book/{PAGE}:10: WARNING: label not found: eq-sums", 1),
        (f"\x1b[91m/book/{PAGE}: ERROR: no such directive\x1b[0m", 1),
        ("/book/backmatter/glossary.md:10: WARNING: label not found", 0),
        (f"reading sources... {PAGE}", 0),
        ("/book/chapters/part/more-sums.ipynb:10: WARNING: a formula", 0),
    ],
)
def test_warnings_of_the_page_alone_are_heard(said, heard):
    assert len(fast.warnings(f"begin\n{said}\nend", PAGE)) == heard


def test_a_chapter_that_is_none_is_told(capsys):
    assert fast.main(["no-such-chapter"]) == 1
    assert "no notebook is called 'no-such-chapter'" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["{0.stem}", "{0.parent.name}/{0.stem}", "{0}"])
def test_a_chapter_may_be_named_by_its_path(monkeypatch, form):
    notebook, asked = notebooks.paths()[0], []
    monkeypatch.setattr(fast, "STEPS", {"ask": lambda name: not asked.append(name)})
    assert fast.main([form.format(notebook)]) == 0
    assert asked == [notebook.stem]


def collected(*options):
    words = ["pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *options]
    done = subprocess.run(
        [sys.executable, "-m", *words, "tests/claims"],
        cwd=notebooks.ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    return {
        line.partition("::")[2] for line in done.stdout.splitlines() if "::" in line
    }


def test_tests_are_selected_by_the_chapter_in_their_ids():
    mine, other = notebooks.paths()[:2]
    every, some = collected(), collected(f"--chapter={mine.stem}")
    assert some < every
    names = ("test_every_result_has_a_title", "test_a_result_without_title_is_seen")
    assert {f"{names[0]}[{mine.name}]", names[1]} <= some
    assert f"{names[0]}[{other.name}]" in every - some
