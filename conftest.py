"""Settings that hold for every test of the book."""

import re

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
