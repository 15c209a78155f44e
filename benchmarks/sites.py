"""Three wikis behind one face, so that the same text can be read and saved in each of them."""

import re
from functools import lru_cache
from typing import Protocol
from urllib.parse import unquote, urlsplit, urlunsplit

import requests
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from guidelines.models import GuidelineRecord, Leaf
from guidelines.rules.content import Guideline

PAGE = "social-media"
REDIRECTS = frozenset({302, 303})


class Site(Protocol):
    """A site on which somebody is signed in and one text has a history."""

    name: str

    def read(self) -> None:
        """Fetch the text in force."""

    def history(self) -> None:
        """Fetch the list of its versions."""

    def find_diff(self) -> None:
        """Find the oldest and the newest version that the history shows; not timed."""

    def diff(self) -> None:
        """Fetch what changed between those two."""

    def open_editor(self, word: str) -> None:
        """Fetch the editor, and fill in another word for the text's first sentence."""

    def save(self) -> None:
        """Publish what was filled in, until the site answers where to go on."""


class Browser:
    """A signed-in browser with one connection kept open; anything unexpected is an error."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.base = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "", "", ""))
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.session = requests.Session()

    def get(self, path: str, **query: str) -> requests.Response:
        """Fetch a page."""
        return self._good(self.session.get(self.base + path, params=query, timeout=60))

    def post(self, path: str, data: dict, **query: str) -> requests.Response:
        """Send a form; the answer is where to go on."""
        answer = self.session.post(
            self.base + path,
            data,
            params=query,
            headers={"Referer": self.base + path},
            allow_redirects=False,
            timeout=60,
        )
        return self._good(answer, wanted=REDIRECTS)

    def _good(self, response: requests.Response, wanted: frozenset[int] = frozenset({200})) -> requests.Response:
        if response.status_code not in wanted:
            raise RuntimeError(f"{response.request.method} {response.url}: {response.status_code}")
        return response


def hidden_fields(response: requests.Response, selector: str = "body") -> dict[str, str]:
    """Return the named hidden fields of a page's form, or of the whole page."""
    page = BeautifulSoup(response.content, "html.parser")
    form = page.select_one(selector)
    if form is None:
        raise RuntimeError(f"{response.url}: no {selector} on the page")
    return {
        field["name"]: field.get("value", "") for field in form.find_all("input", {"type": "hidden", "name": True})
    }


class Peerline:
    """Ours: the guideline's page, and the editor of the CMS."""

    name = "Peerline"

    def __init__(self, address: str) -> None:
        self.browser = Browser(address)
        token = hidden_fields(self.browser.get("/accounts/login/"))
        self.browser.post(
            "/accounts/login/", {**token, "login": self.browser.user, "password": self.browser.password}
        )

    def read(self) -> None:
        """Fetch the guideline in force."""
        self.browser.get(f"/guidelines/{PAGE}/")

    def history(self) -> None:
        """Fetch its history."""
        self.browser.get(f"/guidelines/{PAGE}/history/")

    def find_diff(self) -> None:
        """Find the newest version's number."""
        newest = GuidelineRecord.objects.values_list("current__number", flat=True).get(slug=PAGE)
        self.compared = f"/guidelines/{PAGE}/compare/1...{newest}/"

    def diff(self) -> None:
        """Compare the first version with the newest."""
        self.browser.get(self.compared)

    def open_editor(self, word: str) -> None:
        """Fetch the CMS's editor."""
        record = GuidelineRecord.objects.select_related("current").get(slug=PAGE)
        self.editor = reverse("wagtailadmin_pages:edit", args=[record.page_id])
        opened = hidden_fields(self.browser.get(self.editor), "#w-editor-form, #page-edit-form")
        self.form = opened | form_of(Leaf.objects.read_one(record.current).guideline, word)

    def save(self) -> None:
        """Publish."""
        self.browser.post(self.editor, self.form)


def form_of(guideline: Guideline, word: str) -> dict:
    """Return what a browser sends to publish a guideline with `word` in its first clause."""
    fields = ("why", "permitted", "not_permitted", "not_restricted")
    clauses = [
        {
            "heading": clause.heading,
            "level": str(clause.level),
            "rule": streamfield([("text", _draft(part.html)) for part in clause.rule if part.kind == "text"]),
            **{field: _draft(getattr(clause, field)) for field in fields},
        }
        for clause in guideline.clauses
    ]
    clauses[0]["rule"] = streamfield([("text", _draft(f"<p>They apply {word} you are known.</p>"))])
    stream = streamfield([("clause", clause) for clause in clauses])
    for index, clause in enumerate(guideline.clauses):
        stream[str(index)]["id"] = clause.id
    comments = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}
    return nested_form_data(
        {
            "title": guideline.title,
            "slug": PAGE,
            "summary": guideline.summary,
            "change_note": f"Now {word}.",
            "clauses": stream,
            "comments": comments,
            "action-publish": "action-publish",
        }
    )


@lru_cache(maxsize=1000)
def _draft(html: str) -> str:
    """Return rich text as the editor sends it; a block that nobody touched keeps its key from save to save."""
    return rich_text(html)


class DokuWiki:
    """DokuWiki, with a person who may edit."""

    name = "DokuWiki"

    def __init__(self, address: str, text: str) -> None:
        self.browser, self.text = Browser(address), text
        token = hidden_fields(self.browser.get("/doku.php", id="start", do="login"))
        self.browser.post(
            "/doku.php", {**token, "do": "login", "u": self.browser.user, "p": self.browser.password}
        )

    def read(self) -> None:
        """Fetch the page."""
        self.browser.get("/doku.php", id=PAGE)

    def history(self) -> None:
        """Fetch its old revisions."""
        self.browser.get("/doku.php", id=PAGE, do="revisions")

    def find_diff(self) -> None:
        """Find the oldest revision the list shows."""
        listed = self.browser.get("/doku.php", id=PAGE, do="revisions").text
        oldest = min(re.findall(r'name="rev2\[\]"[^>]*value="(\d+)"', listed))
        self.compared = {"id": PAGE, "do": "diff", "rev2[0]": oldest, "rev2[1]": "current"}

    def diff(self) -> None:
        """Compare it with the newest."""
        self.browser.get("/doku.php", **self.compared)

    def open_editor(self, word: str) -> None:
        """Fetch the editor."""
        opened = hidden_fields(self.browser.get("/doku.php", id=PAGE, do="edit"), "#dw__editform")
        changed = {"wikitext": with_word(self.text, word), "summary": f"Now {word}."}
        self.form = {**opened, **changed, "do[save]": "1"}

    def save(self) -> None:
        """Save."""
        self.browser.post("/doku.php", self.form)


class MediaWiki:
    """MediaWiki, with a person who may edit."""

    name = "MediaWiki"

    def __init__(self, address: str, text: str) -> None:
        self.browser, self.text = Browser(address), text
        form = hidden_fields(self.browser.get("/index.php", title="Special:UserLogin"), "form[name=userlogin]")
        sign_in = {"wpName": self.browser.user, "wpPassword": self.browser.password, "wploginattempt": "1"}
        self.browser.post("/index.php", form | sign_in, title="Special:UserLogin")

    def read(self) -> None:
        """Fetch the page."""
        self.browser.get("/index.php", title=PAGE)

    def history(self) -> None:
        """Fetch its history."""
        self.browser.get("/index.php", title=PAGE, action="history")

    def find_diff(self) -> None:
        """Find the oldest and the newest version the list shows."""
        listed = self.browser.get("/index.php", title=PAGE, action="history").text
        numbers = [int(number) for number in re.findall(r"oldid=(\d+)", listed)]
        self.compared = {"title": PAGE, "oldid": str(min(numbers)), "diff": str(max(numbers))}

    def diff(self) -> None:
        """Compare them."""
        self.browser.get("/index.php", **self.compared)

    def open_editor(self, word: str) -> None:
        """Fetch the editor."""
        opened = hidden_fields(self.browser.get("/index.php", title=PAGE, action="edit"), "#editform")
        changed = {"wpTextbox1": with_word(self.text, word), "wpSummary": f"Now {word}."}
        self.form = {**opened, **changed, "wpSave": "1"}

    def save(self) -> None:
        """Save."""
        self.browser.post("/index.php", self.form, title=PAGE, action="submit")


def with_word(text: str, word: str) -> str:
    """Return the text with a first sentence that holds the word."""
    return f"They apply {word} you are known.\n\n{text}"
