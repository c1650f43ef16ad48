"""A real browser without a window: Debian's Chromium, driven by its own driver."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

WAIT_SECONDS = 30
FLAGS = (
    "--headless=new",
    "--no-sandbox",  # CI runs as root
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
)


@dataclass(frozen=True)
class Chromium:
    """A browser window."""

    driver: Chrome

    def forget(self) -> None:
        """Leaves the page and drops all cookies, as a new person at the same machine."""
        self.driver.get("about:blank")
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})

    def open(self, url: str) -> None:
        """Goes to an address."""
        self.driver.get(url)

    def find(self, css: str) -> WebElement:
        """The first element that a selector names, once the page has it."""
        from selenium.webdriver.common.by import By

        found: WebElement = self._waiting(f"no {css}", lambda driver: driver.find_element(By.CSS_SELECTOR, css))
        return found

    def fill(self, css: str, text: str) -> None:
        """Types a text into a field."""
        self.find(css).send_keys(text)

    def press(self, css: str) -> None:
        """Presses a button or follows a link, and waits until the page is another."""
        left = self.find("html")
        self.find(css).click()
        self._waiting(f"{css} does nothing", lambda _: _is_gone(left))

    def see(self, words: str) -> None:
        """Waits until words can be read on the page."""
        self._waiting(f"{words!r} is not to be read", lambda _: words in self.text)

    @property
    def text(self) -> str:
        """What can be read on the page."""
        from selenium.webdriver.common.by import By

        return str(self.driver.find_element(By.TAG_NAME, "body").text)

    @property
    def place(self) -> str:
        """The address of the page."""
        return str(self.driver.current_url)

    def network_events(self) -> list[dict[str, Any]]:
        """What the browser's network tools were told since this was last asked (DevTools protocol)."""
        driver: Any = self.driver
        return [json.loads(line["message"])["message"] for line in driver.get_log("performance")]

    def _waiting(self, otherwise: str, until: Callable[[Chrome], Any]) -> Any:
        from selenium.common.exceptions import (
            NoSuchElementException,
            StaleElementReferenceException,
            TimeoutException,
            WebDriverException,
        )
        from selenium.webdriver.support.wait import WebDriverWait

        def there(driver: Chrome) -> Any:
            try:
                return until(driver)
            except WebDriverException as problem:
                if _is_leaving(problem):
                    return False
                raise

        moving = (NoSuchElementException, StaleElementReferenceException)
        try:
            return WebDriverWait(self.driver, WAIT_SECONDS, 0.05, moving).until(there)
        except TimeoutException:
            raise AssertionError(f"{otherwise} at {self.place}: {self.text}") from None


def _is_gone(element: WebElement) -> bool:
    """Whether an element is of a page that was left, or is just being left."""
    from selenium.common.exceptions import StaleElementReferenceException, WebDriverException

    try:
        element.is_enabled()
    except StaleElementReferenceException:
        return True
    except WebDriverException as problem:
        if _is_leaving(problem):
            return True
        raise
    return False


def _is_leaving(problem: WebDriverException) -> bool:
    """Whether this is the inspector's way to say that a page is just being left."""
    return any(words in str(problem.msg) for words in ("does not belong to the document", "aborted by navigation"))


@contextmanager
def running_chromium(folder: Path) -> Iterator[Chromium]:
    """Runs a browser while the context lasts.

    Args:
        folder: A folder for its profile.

    Raises:
        RuntimeError: It is not installed.
    """
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = _program("chromium")
    options.accept_insecure_certs = True  # TLS is tried elsewhere
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})  # from which a HAR is made
    for flag in (*FLAGS, f"--user-data-dir={folder}"):
        options.add_argument(flag)
    # A driver that is named is not looked for on the net.
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(_program("chromedriver")))
    try:
        yield Chromium(driver)
    finally:
        driver.quit()


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise RuntimeError(f"{name} is not installed; Debian has it in chromium and chromium-driver")
    return found
