"""Settings that hold for every test of the book."""

import os
import re

# Small matrices are not computed sooner by more threads; but where each of pytest's
# workers has some, they wait for one another, for most of the time on a busy machine.
# NumPy asks when it is first imported, in this process and in each that it starts.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest

from tools import notebooks

pytest_plugins = ["tests.notebooks.compare"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a writer leave out what concerns other chapters than the one at hand."""
    parser.addoption(
        "--chapter",
        metavar="NAME",
        help="run tests whose ids name this chapter, and those that name none",
    )


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Deselect the tests of other chapters."""
    if not (name := config.getoption("--chapter")):
        return
    # Longest first: "stochastic-gradients" is no test of "gradients".
    names = sorted((path.stem for path in notebooks.paths()), key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, names)))

    def named(item: pytest.Item) -> list[str]:
        return known.findall(item.nodeid.partition("[")[2])

    kept = [item for item in items if name in named(item) or not named(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
