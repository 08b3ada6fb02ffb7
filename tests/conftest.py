"""The one browser of a test run: Playwright runs once in a process."""

import pytest
from playwright.sync_api import sync_playwright

from tools import browser


@pytest.fixture(scope="session")
def chromium():
    path = browser.executable()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path, args=browser.arguments()
        )
        yield running
        running.close()
