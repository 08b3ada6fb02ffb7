"""The one browser of a test run, and how Hypothesis searches."""

import pytest
from hypothesis import settings
from playwright.sync_api import sync_playwright

from tools import browser

# No deadline: a busy machine is not a wrong result.
settings.register_profile("book", deadline=None)
settings.load_profile("book")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes: so none waits for it alone at the end."""
    items.sort(key=lambda item: item.get_closest_marker("install") is None)


@pytest.fixture(scope="session")
def chromium():
    """Start the browser once: Playwright can't run twice in a process."""
    path = browser.executable()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path, args=browser.arguments()
        )
        yield running
        running.close()
