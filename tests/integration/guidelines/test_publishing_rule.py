"""Choosing how guidelines are published: everybody may, it is shown with a name, and it can be lived by."""

import pytest
from django.core.management import CommandError, call_command

from guidelines import publishing
from tests.integration.guidelines.gated import RULE, away, colleague, in_days, newest, publish, signed_in
from tests.integration.guidelines.reading import shown

pytestmark = pytest.mark.django_db


def choose(person, status=302, path=RULE, **fields):
    """Fill in the form of how a guideline is published."""
    response = signed_in(person).post(path, {"reason": "We agreed.", **fields})
    assert response.status_code == status, response.content.decode()
    return response


def test_every_employee_sets_a_rule_and_everybody_sees_who_and_why(version, ann, peers):
    choose(ann, rule="peers", endorsements="1", teams="1", reason="It binds us all.")
    page = shown(signed_in(colleague()), RULE)
    assert "1 colleague who did not write it endorses exactly this text." in page
    assert "Ann Author" in page
    assert "It binds us all." in page
    publish(ann, version, "New words.")
    assert newest(version) == version


def test_a_rule_for_all_holds_for_each_guideline_without_one_of_its_own(version, ann):
    choose(ann, path="/publishing/", rule="silence", days="2")
    assert "It waits for 2 days" in shown(signed_in(ann), RULE)
    choose(ann, rule="silence", days="5")
    assert "It waits for 5 days" in shown(signed_in(ann), RULE)
    assert "It waits for 2 days" in shown(signed_in(ann), "/publishing/")


def test_a_looser_rule_begins_three_days_later_and_a_stricter_one_at_once(version, ann):
    choose(ann, rule="silence", days="5")
    choose(ann, rule="open")
    assert "holds from" in shown(signed_in(ann), RULE)
    publish(ann, version, "New words.")
    assert newest(version) == version
    publishing.apply_rules(in_days(3.1))
    publish(ann, version, "Newer words.")
    assert newest(version).number == 2


def test_a_rule_that_was_replaced_before_it_began_never_holds(version, ann):
    choose(ann, rule="silence", days="5")
    choose(ann, rule="open")
    choose(ann, rule="silence", days="6")
    publishing.apply_rules(in_days(9))
    assert "It waits for 6 days" in shown(signed_in(ann), RULE)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Choose one."),
        ({"rule": "peers", "endorsements": "1", "teams": "2"}, "more teams than colleagues"),
        ({"rule": "peers", "endorsements": "x", "teams": "1"}, "Write a number."),
        ({"rule": "silence", "days": "99"}, "At most 30."),
        ({"rule": "silence"}, "Write a number."),
        ({"rule": "open", "reason": " "}, "Say in a sentence why."),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_what_to_do(version, ann, fields, says):
    assert says in choose(ann, status=422, **fields).content.decode()


@pytest.mark.parametrize("rules", [{"revert": 3}, {"silence_days": 0}])
def test_numbers_nobody_could_live_by_are_refused_at_the_start(settings, rules):
    settings.PUBLISHING_RULES = rules
    with pytest.raises(CommandError, match="PUBLISHING_RULES cannot be used"):
        call_command("check")


def test_numbers_of_the_house_are_shown_where_the_rule_is(version, ann, settings):
    settings.PUBLISHING_RULES = {"loosen_days": 7}
    assert "what is looser begins 7 days later" in shown(signed_in(ann), RULE)


def test_a_rule_that_nobody_could_meet_is_refused_with_how_many_there_are(version, ann, peers):
    """Whoever writes a text endorses nothing of it; who was not here for long is not counted on."""
    away()
    refused = choose(ann, status=422, rule="peers", endorsements="4", teams="1").content.decode()
    assert "Only 3 colleagues who were here lately could endorse a text of somebody else." in refused
    choose(ann, rule="peers", endorsements="3", teams="3")


def test_a_rule_of_more_teams_than_there_are_is_refused(version, ann):
    for _number in range(2):
        colleague(team=ann.team)
    refused = choose(ann, status=422, rule="peers", endorsements="2", teams="2").content.decode()
    assert "Those who could endorse a text of somebody else are of 1 team." in refused


def test_numbers_that_a_rule_needs_are_not_called_optional(version, ann):
    assert "optional" not in shown(signed_in(ann), RULE)
