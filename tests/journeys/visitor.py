"""A person with a browser: what they read and press, in their language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect

from behalf.site.demo.words import PASSWORD

PATIENCE = 60_000  # milliseconds; machines that test are busy
expect.set_options(timeout=PATIENCE)
BLOCKED = re.compile("Failed to load resource: the server responded with a status of (403|404|409|422)")


class Visitor:
    """Finds things by the words on them (``press("Send")``): English msgids, shown and looked for in the language."""

    def __init__(self, page: Page, address: str, language: str) -> None:
        self.page, self.address, self.language = page, address, language
        self.faults: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", self._noticed)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))

    @classmethod
    @contextmanager
    def coming(
        cls, browser: Browser, address: str, *, language: str = "en", width: int = 1280, **options: Any
    ) -> Iterator[Visitor]:
        """With a fresh browser window; options as Playwright's contexts take them."""
        window = browser.new_context(viewport={"width": width, "height": 900}, locale=language, **options)
        try:
            yield cls(window.new_page(), address, language)
        finally:
            window.close()

    def beside(self) -> Visitor:
        """The same person in a second tab of the same window; what goes wrong there counts here."""
        tab = Visitor(self.page.context.new_page(), self.address, self.language)
        tab.faults = self.faults
        return tab

    def say(self, text: str, **facts: object) -> str:
        """A text of ours as this person reads it."""
        with translation.override(self.language):
            said = gettext(text)
        return said % facts if facts else said

    def go(self, path: str) -> Response:
        """Open an address of ours."""
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        return answer

    def sign_in(self, email: str) -> None:
        """Through the door; afterwards the person's own language is the one chosen for the story."""
        self.go("/accounts/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.key("Enter")
        expect(self.page.locator("body")).not_to_have_class(re.compile("door"))
        assert self.path != "/accounts/login/"
        self._choose_language()

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """What is done inside leads to another page, or to this one anew; afterwards that one listens to keys."""
        with self.page.expect_navigation():
            yield

    def follow(self, found: Locator) -> None:
        """Click what leads to another page."""
        with self.leaving():
            found.click()

    def key(self, *keys: str) -> None:
        """Press keys of which the last leads to another page."""
        with self.leaving():
            for each in keys:
                self.page.keyboard.press(each)

    def press(self, text: str, *, within: str = "main", last: bool = False, **facts: object) -> None:
        """The button or link with exactly these words, which leads on; a menu may count something behind them."""
        name = re.compile(rf"^\s*{re.escape(self.say(text, **facts))}(\s*\d+)?\s*$")
        place = self.page.locator(within).first
        found = place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name))
        self.follow(found.last if last else found.first)

    def fill(self, label: str, text: str, **facts: object) -> None:
        """The field with this label."""
        self.page.get_by_label(self.say(label, **facts), exact=False).locator("visible=true").first.fill(text)

    def reads(self, text: str, *, within: str = "main", **facts: object) -> Locator:
        """Wait until these words stand there; a text that is no msgid of ours is looked for as it is."""
        found = self.page.locator(within).get_by_text(self.say(text, **facts)).locator("visible=true").first
        expect(found).to_be_visible()
        return found

    def does_not_read(self, text: str, *, within: str = "main", **facts: object) -> None:
        """These words stand nowhere."""
        expect(self.page.locator(within).get_by_text(self.say(text, **facts))).to_have_count(0)

    def menu(self) -> list[str]:
        """The entries of the main menu, in order."""
        return [text.strip() for text in self.page.locator("nav.side a > span:first-of-type").all_text_contents()]

    @property
    def path(self) -> str:
        """Where this person is, without the query."""
        return self.page.url.removeprefix(self.address).partition("?")[0]

    def _choose_language(self) -> None:
        if self.page.locator("html").get_attribute("lang") != self.html_language:
            self.go("/me/")
            self.page.select_option("select[name=language]", self.language)
            self.follow(self.page.locator("main form:has(select[name=language]) button").last)
            expect(self.page.locator("html")).to_have_attribute("lang", self.html_language)

    @property
    def html_language(self) -> str:
        """As pages say it of themselves."""
        return {"zh-hans": "zh-Hans"}.get(self.language, self.language)

    def _noticed(self, message: ConsoleMessage) -> None:
        """Errors and violations of the content policy count; that a page refused, as it should, does not."""
        if message.type in ("error", "warning") and not BLOCKED.match(message.text):
            self.faults.append(f"{self.page.url}: {message.text}")
