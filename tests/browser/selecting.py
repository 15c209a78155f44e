"""Selecting words as a reader does, with the pointer or by keyboard."""

from playwright.sync_api import Locator

# Selects the words of the element that the text occurs in, wherever inline tags cut it.
_SELECT = """(element, words) => {
    const start = element.textContent.indexOf(words);
    if (start < 0) throw new RangeError(`"${words}" is not in "${element.textContent}"`);
    const at = (index) => {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        let left = index;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (left <= node.data.length) return [node, left];
            left -= node.data.length;
        }
    };
    const [first, from] = at(start);
    const [last, to] = at(start + words.length);
    getSelection().setBaseAndExtent(first, from, last, to);
}"""


def select_words(element: Locator, words: str) -> None:
    """Select the first occurrence of the words within the element."""
    element.evaluate(_SELECT, words)


def select_across(first: Locator, last: Locator) -> None:
    """Select from the start of one element to the end of another."""
    first.page.evaluate(
        "([a, b]) => getSelection().setBaseAndExtent(a, 0, b, b.childNodes.length)",
        [first.element_handle(), last.element_handle()],
    )
