"""The repository's address is that of its remote, or what a workflow says."""

import subprocess

import pytest

from mathdl_book.ways_out import links


@pytest.mark.parametrize(
    "remote",
    [
        "https://github.com/someone/book.git",
        "https://github.com/someone/book",
        "https://user:secret@github.com/someone/book.git/",
        "git@github.com:someone/book.git",
        "ssh://git@github.com/someone/book.git",
        "ssh://git@github.com:22/someone/book",
    ],
)
def test_a_remote_is_an_address_on_the_web(remote):
    found = links.parse(remote, "main")
    assert found.address == "https://github.com/someone/book"


@pytest.mark.parametrize(
    "remote", ["", "/srv/git/book.git", "../book", "./a/b", "file:///srv/book", "book"]
)
def test_what_is_not_on_the_web_has_no_address(remote):
    assert links.parse(remote, "main") is None


@pytest.mark.parametrize(
    ("remote", "where"),
    [
        ("https://github.com/a/b", "gh/a/b/my%2Fbranch"),
        ("https://gitlab.com/a/b/c", "gl/a%2Fb%2Fc/my%2Fbranch"),
        (
            "https://git.example.org/a/b",
            "git/https%3A%2F%2Fgit.example.org%2Fa%2Fb/my%2Fbranch",
        ),
    ],
)
def test_binder_is_asked_in_its_own_way_for_each_host(remote, where):
    address = links.parse(remote, "my/branch").binder("chapters/a/b.ipynb")
    assert address == (
        f"https://mybinder.org/v2/{where}?urlpath=lab%2Ftree%2Fchapters%2Fa%2Fb.ipynb"
    )


def test_a_workflow_says_what_is_built(tmp_path):
    environ = {
        "GITHUB_REPOSITORY": "fork/book",
        "GITHUB_REF_NAME": "try",
        "GITHUB_SERVER_URL": "https://github.example.org",
    }
    found = links.repository(tmp_path, environ)
    assert found == links.Repository("github.example.org", "fork/book", "try")


def test_elsewhere_the_remote_origin_says_it(tmp_path):
    assert links.repository(tmp_path, {}) is None

    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", str(tmp_path), *arguments], check=True)

    git("init", "--quiet", "--initial-branch", "draft")
    assert links.repository(tmp_path, {}) is None
    git("remote", "add", "origin", "git@github.com:someone/book.git")
    found = links.repository(tmp_path, {})
    assert found == links.Repository("github.com", "someone/book", "draft")
