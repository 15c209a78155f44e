"""Comments that had repeated a passage before it was hidden: hidden with it, shown with it, and nothing to try."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussions import actions as comment_actions
from discussions.models import ThreadComment
from discussions.on_clauses import place_of as place_of_clause
from discussions.veil import read_many
from flags import actions as flag_actions
from flags import registry
from flags.actions.deciding import cover
from flags.actions.living import store
from flags.actions.sealing import seal_due
from flags.clause_target import KIND as CLAUSE
from flags.exhibits import exhibit
from flags.models import Case, GuidelinePiece, Quotation
from flags.rules import lifecycle
from flags.rules.lifecycle import Event
from people import ticker
from posts import actions as post_actions
from posts.discussed import place_of
from posts.models import Post
from tests.factories.discussions import say
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.factories.posts import PostFactory
from tests.integration.discussions.conftest import signed_in

LEAK = "goes out to Northwind in the ninth week"
CANARY = "Northwind"
HIDDEN = "hidden for now"


@pytest.fixture
def company(db):
    """Five colleagues of five teams, all active today."""
    return UserFactory.create_batch(5, last_active_on=timezone.now().date())


@pytest.fixture
def post(author):
    """A post that says too much."""
    return PostFactory(author=author, body=f"The new oven {LEAK}.\n\nCakes.")


def after(**time):
    """Return the moment so long from now."""
    return timezone.now() + timedelta(**time)


def flag(people, kind: str, target_id: int, words: str) -> Case:
    """Have people flag words of the first paragraph; return the case."""
    target = registry.get(kind)
    version = target.current_version(target_id)
    assert version is not None
    start = target.blocks(target_id, version)["b1"].index(words)
    mark = flag_actions.Mark(kind, target_id, version, "b1", start, start + len(words))
    for person in people:
        testimony = flag_actions.testify(
            person=person, mark=mark, category="figures", note="", citation=None, now=timezone.now()
        )
    return Case.objects.get(pk=testimony.case_id)


def veil(company, post, words=LEAK) -> Case:
    """Have two teams flag the passage of the post."""
    case = flag(company[:2], "post", post.pk, words)
    assert case.state == "veiled"
    return case


def shown(comment, viewer) -> str:
    """Return a comment as a viewer may read it, in one line."""
    comment.refresh_from_db()
    [reading] = read_many([comment], viewer)
    return reading.plain


def edit(comment, text: str) -> None:
    """Let its author reword a comment in time."""
    comment.refresh_from_db()
    comment_actions.edit(
        comment_id=comment.pk,
        person=comment.user,
        base_version=comment.version,
        text=text,
        now=comment.submit_date + timedelta(minutes=5),
    )


def rewrite(post, body: str) -> None:
    """Let the author of the post save it with other words."""
    post_actions.edit_post(
        post=post,
        person=post.byline[0],
        base_version=Post.objects.get(pk=post.pk).version,
        title=post.title,
        body=body,
        now=timezone.now(),
    )


def test_no_screen_shows_others_a_comment_that_had_repeated_it(company, place, post, reader):
    comment = say(place, reader, f"Do you mean that it *{LEAK}*?\n\nCakes.")
    screens = [
        f"/posts/{post.pk}/",
        f"/discussions/post/{post.pk}/",
        f"/discussions/post/{post.pk}/?show=newest",
        f"/discussions/post/{post.pk}/?at={comment.pk}",
        f"/comments/{comment.pk}/answer/",
        f"/people/{reader.username}/",
        f"/flags/new/?kind=comment&id={comment.pk}&version=1&block=b1",
    ]
    browser = signed_in(company[4])
    assert all(CANARY in browser.get(address).content.decode() for address in screens)
    veil(company, post)
    for person in [company[4], UserFactory(is_superuser=True), company[0], post.byline[0]]:
        for address in screens[1:]:
            page = signed_in(person).get(address).content.decode()
            assert CANARY not in page, address
    page = browser.get(screens[0]).content.decode()
    assert CANARY not in page
    assert "Do you mean that it" in page


def test_who_wrote_the_comment_sees_their_own_words_marked(company, place, post, reader, as_reader):
    say(place, reader, f"So it {LEAK}.")
    veil(company, post)
    page = as_reader.get(f"/discussions/post/{post.pk}/").content.decode()
    assert f'<mark class="own-passage">{LEAK}.</mark>' in page


@pytest.mark.parametrize(
    ("words", "is_hidden"),
    [
        ("out to Northwind in the", True),
        ("OUT TO NORTHW\u00adIND IN THE", True),
        ("to Northwind soon", False),
        ("the ninth week", False),
    ],
    ids=["twenty characters", "disguised", "fewer", "what anybody says"],
)
def test_from_twenty_characters_on_the_whole_paragraph_is_hidden(company, place, post, reader, words, is_hidden):
    comment = say(place, reader, f"I heard {words}, no?\n\nCakes.")
    veil(company, post)
    assert (HIDDEN in shown(comment, company[4])) is is_hidden
    assert "Cakes." in shown(comment, company[4])


def test_comments_on_other_things_and_on_short_passages_are_left_alone(company, place, post, reader):
    elsewhere = say(place_of(PostFactory().pk), reader, f"Here it {LEAK}.")
    short = say(place, reader, f"Who is {CANARY}?")
    veil(company, post, CANARY)
    assert CANARY in shown(short, company[4])
    assert CANARY in shown(elsewhere, company[4])


def test_a_comment_on_a_clause_is_hidden_with_the_words_of_that_clause_only(company, author, reader):
    clauses = [clause("Names", f"<p>The new oven {LEAK}.</p>"), clause("Own your words")]
    version = VersionFactory(guideline=guideline("Rules", *clauses), author_id=author.pk)
    here, beside = (say(place_of_clause(version.page_id, one.id), reader, f"So it {LEAK}.") for one in clauses)
    piece = GuidelinePiece.objects.get(page_id=version.page_id, clause_id=clauses[0].id)
    assert flag(company[:2], CLAUSE, piece.pk, LEAK).state == "veiled"
    assert HIDDEN in shown(here, company[4])
    assert CANARY in shown(here, reader)
    assert CANARY in shown(beside, company[4])


def test_what_is_written_once_the_veil_lies_is_not_compared_with_it(company, place, post, reader):
    veil(company, post)
    comment = comment_actions.write(place=place, person=reader, text=f"Perhaps it {LEAK}?", now=timezone.now())
    assert shown(comment, company[4]) == f"Perhaps it {LEAK}?"


def test_it_is_shown_again_when_the_veil_is_over_and_hidden_again_by_a_verdict(company, place, post, reader):
    comment = say(place, reader, f"So it {LEAK}.")
    case = veil(company, post)
    ticker.run(case.ends_at)
    assert CANARY in shown(comment, company[4])
    case.refresh_from_db()
    cover(case, after(days=3))
    store(case, lifecycle.decide(case.life, Event.UPHELD, after(days=3)))
    assert HIDDEN in shown(comment, company[4])


def test_a_veil_whose_time_is_over_hides_no_comment_even_before_the_ticker_ran(company, place, post, reader):
    comment = say(place, reader, f"So it {LEAK}.")
    Case.objects.filter(pk=veil(company, post).pk).update(ends_at=after(seconds=-1))
    assert CANARY in shown(comment, company[4])


def test_a_verdict_that_it_is_no_leak_shows_it(company, place, post, reader):
    comment = say(place, reader, f"So it {LEAK}.")
    case = veil(company, post)
    store(case, lifecycle.decide(case.life, Event.CLEARED, timezone.now()))
    assert CANARY in shown(comment, company[4])


def test_a_verdict_over_words_that_were_never_hidden_hides_comments_too(company, place, post, reader):
    comment = say(place, reader, f"So it {LEAK}.")
    case = flag(company[:1], "post", post.pk, LEAK)
    ticker.run(case.ends_at)
    case.refresh_from_db()
    cover(case, timezone.now())
    store(case, lifecycle.decide(case.life, Event.UPHELD, timezone.now()))
    assert HIDDEN in shown(comment, company[4])


def test_settled_it_stays_hidden_until_it_is_sealed_and_nothing_is_left_to_cover(company, place, post, reader):
    comment = say(place, reader, f"So it {LEAK}, they say.")
    case = veil(company, post)
    flag_actions.take_out(person=post.byline[0], case=case, now=timezone.now())
    assert CANARY not in shown(comment, company[4])
    assert seal_due(after(minutes=11)) == 1
    assert shown(comment, company[4]) == "So it they say."
    assert not Quotation.objects.exists()


def test_undone_it_is_hidden_as_before(company, place, post, reader):
    comment = say(place, reader, f"So it {LEAK}, they say.")
    case = veil(company, post)
    flag_actions.take_out(person=post.byline[0], case=case, now=timezone.now())
    flag_actions.undo(person=post.byline[0], case=case, now=timezone.now())
    assert shown(comment, company[4]).startswith("So it [hidden")


def test_an_edit_of_the_post_leaves_comments_as_hidden_as_they_were(company, place, post, reader):
    comment = say(place, reader, f"So it {LEAK}, they say.\n\nCakes.")
    veil(company, post)
    before = shown(comment, company[4])
    rewrite(post, f"Something first.\n\nThe new oven {LEAK}.\n\nCakes.")
    assert shown(comment, company[4]) == before
    assert CANARY not in before


def test_an_edit_of_the_comment_takes_the_cover_along(company, place, post, reader):
    comment = say(place, reader, f"So it {LEAK}, they say, and everybody knows.")
    veil(company, post)
    edit(comment, f"I think.\n\nSo it {LEAK}, they say, and everybody knew.")
    text = shown(comment, company[4])
    assert text.startswith("I think. So it [hidden")
    assert text.endswith("] they say, and everybody knew.")
    assert CANARY in shown(comment, reader)


@pytest.mark.parametrize("text", ["Let us talk of cakes.", "It leaves for N. in week nine."])
def test_an_edit_that_loses_the_words_hides_all_of_the_comment(company, place, post, reader, as_reader, text):
    comment = say(place, reader, f"So it {LEAK}, they say.")
    veil(company, post)
    edit(comment, text)
    page = signed_in(company[4]).get(f"/discussions/post/{post.pk}/").content.decode()
    assert text not in page
    own = as_reader.get(f"/discussions/post/{post.pk}/").content.decode()
    assert f'<mark class="own-passage">{text}</mark>' in own


def test_a_deleted_comment_is_a_stub_like_any_other(company, place, post, reader):
    comment = say(place, reader, f"So it {LEAK}, they say.")
    veil(company, post)
    comment_actions.delete(comment_id=comment.pk, person=reader, now=timezone.now())
    page = signed_in(company[4]).get(f"/discussions/post/{post.pk}/").content.decode()
    assert "A comment was deleted by its author" in page
    assert HIDDEN not in page.split("<ol")[1]


@pytest.mark.parametrize("guess", ["and its price falls by one third", "and its price grows by one half"])
def test_a_guess_put_into_a_covered_comment_by_an_edit_is_answered_alike(company, place, author, reader, guess):
    long = f"{LEAK} and its price falls by one third"
    post = PostFactory(author=author, body=f"The new oven {long}.")
    comment = say(place_of(post.pk), reader, f"I heard it {LEAK}.\n\nCakes.")
    veil(company, post, long)
    edit(comment, f"I heard it {LEAK}.\n\nCakes, {guess}!")
    text = shown(comment, company[4])
    assert text.endswith(f"] Cakes, {guess}!")
    assert CANARY not in text


def test_an_edit_that_flags_does_not_hear_of_closes_the_comment(company, place, post, reader):
    comment = say(place, reader, f"So it {LEAK}, they say.")
    veil(company, post)
    ThreadComment.objects.filter(pk=comment.pk).update(version=2, comment=f"Now it {LEAK}.")
    assert CANARY not in shown(comment, company[4])


def test_covered_words_of_a_comment_take_no_flag(company, place, post, reader):
    comment = say(place, reader, f"So it {LEAK}, they say.")
    veil(company, post)
    with pytest.raises(flag_actions.PassageHiddenError):
        flag(company[3:4], "comment", comment.pk, "Northwind in")
    assert flag(company[3:4], "comment", comment.pk, "they say").state == "noted"


def test_who_judges_such_a_comment_sees_no_more_of_it_than_the_passage_flagged_there(company, place, post, reader):
    comment = say(place, reader, f"So it {LEAK}, they say.\n\nCakes.")
    veil(company, post)
    case = flag(company[3:4], "comment", comment.pk, "they say")
    before = _read(exhibit(case))
    assert CANARY not in before
    assert "they say" in before
    edit(comment, f"Well. So it {LEAK}, they say.\n\nCakes.")
    assert CANARY not in _read(exhibit(case))


def _read(exhibited) -> str:
    return " ".join(stretch.text for paragraph in exhibited.paragraphs for stretch in paragraph)


def test_a_seal_of_other_words_of_the_comment_moves_the_cover(company, place, post, reader):
    comment = say(place, reader, f"Our Zweiundvierzigfalter flies and it {LEAK}, they say.")
    veil(company, post)
    other = flag(company[3:5], "comment", comment.pk, "Zweiundvierzigfalter")
    store(other, lifecycle.decide(other.life, Event.UPHELD, timezone.now()))
    assert seal_due(after(days=31)) == 1
    text = shown(comment, company[4])
    assert text.startswith("Our flies and it [hidden")
    assert text.endswith("] they say.")


def test_what_a_seal_takes_out_of_a_post_takes_what_was_covered_however_it_was_reworded(
    company, place, post, reader
):
    comment = say(place, reader, f"So it {LEAK}, they say.")
    case = veil(company, post)
    edit(comment, "It leaves for N. in week nine.")
    flag_actions.take_out(person=post.byline[0], case=case, now=timezone.now())
    seal_due(after(minutes=11))
    texts = ThreadComment.history.filter(id=comment.pk).values_list("comment", flat=True)
    assert not any(CANARY in text for text in texts)


def test_a_guess_put_into_a_comment_once_the_veil_lies_is_not_taken_out_with_the_seal(
    company, place, post, reader
):
    comment = say(place, reader, "Well.")
    ThreadComment.objects.filter(pk=comment.pk).update(submit_date=timezone.now())
    comment.refresh_from_db()
    case = veil(company, post)
    comment_actions.edit(
        comment_id=comment.pk, person=reader, base_version=1, text=f"Perhaps it {LEAK}.", now=timezone.now()
    )
    flag_actions.take_out(person=post.byline[0], case=case, now=timezone.now())
    assert seal_due(after(minutes=11)) == 1
    assert shown(comment, company[4]) == f"Perhaps it {LEAK}."


def test_the_door_still_costs_one_query(company, place, post, reader, django_assert_num_queries):
    comments = [say(place, reader, f"So {n} it {LEAK}.", minutes=2 * n) for n in range(5)]
    veil(company, post)
    with django_assert_num_queries(1):
        assert not any(reading.complete for reading in read_many(comments, company[4]))
