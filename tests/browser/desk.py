"""A person at a desk, in Chinese or in English: a test names each label once, in Chinese."""

from collections.abc import Callable
from functools import cache
from typing import Any, Literal

from babel.messages.catalog import Catalog
from playwright.sync_api import Locator, Page, expect

from app.console.language import DEFAULT_LOCALE, HTML_LANGUAGES, LOCALES, english

Language = Literal["zh_Hans_CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh_Hans_CN", "en")


@cache
def catalogue() -> Catalog:
    """The English words as the console has them."""
    return english()


def words(language: Language, chinese: str, **values: object) -> str:
    """A label of the console. One that the console does not have fails, in Chinese as well."""
    message = catalogue().get(chinese)
    assert message is not None, f"the console has no words {chinese!r}"
    text = chinese if language == DEFAULT_LOCALE else str(message.string)
    return text % values if values else text.replace("%%", "%")


def speak(page: Page, language: Language) -> None:
    """Choose a language with the switch of the page, unless it is spoken already."""
    switch = page.get_by_role("button", name=LOCALES[language], exact=True)
    if switch.count():
        switch.click()
    expect(page.locator("html")).to_have_attribute("lang", HTML_LANGUAGES[language])


class Desk:
    """One page in one language."""

    def __init__(self, page: Page, language: Language) -> None:
        self.page = page
        self.language = language
        self.refusals = ["status of 422"]  # that the browser may complain about

    def __call__(self, chinese: str, **values: object) -> str:
        return words(self.language, chinese, **values)

    def own(self, name: str) -> str:
        """A name that only the story in this language gives: both are told in one house."""
        return name + ("甲" if self.language == DEFAULT_LOCALE else "乙")

    def go(self, path: str) -> None:
        self.page.goto(path)
        expect(self.page.locator("html")).to_have_attribute("lang", HTML_LANGUAGES[self.language])

    def button(self, chinese: str, **values: object) -> Locator:
        return self.page.get_by_role("button", name=self(chinese, **values), exact=True)

    def link(self, chinese: str, **values: object) -> Locator:
        return self.page.get_by_role("link", name=self(chinese, **values), exact=True)

    def follow(self, chinese: str, **values: object) -> None:
        """Click a link; where a list is empty its words offer the same once more."""
        self.link(chinese, **values).first.click()
        self.page.wait_for_load_state()

    def open(self, name: str) -> None:
        """Click what is called so by whoever made it."""
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def press(self, chinese: str, **values: object) -> None:
        """Click the last button of that name: a form's own stands at its end. A page that follows
        is there whole, not only its beginning."""
        self.button(chinese, **values).last.click()
        self.page.wait_for_load_state()

    def agree(self) -> None:
        """Say yes to the question that a dangerous button asks."""
        self.page.locator("#confirm button[value=yes]").click()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"#{name}").fill(value)

    def tick(self, name: str, label: str) -> None:
        """Choose one of many."""
        boxes = self.page.locator(f"input[name={name}]")
        self.page.locator("label").filter(has=boxes).filter(has_text=label).first.click()

    def sees(self, chinese: str, **values: object) -> None:
        """The page says so."""
        expect(self.page.get_by_text(self(chinese, **values)).first).to_be_visible()

    def is_told(self, chinese: str, **values: object) -> None:
        """An error beside a field says so."""
        told = self.page.locator(".field-error").filter(has_text=self(chinese, **values))
        expect(told.first).to_be_visible()

    def has(self, **fields: str) -> None:
        """Nothing that was typed is lost."""
        for name, value in fields.items():
            expect(self.page.locator(f"#{name}")).to_have_value(value)

    def shows_soon(self, place: Callable[[], Locator], text: str) -> None:
        """The page says so once what happened outside has been told."""
        if not self.comes(lambda: place().count() and place().first.inner_text().strip() == text):
            raise AssertionError(f"{text!r} is not shown: {place().all_inner_texts()}")

    def sees_soon(self, chinese: str) -> None:
        """The same, of words anywhere on the page."""
        words = self(chinese)
        assert self.comes(lambda: self.page.get_by_text(words).count()), f"{words!r} is not said"

    def sees_no_more(self, chinese: str) -> None:
        """The page ceases to say so."""
        words = self(chinese)
        assert self.comes(lambda: not self.page.get_by_text(words).count()), f"{words!r} is said"

    def comes(self, so: Callable[[], object]) -> bool:
        """Whether it becomes so; the page is looked at anew."""
        for _look in range(40):
            if so():
                return True
            self.page.wait_for_timeout(250)
            self.page.reload()
        return False

    def row(self, words: str) -> Locator:
        """The row of a table with these words."""
        return self.page.get_by_role("row").filter(has_text=words)


class Outside:
    """The simulated WeCom, asked as its own control page asks it."""

    def __init__(self, page: Page, address: str) -> None:
        self.request = page.context.request
        self.address = address

    def order(self, what: str, **wish: Any) -> dict[str, Any]:
        answer = self.request.post(f"{self.address}/sim/{what}", data=wish)
        assert answer.ok, answer.text()
        told: dict[str, Any] = answer.json()
        return told

    def see(self, what: str) -> dict[str, Any]:
        told: dict[str, Any] = self.request.get(f"{self.address}/sim/{what}").json()
        return told

    def receivers(self, name: str) -> list[str]:
        """The names of who receives by a live code just now, as WeCom has it; none: no such code."""
        found = (one for one in self.see("codes")["codes"] if one["remark"] == name)
        return [one["name"] for one in next(found, {"users": []})["users"]]
