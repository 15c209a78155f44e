"""The CMS over HTTP: what a browser would send."""

from bs4 import BeautifulSoup
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
    names = ("loaded_revision_id", "loaded_revision_created_at")
    return {name: str(form.select(f"input[name={name}]")[0]["value"]) for name in names}
