"""A Jupyter server of a test's own, on this machine."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


@contextmanager
def running(
    module: str, *arguments: str, home: Path, token: str = "", **environment: str
) -> Iterator[str]:
    """Run a server that keeps all it writes in a folder, and yield its address."""
    own = {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    command = [sys.executable, "-m", module, "--no-browser", "--allow-root"]
    command += ["--ServerApp.port=0", f"--IdentityProvider.token={token}", *arguments]
    server = subprocess.Popen(
        command,
        env={**os.environ, **own, **environment},
        stderr=subprocess.PIPE,
        text=True,
        cwd=home,
    )
    try:
        yield _address(server)
    finally:
        server.terminate()
        server.wait(30)
        server.stderr.close()


def _address(server: subprocess.Popen) -> str:
    """Read what the server says until it says where it is; then let it talk on."""
    said = []
    for line in server.stderr:
        said.append(line)
        if found := ADDRESS.search(line):
            threading.Thread(target=server.stderr.read, daemon=True).start()
            return found[0]
    raise AssertionError("the Jupyter server did not start:\n" + "".join(said))
