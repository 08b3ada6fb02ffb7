"""Where a reader can run the page: the repository is known where the book is built."""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sphinx.application import Sphinx
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)

BINDER_HUB = "https://mybinder.org"
BINDER = f"{BINDER_HUB}/v2"
REMOTE = re.compile(
    r"(?:(?:https?|ssh|git)://)?(?:[^@/\s]+@)?"
    r"(?P<host>[\w-]+(?:\.[\w-]+)+)(?::\d+(?=/))?[:/](?P<path>[\w.~-]+(?:/[\w.~-]+)+)"
)


@dataclass(frozen=True)
class Repository:
    """A repository on the web: its host, its owner and name, and a branch of it."""

    host: str
    path: str
    branch: str

    @property
    def address(self) -> str:
        """The address of its page."""
        return f"https://{self.host}/{self.path}"

    def binder(self, notebook: str) -> str:
        """Return the address at which Binder opens a notebook in JupyterLab."""
        branch = quote(self.branch, safe="")
        if self.host == "github.com":
            where = f"gh/{self.path}/{branch}"
        elif self.host == "gitlab.com":
            where = f"gl/{quote(self.path, safe='')}/{branch}"
        else:
            where = f"git/{quote(self.address, safe='')}/{branch}"
        return f"{BINDER}/{where}?urlpath={quote(f'lab/tree/{notebook}', safe='')}"


def repository(root: Path, environ: Mapping[str, str]) -> Repository | None:
    """Return the repository that is being built, or None where its address is unknown.

    Parameters
    ----------
    root : Path
        A folder of the working copy, whose remote ``origin`` is asked.
    environ : Mapping
        The environment: a GitHub workflow says there what it builds.
    """
    if "GITHUB_REPOSITORY" in environ:
        server = environ.get("GITHUB_SERVER_URL", "https://github.com")
        branch = environ.get("GITHUB_REF_NAME", "main")
        return parse(f"{server}/{environ['GITHUB_REPOSITORY']}", branch)
    return parse(
        _git(root, "remote", "get-url", "origin"),
        _git(root, "branch", "--show-current") or "main",
    )


def parse(remote: str, branch: str) -> Repository | None:
    """Read a remote's address; None for one that is no address on the web.

    Examples
    --------
    >>> parse("git@github.com:someone/book.git", "main").address
    'https://github.com/someone/book'
    >>> parse("/home/someone/book", "main") is None
    True
    """
    found = REMOTE.fullmatch(remote.rstrip("/").removesuffix(".git"))
    if not found:
        return None
    return Repository(found["host"], found["path"], branch)


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True
        )
    except FileNotFoundError:  # no git here, so no remote
        return ""
    return done.stdout.strip()


def setup(app: Sphinx) -> None:
    """Find the repository, and give each notebook's page its buttons."""
    app.add_config_value("mathdl_repository", None, "html")
    app.connect("config-inited", _find)
    app.connect("html-page-context", _add_buttons)


def _find(app: Sphinx, config) -> None:
    found = repository(Path(app.srcdir), os.environ)
    config.mathdl_repository = found and (found.host, found.path, found.branch)
    if found is None:
        LOGGER.info(
            "The repository's address is not known here (no remote `origin` on the "
            "web), so pages have no Binder button."
        )


def _add_buttons(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    source = Path(app.env.doc2path(page)) if page in app.env.all_docs else None
    if source is None or source.suffix != ".ipynb":
        return
    context["notebook"] = source.name
    if app.config.mathdl_repository:
        relative = source.relative_to(app.srcdir).as_posix()
        context["binder"] = Repository(*app.config.mathdl_repository).binder(relative)
