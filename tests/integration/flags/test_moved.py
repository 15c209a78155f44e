"""A leak moved to a comment once it is hidden or gone: compared with nothing, and flagged and sealed there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussions import actions as comment_actions
from discussions.models import ThreadComment
from flags import actions, registry
from flags.actions.sealing import seal_due
from flags.models import Case, Quotation
from posts.discussed import place_of
from tests.factories.posts import PostFactory
from tests.integration.flags.conftest import signed_in

pytestmark = pytest.mark.django_db
LEAK = "goes out to Northwind in the ninth week"
CANARY = "Northwind"


def flag(people, kind: str, target_id: int) -> Case:
    """Have people flag the passage in the first paragraph; return the case."""
    start = registry.get(kind).blocks(target_id, 1)["b1"].index(LEAK)
    mark = actions.Mark(kind, target_id, 1, "b1", start, start + len(LEAK))
    for person in people:
        actions.testify(person=person, mark=mark, category="figures", note="", citation=None, now=timezone.now())
    return Case.objects.on(kind, target_id).get()


def settle(case: Case, person) -> None:
    """Let an author take the passage out, and have that sealed."""
    actions.take_out(person=person, case=case, now=timezone.now())
    assert seal_due(timezone.now() + timedelta(minutes=11)) == 1


def pages(person, post, comment) -> str:
    """Return every page that shows the comment, one behind the other."""
    where = (f"/posts/{post.pk}/", f"/discussions/post/{post.pk}/", f"/people/{comment.user.username}/")
    return "".join(signed_in(person).get(address).content.decode() for address in where)


@pytest.mark.parametrize("first", ["veiled", "sealed"])
@pytest.mark.parametrize("writer", [0, 3], ids=["by the author", "by a colleague"])
def test_a_leak_moved_to_a_comment_is_flagged_hidden_and_sealed_there(company, first, writer):
    author, *witnesses = company.people[:3]
    reader = company.people[4]
    post = PostFactory(author=author, body=f"The oven {LEAK}.")
    case = flag(witnesses, "post", post.pk)
    if first == "sealed":
        settle(case, author)
    case.refresh_from_db()
    before = case.state
    comment = comment_actions.write(
        place=place_of(post.pk),
        person=company.people[writer],
        text=f"As I said, it {LEAK}.\n\nCakes.",
        now=timezone.now(),
    )
    assert CANARY in pages(reader, post, comment)
    assert not Quotation.objects.exists()

    moved = flag(witnesses, "comment", comment.pk)
    assert moved.state == "veiled"
    page = pages(reader, post, comment)
    assert CANARY not in page
    assert "Cakes." in page

    settle(moved, comment.user)
    texts = ThreadComment.history.filter(id=comment.pk).values_list("comment", flat=True)
    assert len(texts) == 2
    assert not any(CANARY in text for text in texts)
    assert CANARY not in pages(reader, post, comment)
    case.refresh_from_db()
    assert case.state == before


@pytest.mark.parametrize("is_sealed", [False, True], ids=["veiled", "sealed"])
def test_a_leak_moved_to_a_comment_that_nobody_flags_is_not_gone_with_the_post(company, is_sealed):
    """Else whoever tries words in comments would learn which ones are hidden."""
    post = PostFactory(author=company.people[0], body=f"The oven {LEAK}.")
    case = flag(company.people[1:3], "post", post.pk)
    comment = comment_actions.write(
        place=place_of(post.pk), person=company.people[3], text=f"Perhaps it {LEAK}?", now=timezone.now()
    )
    if is_sealed:
        settle(case, company.people[0])
    comment.refresh_from_db()
    assert comment.comment == f"Perhaps it {LEAK}?"
    assert CANARY in pages(company.people[4], post, comment)
