"""Suggesting a change of one clause without entering the CMS, through HTTP."""

from dataclasses import replace
from uuid import uuid4

import pytest

from guidelines.models import GuidelineVersion, Leaf, Proposal
from guidelines.rules.content import Part, clause_from_json
from people.actions import set_employment
from people.models import Employment
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import UserFactory
from tests.factories.proposals import standing, suggest
from tests.integration.guidelines.reading import shown

pytestmark = pytest.mark.django_db

HOME = "/guidelines/social-media/"


@pytest.fixture
def person(client):
    """A colleague who signed in."""
    colleague = UserFactory(display_name="Ada Park")
    client.force_login(colleague)
    return colleague


@pytest.fixture
def version():
    """A guideline of two clauses."""
    own = clause("Own your words", "<p>Say who <b>you</b> are.</p>", why="<p>People ask.</p>")
    return VersionFactory(slug="social-media", guideline=guideline("Social media", own, clause("Be kind")))


def address(version, place=0):
    """Where a change of a clause is suggested."""
    return f"{HOME}clauses/{standing(version, place).id}/suggest/"


def filled_in(client, path, **changes):
    """What a form sends when only these fields were changed."""
    form = client.get(path).context["form"]
    values = {field.html_name: field.value() for field in form if field.value() not in {None, False}}
    return {name: str(value) for name, value in values.items()} | {"reason": "Kinder."} | changes


def test_each_clause_of_the_guideline_in_force_leads_colleagues_to_its_form(client, person, version):
    link = f'href="{address(version)}"'
    assert link in shown(client, HOME)
    assert link in shown(client, f"{HOME}clauses/{standing(version).id}/")
    VersionFactory(slug="social-media", guideline=guideline("Another title"))
    assert link not in shown(client, f"{HOME}v/1/")


def test_strangers_and_former_colleagues_are_not_led_there(client, person, version, settings):
    settings.GUIDELINES_PUBLIC = True
    set_employment(user=person, employment=Employment.ALUMNI)
    assert "/suggest/" not in shown(client, HOME)
    assert client.get(address(version)).status_code == 403
    client.logout()
    assert "/suggest/" not in shown(client, HOME)
    assert client.get(address(version)).url.startswith("/accounts/login/")


def test_what_was_typed_becomes_a_suggestion_and_the_guideline_stays(client, person, version):
    path = address(version)
    data = filled_in(client, path, rule="Say who **you** are, *always*.")
    response = client.post(path, data)
    proposal = Proposal.objects.get()
    assert response.url == f"{HOME}proposals/{proposal.pk}/"
    old = standing(version)
    html = "<p>Say who <b>you</b> are, <i>always</i>.</p>"
    assert clause_from_json(proposal.content) == replace(old, rule=(Part("text", html),))
    assert (proposal.author, proposal.written_by, proposal.base_number) == (person, person, 1)
    assert GuidelineVersion.objects.count() == 1
    page = shown(client, response.url)
    assert "always" in page
    assert "Kinder." in page
    assert "Ada Park" in page


def test_two_clicks_are_one_suggestion(client, person, version):
    for path in (address(version), f"{HOME}suggest/?after={standing(version).id}"):
        data = filled_in(client, path, heading="Once") | {"rule": "Once", "clause": str(uuid4())}
        assert client.post(path, data).url == client.post(path, data).url
    assert Proposal.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"heading": "Other", "reason": " \n "}, "Say in a sentence what you would change"),
        ({}, "Nothing is changed yet."),
        ({"heading": "", "rule": "", "why": ""}, "Write something here."),
        ({"rule": ""}, "Write something here."),
        ({"rule": " \n"}, "Write something here."),
        ({"rule": "# Another clause"}, "Headings begin a clause of their own."),
        ({"rule": "<iframe></iframe>"}, "Line 1 cannot be kept as it is"),
        ({"rule": "x" * 16_001}, "There are 16001 characters here"),
        ({"rule": "nul \x00"}, "Null characters are not allowed"),
        ({"heading": "x" * 301}, "at most 300 characters"),
        ({"level": "9"}, "9 is not one of the available choices"),
    ],
)
def test_what_cannot_be_suggested_is_said_and_stays_in_the_form(client, person, version, changes, says):
    path = address(version)
    response = client.post(path, filled_in(client, path, **changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert says in page, response.context["form"].errors
    assert not Proposal.objects.exists()
    for name, value in changes.items():
        assert response.context["form"][name].value() == value


def test_the_rule_is_needed_and_nothing_else_of_a_clause(client, person, version):
    for path in (address(version), f"{HOME}suggest/"):
        form = client.get(path).context["form"]
        assert [field.name for field in form if field.field.required] == ["level", "rule", "reason"]


def test_a_heading_that_stands_alone_may_stay_alone(client, person):
    part = VersionFactory(slug="social-media", guideline=guideline("Social media", clause("On the web", "")))
    path = address(part)
    assert not client.get(path).context["form"]["rule"].field.required
    assert client.post(path, filled_in(client, path, heading="Online")).status_code == 302
    assert Proposal.objects.get().suggestion.clause == replace(standing(part), heading="Online")


def test_a_preview_shows_what_would_change_and_keeps_nothing(client, person, version):
    path = address(version)
    data = filled_in(client, path, rule="Say who **we** are.", preview="1", reason="")
    page = shown_post(client, path, data)
    assert "<ins>" in page
    assert "<h1>" in page
    fragment = shown_post(client, path, data | {"fragment": "1"})
    assert "<ins>" in fragment
    assert "<h1>" not in fragment
    broken = shown_post(client, path, data | {"fragment": "1", "rule": "# No"})
    assert "Headings begin a clause of their own." in broken
    assert not Proposal.objects.exists()


def shown_post(client, path, data, status=200):
    """The page that a form leads to."""
    response = client.post(path, data)
    assert response.status_code == status
    return response.content.decode()


def test_what_is_typed_is_never_markup_of_the_page(client, person, version):
    path, evil = address(version), "<script>alert(1)</script>"
    response = client.post(path, filled_in(client, path, heading=evil, reason=evil, permitted="a `<b>`"))
    for page in (shown(client, response.url), shown(client, f"{HOME}proposals/")):
        assert evil not in page
        assert "&lt;script&gt;" in page


def test_a_new_clause_and_a_removal_are_suggested(client, person, version):
    new = f"{HOME}suggest/?after={standing(version).id}"
    data = {"clause": str(uuid4()), "heading": "Ask first", "level": "2", "rule": "Ask.", "reason": "Missing."}
    assert "New: Ask first" in shown(client, client.post(new, data | {"base": "1"}).url)
    gone = f"{address(version)}?remove=1"
    page = shown(client, client.post(gone, {"reason": "Nobody needs it.", "base": "1"}).url)
    assert "Remove: Own your words" in page
    kinds = {proposal.kind: proposal for proposal in Proposal.objects.all()}
    assert kinds["add"].after_clause_id == standing(version).id
    assert kinds["remove"].clause_id == standing(version).id


def test_a_new_clause_never_takes_the_id_of_another(client, person, version):
    data = {"clause": standing(version).id, "heading": "Mine", "level": "2", "rule": "Ask.", "reason": "x"}
    client.post(f"{HOME}suggest/", data)
    assert Proposal.objects.get().clause_id != standing(version).id


def test_a_form_from_an_older_version_still_says_what_its_writer_saw(client, person, version):
    path = address(version)
    data = filled_in(client, path, heading="Own up")
    own, kind = standing(version), standing(version, 1)
    VersionFactory(
        slug="social-media",
        guideline=guideline("Social media", replace(own, why="<p>Because.</p>"), kind),
    )
    page = shown(client, client.post(path, data).url)
    assert "both fit together" in page
    assert Proposal.objects.get().base_number == 1


@pytest.mark.parametrize("base", ["", "0", "-1", "99", "x", "9" * 40, "²"])
def test_a_damaged_form_is_read_as_one_of_the_newest_version(client, person, version, base):
    path = address(version)
    data = filled_in(client, path, heading="Own up", base=base)
    response = client.post(path, data)
    assert response.status_code in {302, 422}
    if response.status_code == 302:
        assert Proposal.objects.get().base_number == 1


def test_a_form_sent_to_an_older_address_of_the_guideline_is_taken(client, person, version):
    path = address(version)
    data = filled_in(client, path, heading="Own up")
    page = page_of(version)
    page.slug, page.change_note = "social", "Shorter."
    page.save_revision(user=person).publish(user=person)
    assert client.get(path).url == path.replace("social-media", "social")
    assert client.post(path, data).url == f"/guidelines/social/proposals/{Proposal.objects.get().pk}/"


@pytest.mark.parametrize("clause_id", ["nonsense", "x" * 400, "%00", "5d1f0b0e-8d3a-4f6c-9b57-2f1f6b1b7c11"])
def test_a_clause_that_never_was_is_not_found(client, person, version, clause_id):
    assert client.get(f"{HOME}clauses/{clause_id}/suggest/").status_code == 404


def test_a_removed_clause_leads_to_what_became_of_it(client, person, version):
    path = address(version)
    VersionFactory(slug="social-media", guideline=guideline("Social media", standing(version, 1)))
    response = client.get(path, follow=True)
    assert "not in the guideline any more" in response.content.decode()
    assert response.redirect_chain == [(f"{HOME}clauses/{standing(version).id}/", 302)]


def test_nothing_is_suggested_for_a_withdrawn_guideline_and_the_text_stays(client, person, version):
    path = address(version)
    data = filled_in(client, path, rule="Typed before.")
    from guidelines import actions

    actions.withdraw(page_id=version.page_id, now=version.date)
    page = shown_post(client, path, data, status=422)
    assert "not in force any more" in page
    assert "Typed before." in page
    assert not Proposal.objects.exists()


def test_a_clause_that_is_very_long_already_can_be_changed(client, person):
    long = VersionFactory(
        slug="social-media", guideline=guideline("Social media", clause(text=f"<p>{'word ' * 4000}end</p>"))
    )
    path = address(long)
    assert client.post(path, filled_in(client, path, heading="Shorter")).status_code == 302


def test_links_to_other_guidelines_are_kept(client, person):
    other = VersionFactory(slug="other")
    link = f'<p>See <a id="{other.page_id}" linktype="page">there</a>.</p>'
    linked = VersionFactory(slug="social-media", guideline=guideline("Social media", clause(text=link)))
    path = address(linked)
    data = filled_in(client, path)
    assert data["rule"] == "See [there](/guidelines/other/)."
    client.post(path, data | {"rule": f"{data['rule']} Really."})
    suggested = Proposal.objects.get().suggestion.clause
    assert suggested.rule[0].html == link.replace(".</p>", ". Really.</p>")


# One's own suggestion, changed


def test_its_author_changes_it_and_what_it_said_is_kept(client, person, version):
    proposal = suggest(version, person, replace(standing(version), heading="Own up"))
    path = f"{HOME}proposals/{proposal.pk}/edit/"
    client.post(path, filled_in(client, path, heading="Own it", reason="Shorter."))
    proposal.refresh_from_db()
    assert (proposal.suggestion.clause.heading, proposal.edition, proposal.reason) == ("Own it", 2, "Shorter.")
    assert [clause_from_json(row.content).heading for row in proposal.history.all()] == ["Own it", "Own up"]


def test_nobody_else_changes_it(client, person, version):
    proposal = suggest(version, UserFactory(), replace(standing(version), heading="Own up"))
    path = f"{HOME}proposals/{proposal.pk}/edit/"
    for response in (client.get(path, follow=True), client.post(path, {"heading": "Mine"}, follow=True)):
        assert "Only whoever looks after an open suggestion can change it." in response.content.decode()
    proposal.refresh_from_db()
    assert proposal.edition == 1


def test_a_form_that_another_window_overtook_keeps_its_text_and_can_be_sent_again(client, person, version):
    proposal = suggest(version, person, replace(standing(version), heading="Own up"))
    path = f"{HOME}proposals/{proposal.pk}/edit/"
    late = filled_in(client, path, heading="Late")
    client.post(path, filled_in(client, path, heading="Early"))
    response = client.post(path, late)
    assert response.status_code == 422
    assert "changed in another window" in response.content.decode()
    form = response.context["form"]
    assert form["heading"].value() == "Late"
    assert client.post(path, late | {"edition": form["edition"].value()}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.suggestion.clause.heading == "Late"


def test_after_a_conflict_its_author_writes_it_anew_for_the_newest_version(client, person, version):
    own = standing(version)
    proposal = suggest(version, person, replace(own, rule=(Part("text", "<p>Say who <b>we</b> are.</p>"),)))
    theirs = replace(own, rule=(Part("text", "<p>Say who <b>they</b> are.</p>"),))
    VersionFactory(slug="social-media", guideline=guideline("Social media", theirs, standing(version, 1)))
    page = shown(client, f"{HOME}proposals/{proposal.pk}/")
    assert "Where it does not fit" in page
    assert "Take it in</button>" not in page
    path = f"{HOME}proposals/{proposal.pk}/edit/"
    client.post(path, filled_in(client, path, rule="Say who **we all** are."))
    proposal.refresh_from_db()
    assert proposal.base_number == 2
    assert "Take it in</button>" in shown(client, f"{HOME}proposals/{proposal.pk}/")
    assert Leaf.objects.read_one(GuidelineVersion.objects.get(number=2)).guideline.clauses[0] == theirs
