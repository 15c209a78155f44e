"""Words that are taken out go from pages and revisions of the CMS too, and from what co-editing keeps."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from guidelines import actions
from guidelines.models import EditBase, MergedEdit, SavedText, UnmergedEdit
from guidelines.rules.content import Part
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import UserFactory
from tests.integration.guidelines.cms import Window

pytestmark = pytest.mark.django_db

LEAK = clause("Names", "<p>Mind the canary.</p>")
KIND = clause("Kindness", "<p>Be kind to everybody.</p>")
CLEAN = replace(LEAK, rule=(Part("text", "<p>Mind the birds.</p>"),))


def reword(window, place, html):
    """Write another rule into a clause of a window."""
    clauses = list(window.text.clauses)
    clauses[place] = replace(clauses[place], rule=(Part("text", html),))
    window.text = replace(window.text, clauses=tuple(clauses))


def places_with(word):
    """The tables that hold a word anywhere."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            texts = [field for field in model._meta.concrete_fields if is_text(field)]
            rows = model._default_manager.values_list(*(field.name for field in texts)) if texts else []
            if any(word in str(value) for row in rows for value in row):
                found.add(model._meta.label)
    return found


def is_text(field):
    """Whether a column may hold words."""
    return isinstance(field, models.TextField | models.CharField | models.JSONField)


@pytest.fixture
def version():
    """A guideline with a leak."""
    return VersionFactory(slug="rules", guideline=guideline("Rules", LEAK, KIND))


@pytest.fixture
def kept(version):
    """Everything that editing together keeps, with the leak in it: two people wrote in the same places."""
    ann, bo = (Window(UserFactory(), version.page_id) for _number in range(2))
    reword(ann, 0, "<p>Mind the canary, Ann says.</p>")
    reword(ann, 1, "<p>Be kind to everybody, Ann says.</p>")
    assert ann.press().status_code == 302
    reword(bo, 0, "<p>Mind the canary, Bo says.</p>")
    bo.press()
    cy = Window(UserFactory(), version.page_id)
    ann.load()
    reword(ann, 1, "<p>Be kind to everybody always, Ann says.</p>")
    ann.press()
    cy.text = replace(cy.text, summary="Be honest.")
    cy.press()
    for model in (EditBase, SavedText, UnmergedEdit, MergedEdit):
        assert model.objects.exists(), model


def take_out(version):
    """Take the leak out."""
    key = next(leaf.leaf_hash for leaf in version.leaf_refs if leaf.clause_id == LEAK.id)
    assert actions.take_out_leaf(leaf_hash=key, now=timezone.now())


def test_they_go_from_everything_that_editing_together_keeps(version, kept):
    assert {"guidelines.UnmergedEdit", "guidelines.EditBase", "wagtailcore.Revision"} <= places_with("canary")
    take_out(version)
    assert places_with("canary") == set()
    assert places_with("Ann says") >= {"wagtailcore.Revision"}, "other words of the draft stay"


def test_what_the_newest_version_says_instead_takes_their_place(version):
    VersionFactory(slug="rules", guideline=guideline("Rules", CLEAN, KIND))
    take_out(version)
    assert places_with("canary") == set()
    page = page_of(version)
    said = page.get_latest_revision_as_object().content()
    assert [each.rule[0].html for each in said.clauses] == [
        "<p>Mind the birds.</p>",
        "<p>Be kind to everybody.</p>",
    ]
    assert page.content() == said
