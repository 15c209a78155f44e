"""Comments with a veiled passage: who sees what, on every screen; and how their authors settle it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussions import actions, target
from discussions.models import ThreadComment
from discussions.threads import first_page
from flags import actions as flag_actions
from flags import registry as flag_registry
from flags.actions.sealing import seal_due
from people.models import User
from posts.discussed import place_of
from posts.models import Post
from tests.factories.discussions import say
from tests.factories.people import UserFactory
from tests.factories.posts import PostFactory
from tests.integration.discussions.conftest import signed_in
from tests.integration.discussions.leaking import CANARY, veil


def addresses(comment) -> list[str]:
    """Every screen that shows a comment."""
    post_id = comment.topic.target_id
    return [
        f"/posts/{post_id}/",
        f"/discussions/post/{post_id}/",
        f"/discussions/post/{post_id}/?show=newest",
        f"/discussions/post/{post_id}/?at={comment.pk}",
        f"/comments/{comment.pk}/answer/",
        f"/people/{comment.user.username}/",
    ]


@pytest.mark.once
@pytest.mark.parametrize(
    ("block", "text"),
    [
        ("b1", f"We call it {CANARY}."),
        ("link1", f"See [this](https://example.org/{CANARY})."),
        ("alt1", f"![{CANARY}](https://example.org/chart.png)"),
        ("b1", f"```\n{CANARY}\n```"),
    ],
    ids=["words", "where a link leads", "the text of a picture", "code"],
)
def test_no_screen_shows_a_veiled_passage_to_others(company, place, reader, block, text):
    comment = say(place, reader, text)
    veil(company, comment, block)
    for person in [UserFactory(), UserFactory(is_superuser=True), company[0]]:
        for address in addresses(comment):
            page = signed_in(person).get(address).content.decode()
            assert CANARY.lower() not in page.lower(), address


def test_its_author_sees_it_marked(company, leaky, as_reader):
    veil(company, leaky)
    page = as_reader.get(f"/posts/{leaky.topic.target_id}/").content.decode()
    assert f'<mark class="own-passage">{CANARY}</mark>' in page


def test_each_paragraph_of_others_leads_to_the_form(leaky, as_other, as_reader):
    where = f"/flags/new/?kind=comment&amp;id={leaky.pk}&amp;version=1&amp;block=b2"
    address = f"/posts/{leaky.topic.target_id}/"
    assert where in as_other.get(address).content.decode()
    assert where not in as_reader.get(address).content.decode()
    page = as_other.get(where.replace("&amp;", "&")).content.decode()
    assert "More." in page
    assert "Comment on: Post" in page


def test_a_flag_gives_its_author_more_time(company, leaky, as_reader, reader):
    """The time to reword it is long over; a flag opens it again, and the edit may settle it."""
    assert as_reader.get(f"/comments/{leaky.pk}/edit/").status_code == 403
    case = veil(company, leaky)
    assert CANARY in as_reader.get(f"/comments/{leaky.pk}/edit/?case={case.pk}").content.decode()
    data = {"text": "We call it by a name.", "base_version": 1, "settles": "on"}
    page = as_reader.post(f"/comments/{leaky.pk}/edit/", data, follow=True).content.decode()
    assert "We call it by a name." in page
    case.refresh_from_db()
    assert case.state == "fixed"
    assert CANARY not in signed_in(company[3]).get(f"/posts/{leaky.topic.target_id}/").content.decode()


def test_an_edit_that_leaves_part_of_it_settles_nothing(company, leaky, as_reader):
    case = veil(company, leaky)
    data = {"text": f"It is {CANARY} still.", "base_version": 1, "settles": "on"}
    as_reader.post(f"/comments/{leaky.pk}/edit/", data)
    case.refresh_from_db()
    assert case.state == "veiled"
    assert CANARY not in signed_in(company[3]).get(f"/posts/{leaky.topic.target_id}/").content.decode()


def test_taking_it_out_leaves_the_rest(company, leaky, as_reader):
    case = veil(company, leaky)
    as_reader.post(f"/flags/{case.pk}/take-out/")
    leaky.refresh_from_db()
    assert CANARY not in leaky.comment
    assert "More." in leaky.comment
    assert leaky.history.order_by("-version").first().version == leaky.version == 2


def test_deleting_it_settles_it(company, leaky, reader):
    case = veil(company, leaky)
    actions.delete(comment_id=leaky.pk, person=reader, now=timezone.now())
    case.refresh_from_db()
    assert case.state == "fixed"


def test_nobody_flags_their_own_comment_or_one_they_cannot_see(leaky, as_reader, as_other, monkeypatch):
    where = f"/flags/new/?kind=comment&id={leaky.pk}&version=1&block=b1"
    assert as_reader.get(where).status_code == 403
    monkeypatch.setattr("discussions.registry._subjects", {})
    assert as_other.get(where).status_code == 404


def test_a_later_version_reads_as_the_earlier_ones_are_kept(leaky, reader):
    assert target.versions(leaky.pk) == [1]
    assert target.blocks(leaky.pk, 1)["b1"] == f"We call it {CANARY} here."
    with pytest.raises(LookupError):
        target.blocks(leaky.pk, 2)
    assert target.current_version(leaky.pk + 1) is None


def test_the_door_is_asked_once_for_a_page(company, place, reader, django_assert_num_queries):
    for minutes in range(0, 20, 2):
        say(place, reader, f"Say {minutes} {CANARY}", minutes=minutes)
    with django_assert_num_queries(2):
        page = first_page(place, company[4])
        assert len([str(said.reading.html) for said in page.said]) == 10


def test_a_seal_takes_the_words_out_of_every_version_and_leaves_the_others(company, leaky):
    case = veil(company, leaky)
    flag_actions.take_out(person=leaky.user, case=case, now=timezone.now())
    assert seal_due(timezone.now() + timedelta(minutes=11)) == 1
    texts = list(ThreadComment.history.filter(id=leaky.pk).order_by("version").values_list("comment", flat=True))
    assert len(texts) == 2
    assert not any(CANARY in text for text in texts)
    assert all("More." in text for text in texts)


def test_what_was_taken_out_can_be_put_back(leaky, reader):
    actions.take_out(target_id=leaky.pk, version=1, cuts={"b1": None}, person=reader, now=timezone.now())
    assert actions.put_back(target_id=leaky.pk, version=1, person=reader, now=timezone.now()) == 3
    leaky.refresh_from_db()
    assert target.blocks(leaky.pk, 3) == target.blocks(leaky.pk, 1)


def test_a_comment_is_in_the_language_of_what_it_is_on_or_else_of_its_author(place, reader):
    comment = say(place, reader)
    assert target.language(comment.pk, 1) == ""
    User.objects.filter(pk=reader.pk).update(languages=["fi", "sv"])
    assert target.language(comment.pk, 1) == "fi"
    Post.objects.filter(pk=place.id).update(language="de")
    assert target.language(comment.pk, 1) == "de"
    assert target.language(comment.pk + 1, 1) == ""


def test_flags_can_look_through_the_comments_on_a_target(leaky, place, reader, author):
    later = say(place, author, "Said later.", minutes=60)
    deleted = say(place, author, "Deleted.", minutes=5)
    actions.delete(comment_id=deleted.pk, person=author, now=timezone.now())
    elsewhere = say(place_of(PostFactory().pk), reader, "Elsewhere.")
    found = list(flag_registry.texts_under("post", place.id, later.submit_date))
    assert [(text.kind, text.id, text.version) for text in found] == [("comment", leaky.pk, 1)]
    assert found[0].blocks == target.blocks(leaky.pk, 1)
    assert elsewhere.pk not in {text.id for text in found}
