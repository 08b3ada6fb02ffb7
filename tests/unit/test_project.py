"""What the project names is there: modules in the reference, packages in the pins."""

import pkgutil
import re
from importlib.metadata import distributions, version
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import mathdl

ROOT = Path(__file__).resolve().parents[2]


def test_every_public_module_is_in_the_reference():
    text = (ROOT / "backmatter" / "mathdl.md").read_text("utf-8")
    named = set(re.findall(r"automodule:: mathdl\.(\w+)", text))
    modules = {m.name for m in pkgutil.iter_modules(mathdl.__path__)}
    assert named == {name for name in modules if not name.startswith("_")}


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    found = [line.split("==") for line in lines if not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in found}


def test_every_package_that_the_project_names_is_pinned_to_what_is_installed():
    named = [
        canonicalize_name(line.split("==")[0])
        for file in ("requirements.txt", "binder/requirements.txt")
        for line in (ROOT / file).read_text("utf-8").splitlines()
        if "==" in line
    ]
    assert len(named) > 10
    assert {name: pins()[name] for name in named} == {
        name: version(name) for name in named
    }


def test_every_pinned_package_runs_on_the_first_python_3_11():
    installed = [d for d in distributions() if canonicalize_name(d.name) in pins()]
    newer = {
        d.name: wanted
        for d in installed
        if not SpecifierSet(wanted := d.metadata.get("Requires-Python", "")).contains(
            "3.11.0"
        )
    }
    assert newer == {}
