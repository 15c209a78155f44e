"""The CMS over HTTP: what a browser would send."""

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from guidelines.models import GuidelineIndexPage

PUBLISH = {"action-publish": "action-publish"}


def add_address() -> str:
    """Address of the form for a new guideline."""
    container = GuidelineIndexPage.objects.get()
    return reverse("wagtailadmin_pages:add", args=["guidelines", "guidelinepage", container.pk])


def edit_address(page_id: int) -> str:
    """Address of the form for a guideline."""
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def clause_data(heading="Own your words", html="<p>Say who you are.</p>", why="", **fields) -> dict:
    """What the browser sends for one clause."""
    return {
        "heading": heading,
        "level": "2",
        "rule": streamfield([("text", rich_text(html))]),
        "why": rich_text(why),
        "permitted": rich_text(""),
        "not_permitted": rich_text(""),
        "not_restricted": rich_text(""),
        **fields,
    }


def form_data(*clauses, ids=(), **fields) -> dict:
    """What the browser sends for a whole guideline; ids: of the clauses, in order."""
    stream = streamfield([("clause", clause) for clause in clauses or [clause_data()]])
    for index, clause_id in enumerate(ids):
        stream[str(index)]["id"] = clause_id
    comments = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}
    return nested_form_data(
        {
            "title": "Social media",
            "slug": "social-media",
            "summary": "Be honest.",
            "change_note": "First words.",
            "clauses": stream,
            "comments": comments,
            **fields,
        }
    )


def loaded_revision(response) -> dict:
    """The fields by which a form says what it was loaded from."""
    form = BeautifulSoup(response.content, "html.parser")
    names = ("loaded_revision_id", "loaded_revision_created_at", "base")
    return {name: str(form.select(f"input[name={name}]")[0]["value"]) for name in names}


def clause_of_form(clause) -> dict:
    """What the browser sends for a clause of text."""
    rule = streamfield([(part.kind, rich_text(part.html)) for part in clause.rule])
    return clause_data(heading=clause.heading, why=clause.why, rule=rule, level=str(clause.level))


class Window:
    """A window of the editor, in which one person has one guideline before them.

    text: what the form holds; change it, then press a button. fields: of the form, beside the text.
    """

    def __init__(self, person, page_id: int):
        self.client = Client()
        self.client.force_login(person)
        self.person, self.address = person, edit_address(page_id)
        self.load()

    def load(self) -> None:
        """Fill the form with the newest draft, as a browser does that opens or reloads the page."""
        response = self.client.get(self.address)
        page = response.context["page"]
        self.text, self.slug = page.content(), page.slug
        self.loaded = loaded_revision(response)
        self.autosaved: dict = {}

    def press(self, button=None, note="Why.", **fields):
        """Press a button: save, or another one; return the answer."""
        return self.client.post(self.address, self.data(note, **fields) | (button or {}))

    def publish(self, **fields):
        """Press Publish; return the answer."""
        return self.press(PUBLISH, **fields)

    def autosave(self, **fields):
        """Save in the background as the editor's script does; return the answer."""
        response = self.client.post(
            self.address, self.data("Why.", **fields) | self.autosaved, headers={"accept": "application/json"}
        )
        if response.status_code == 200:
            self.autosaved = {"overwrite_revision_id": response.json()["revision_id"]}
            self.loaded |= response.json()["field_updates"]
        return response

    def data(self, note, **fields) -> dict:
        """What the form sends."""
        data = form_data(
            *(clause_of_form(clause) for clause in self.text.clauses),
            ids=[clause.id for clause in self.text.clauses],
            title=self.text.title,
            summary=self.text.summary,
            slug=self.slug,
            change_note=note,
        )
        if not self.text.clauses:
            data["clauses-count"] = "0"
        return data | self.loaded | fields
