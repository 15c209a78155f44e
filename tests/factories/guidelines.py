"""Guidelines for tests: their content, and published ones with their record."""

from datetime import UTC, datetime
from uuid import uuid4

import factory

from guidelines import actions
from guidelines.models import GuidelinePage, GuidelineVersion, Origin
from guidelines.rules.content import Clause, Guideline, Part


def clause(heading="Own your words", text="<p>Say who you are.</p>", **fields) -> Clause:
    """A clause with an id of its own."""
    rule = fields.pop("rule", (Part("text", text),))
    return Clause(id=fields.pop("id", str(uuid4())), heading=heading, rule=rule, **fields)


def guideline(title="Social media", *clauses, summary="Be honest.") -> Guideline:
    """A guideline; of one clause when none are given."""
    return Guideline(title, summary, clauses or (clause(),))


class VersionFactory(factory.Factory):
    """A version published like an import publishes it; give the same slug again for the next one."""

    slug = factory.Sequence(lambda n: f"guideline-{n}")
    guideline = factory.LazyFunction(guideline)
    note = factory.Sequence(lambda n: f"Reason {n}")
    author_id = None
    date = datetime(2026, 5, 1, 9, tzinfo=UTC)
    origin = Origin.IMPORT

    class Meta:
        model = GuidelineVersion

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return actions.publish_guideline(**kwargs)


def page_of(version: GuidelineVersion) -> GuidelinePage:
    """The CMS page a version was made from."""
    return GuidelinePage.objects.get(pk=version.page_id)
