"""Live code: a button above each chapter lets a reader change and run its cells.

The kernel is Binder's, or that of any Jupyter server: ``mathdl_live_server`` in
``_config.yml`` names one for all readers of a class. What a page needs for it is large
and is loaded when the button is pressed.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import anywidget
from sphinx.application import Sphinx

from mathdl_book.ground import node
from mathdl_book.ways_out.links import BINDER_HUB, Repository

PROVIDERS = {"github.com": "github", "gitlab.com": "gitlab"}
SCRIPTS = Path(__file__).parent / "live_code"


def setup(app: Sphinx) -> None:
    """Add the setting, the button's data, and the files."""
    app.add_config_value("mathdl_live_server", "", "html", str)
    app.connect("builder-inited", _provide)
    app.connect("html-page-context", _describe)


def binder(repository: Repository) -> dict[str, str]:
    """Return where Binder finds a repository, in Thebe's words."""
    provider = PROVIDERS.get(repository.host, "git")
    return {
        "binderUrl": BINDER_HUB,
        "repoProvider": provider,
        "repo": repository.address if provider == "git" else repository.path,
        "ref": repository.branch,
    }


def _describe(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Give each notebook's page its button; links.py has said which pages are."""
    if "notebook" not in context:
        return
    settings: dict[str, Any] = {}
    if app.config.mathdl_live_server:
        settings["server"] = app.config.mathdl_live_server
    if app.config.mathdl_repository:
        settings["binder"] = binder(Repository(*app.config.mathdl_repository))
    context["live"] = json.dumps(settings, separators=(",", ":"))


def _provide(app: Sphinx) -> None:
    """Lay out the script of the button, and Thebe as npm has it."""
    static = Path(app.doctreedir) / "static"
    node.bundle(_script(), static / "live.js")
    thebe = node.package("thebe-core") / "dist" / "lib"
    for path in [*thebe.glob("*.js"), thebe / "thebe-core.css"]:
        (static / "thebe").mkdir(exist_ok=True)
        shutil.copy(path, static / "thebe")


def _script() -> str:
    """Return the program behind the button, before bundling."""
    widgets = Path(anywidget.__file__).parent / "nbextension" / "index.js"
    style = SCRIPTS / "live.css"
    return "\n".join(
        [
            # It must be there when anywidget looks for a loader.
            f'import "{(SCRIPTS / "anywidget.js").as_posix()}";',
            f'import "{widgets.as_posix()}";',
            f'import {{ open }} from "{(SCRIPTS / "panel.js").as_posix()}";',
            f"const style = {json.dumps(style.read_text('utf-8'))};",
            'document.head.append(Object.assign(document.createElement("style"),'
            " { textContent: style }));",
            "globalThis.liveCode = { open };",
        ]
    )
