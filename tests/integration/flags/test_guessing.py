"""Guessing notes and comments learns nothing: what holds hidden words is answered like what does not.

Every guess is tried twice from the same state of things, once right and once wrong, and all that comes back is
compared: status, head lines, every byte of the page that follows, who is told, and what the database was asked.
"""

import re
from datetime import timedelta
from urllib.parse import quote_plus

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussions.models import ThreadComment
from flags import actions
from flags.models import Case, Testimony
from people.models import Notice
from posts import target
from posts.discussed import place_of
from tests.factories.discussions import say
from tests.factories.posts import PostFactory
from tests.integration.flags.conftest import signed_in

pytestmark = pytest.mark.django_db
QUOTED = "goes out to Northwind in the ninth week"
HIDDEN = f"{QUOTED} and its price falls by one third"
RIGHT, WRONG = "its price falls by one third", "its price grows by one sixth"
SECRETS = re.compile(r'(csrfmiddlewaretoken" value="|csrftoken=|nonce[-=]"?|sessionid=)[\w+/=-]+')
MOMENTS = re.compile(r"<time[^>]*>[^<]*</time>|\d\d? \w+ \d{4},? \d\d?:\d\d[^<]*|expires=[^;]+")
NUMBERS = re.compile(r"(comments?[-/]|answer-|at=|id=|comment answer |comment edit |data-target-id=\")\d+")


@pytest.fixture
def post(company):
    """A post whose passage two teams had hidden, and another paragraph that can be read."""
    shown = PostFactory(author=company.people[0], body=f"The oven {HIDDEN}.\n\nCakes are round.")
    say(place_of(shown.pk), company.people[0], "What do you think?")
    return shown


def veil(company, post) -> None:
    """Have two teams flag the passage."""
    start = target.blocks(post.pk, 1)["b1"].index(HIDDEN)
    mark = actions.Mark("post", post.pk, 1, "b1", start, start + len(HIDDEN))
    for person in company.people[1:3]:
        actions.testify(person=person, mark=mark, category="figures", note="", citation=None, now=timezone.now())
    assert Case.objects.get().state == "veiled"


def answers(person, address: str, **data) -> list[tuple]:
    """Return all that comes of sending a right guess and a wrong one, each from the state of things as it is.

    data: what is sent; "…" in it stands for the guess.
    """
    return [_answer(person, address, data, guess) for guess in (RIGHT, WRONG)]


def _answer(person, address: str, data, guess: str) -> tuple:
    """Send one guess, look at what comes of it, and undo it."""
    browser = signed_in(person)
    sending = {key: str(value).replace("…", guess) for key, value in data.items()}
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        sent = browser.post(address, sending)
        followed = browser.get(sent["Location"], follow=True) if sent.status_code == 302 else sent
        told = sorted(Notice.objects.values_list("recipient", "kind", "text"))
        transaction.set_rollback(True)
    kinds = [query["sql"].split()[0] for query in queries.captured_queries]
    return sent.status_code, _plain(sent, guess), followed.status_code, _plain(followed, guess), told, kinds


def _plain(answer, guess: str) -> str:
    """Return head lines and body without what differs between any two: tokens, moments, numbers of rows."""
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items() if name != "Content-Length")
    text = f"{head}\n{answer.cookies.output()}\n{answer.content.decode()}".replace(guess, "GUESS")
    return NUMBERS.sub(r"\1N", MOMENTS.sub("", SECRETS.sub(r"\1", text)))


def test_guessing_in_a_new_comment_learns_nothing(company, post):
    veil(company, post)
    right, wrong = answers(company.people[3], f"/discussions/post/{post.pk}/", text="Perhaps …, no?")
    assert right[0] == 302
    assert "GUESS" in right[3]
    assert right == wrong


def test_guessing_in_an_answer_learns_nothing(company, post):
    veil(company, post)
    comment = ThreadComment.objects.get()
    right, wrong = answers(company.people[3], f"/comments/{comment.pk}/answer/", text="Because …!")
    assert right[0] == 302
    assert right == wrong


@pytest.mark.parametrize("old", ["Well.", f"So it {QUOTED}."], ids=["of a comment", "of a covered comment"])
def test_guessing_by_an_edit_learns_nothing(company, post, old):
    writer = company.people[3]
    comment = say(place_of(post.pk), writer, old)
    ThreadComment.objects.filter(pk=comment.pk).update(submit_date=timezone.now() - timedelta(minutes=1))
    veil(company, post)
    address = f"/comments/{comment.pk}/edit/"
    right, wrong = answers(writer, address, text=f"{old}\n\nI hear …?", base_version=1)
    assert right[0] == 302
    assert right == wrong


def test_what_others_see_of_a_guess_is_the_same_too(company, post):
    writer, reader = company.people[3], company.people[4]
    comment = say(place_of(post.pk), writer, f"So it {QUOTED}.")
    ThreadComment.objects.filter(pk=comment.pk).update(submit_date=timezone.now() - timedelta(minutes=1))
    veil(company, post)
    seen = []
    for guess in (RIGHT, WRONG):
        with transaction.atomic():
            signed_in(writer).post(
                f"/comments/{comment.pk}/edit/",
                {"text": f"So it {QUOTED}.\n\nOr {guess}.", "base_version": 1},
            )
            signed_in(writer).post(f"/discussions/post/{post.pk}/", {"text": f"I hear {guess}."})
            seen.append(_plain(signed_in(reader).get(f"/discussions/post/{post.pk}/"), guess))
            transaction.set_rollback(True)
    assert seen[0].count("GUESS") == 2
    assert "Northwind" not in seen[0]
    assert seen[0] == seen[1]


def test_guessing_in_the_note_of_a_flag_learns_nothing(company, post):
    veil(company, post)
    where = {"kind": "post", "id": post.pk, "version": 1, "block": "b2", "start": 0, "end": 16}
    mark = where | {"category": "strategy", "clause": "", "note": "Like …", "stamp": "open"}
    right, wrong = answers(company.people[3], "/flags/new/", **mark)
    assert right[0] == 302
    assert re.sub(r"[0-9a-f-]{36}", "", str(right)) == re.sub(r"[0-9a-f-]{36}", "", str(wrong))
    assert Testimony.objects.count() == 2


def test_nobody_but_who_may_read_the_passage_can_guess_in_the_note_of_a_disagreement(company, post):
    veil(company, post)
    address = f"{Case.objects.get().get_absolute_url()}contest/"
    right, wrong = answers(company.people[3], address, reason="public", note="I mean …", advisor="")
    assert right[0] == 404
    assert right == wrong


def test_a_search_for_hidden_words_finds_no_more_than_one_for_others(company, post):
    veil(company, post)
    browser = signed_in(company.people[3])
    right, wrong = (_plain(browser.get("/search/", {"q": guess}), guess) for guess in (RIGHT, WRONG))
    assert right.replace(quote_plus(RIGHT), "GUESS") == wrong.replace(quote_plus(WRONG), "GUESS")


def listed_under(person, tag: str) -> tuple[int, str]:
    """Return how many posts a list of a tag shows somebody, and all of its page but the tag."""
    answer = signed_in(person).get("/posts/", {"tag": tag})
    return len(answer.context["page"].cards), _plain(answer, tag).replace(quote_plus(tag), "GUESS")


def test_guessing_by_tag_learns_nothing(company):
    author, reader = company.people[0], company.people[3]
    tagged = PostFactory(author=author, tags=["spring", "project nightfall"])
    mark = actions.Mark("post", tagged.pk, 1, "tags", len("spring, "), len("spring, project nightfall"))
    assert listed_under(reader, "project nightfall")[0] == 1
    for person in company.people[1:3]:
        actions.testify(person=person, mark=mark, category="figures", note="", citation=None, now=timezone.now())
    case = Case.objects.get()
    assert case.state == "veiled"
    for person in (reader, company.people[1], author):
        right, wrong = (listed_under(person, tag) for tag in ("project nightfall", "project sunlights"))
        assert right == wrong
        assert right[0] == 0
        assert listed_under(person, "spring")[0] == 1
    assert "project nightfall" in signed_in(author).get(f"/posts/{tagged.pk}/").content.decode()
    actions.end_overdue(case.ends_at)
    assert listed_under(reader, "project nightfall")[0] == 1
