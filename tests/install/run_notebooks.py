"""Run notebooks in the environment whose Python runs this; print the kernels' peak.

It imports nothing but what Binder installs, and prints the most memory that a kernel
held, in MB.
"""

import resource
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

KILOBYTE = 1 if sys.platform == "darwin" else 1024  # the unit of ru_maxrss, in bytes


def run(path: Path) -> None:
    """Run a notebook in its own folder, as a reader would."""
    notebook = nbformat.read(path, as_version=4)
    folder = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=300, resources=folder).execute()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        run(Path(name))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(peak * KILOBYTE // 10**6)
