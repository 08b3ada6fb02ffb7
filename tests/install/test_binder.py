"""Binder's environment, built here from Binder's files, runs every notebook."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import notebooks

pytestmark = pytest.mark.install

MEGABYTES = 1000  # mybinder.org gives 1 to 2 GB
MINUTE = 60


def run(
    *command, cwd: Path, minutes: int = 5, **environment: str
) -> subprocess.CompletedProcess:
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=minutes * MINUTE,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """The repository as Binder gets it: without what this machine has built."""
    copy = tmp_path_factory.mktemp("binder") / "repository"
    machine = shutil.ignore_patterns(
        ".*", "_build", "build", "node_modules", "*.egg-info"
    )
    shutil.copytree(notebooks.ROOT, copy, ignore=machine)
    return copy


def test_every_requirement_is_pinned(repository):
    lines = (repository / "binder/requirements.txt").read_text("utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert wanted
    assert [line for line in wanted if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_repo2docker_builds_from_these_files(repository):
    done = run(
        *(sys.executable, "-m", "repo2docker"),
        *("--no-build", "--debug", str(repository)),
        cwd=repository.parent,
    )
    dockerfile = done.stdout
    assert "Building conda environment for python=3.11\n" in done.stderr
    assert 'pip install --no-cache-dir -r "binder/requirements.txt"' in dockerfile
    assert "RUN ./binder/postBuild" in dockerfile


def test_the_environment_runs_every_notebook(repository, tmp_path):
    python = tmp_path / "env/bin/python"
    inside = {
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": "",
        "JUPYTER_DATA_DIR": str(tmp_path / "jupyter"),
        "IPYTHONDIR": str(tmp_path / "ipython"),
    }
    run(sys.executable, "-m", "venv", str(tmp_path / "env"), cwd=tmp_path)
    requirements = ["-r", "binder/requirements.txt"]
    run(python, "-m", "pip", "install", "-q", *requirements, cwd=repository, **inside)
    run("./binder/postBuild", cwd=repository, **inside)
    run(python, "-m", "pip", "check", cwd=repository, **inside)

    book = notebooks.paths(repository)
    assert book
    runner = Path(__file__).with_name("run_notebooks.py")
    done = run(python, runner, *book, cwd=tmp_path, minutes=len(book), **inside)
    assert int(done.stdout) < MEGABYTES
