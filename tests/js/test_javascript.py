"""The figures' arithmetic passes its own tests, which node runs."""

import subprocess
from pathlib import Path

from mathdl_book import node

HERE = Path(__file__).parent


def test_node_passes_every_test():
    files = sorted(map(str, HERE.glob("*.test.js")))
    assert files
    done = subprocess.run(
        [node.executable(), "--test", *files], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    assert "# fail 0" in done.stdout or "ℹ fail 0" in done.stdout
