"""A unique word in a veiled passage is on no page that an outsider can reach, right after the veil."""

from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from flags.models import Case
from flags.veil import Text, visible
from posts import target
from posts.models import Post
from tests.factories.people import UserFactory
from tests.factories.posts import BlogFactory, PostFactory
from tests.html import assert_well_formed
from tests.integration.flags.conftest import signed_in

pytestmark = pytest.mark.django_db
CANARY = "Zweiundvierzigfalter"


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag, attrs):
        name = {"a": "href", "link": "href", "form": "action", "img": "src"}.get(tag)
        self.found |= {value for key, value in attrs if key == name and value}


def _crawl(browser, *starts: str) -> dict[str, str]:
    """Follow every link of our own that a person can press; return the pages by address."""
    waiting, pages = list(starts), {}
    while waiting:
        address = waiting.pop()
        if address in pages or address.startswith(("/static/", "/accounts/", "/cms/")):
            continue
        answer = browser.get(address)
        assert answer.status_code < 500, address
        if answer.streaming:
            pages[address] = b"".join(answer.streaming_content).decode()
            continue
        pages[address] = answer.content.decode()
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.status_code == 200:
            assert_well_formed(answer)
            links = _Links()
            links.feed(pages[address])
            here = [urljoin(address, urldefrag(link).url) for link in links.found]
            waiting += [link for link in here if not urlsplit(link).netloc]
    return pages


@pytest.fixture
def post(company):
    author = company.people[0]
    return PostFactory(
        author=author,
        title="Our spring",
        body=f"Cakes first. The new thing is the *{CANARY}* of spring.\n\nNothing else to say.",
        blog=BlogFactory(author=author),
    )


def _flag(person, post):
    text = target.blocks(post.pk, post.version)["b1"]
    start = text.index(CANARY)
    where = {"kind": "post", "id": post.pk, "version": post.version, "block": "b1"}
    mark = {"start": start, "end": start + len(CANARY), "category": "unreleased", "stamp": "open"}
    return signed_in(person).post("/flags/new/", where | mark)


@pytest.mark.once
def test_no_page_an_outsider_a_superuser_or_a_witness_can_reach_holds_a_veiled_word(company, post):
    post_page, form = f"/posts/{post.pk}/", f"/flags/new/?kind=post&id={post.pk}&version=1&block=b1"
    for person in company.people[1:3]:
        assert _flag(person, post).status_code == 302
    case = Case.objects.get()
    assert case.state == "veiled"
    superuser = UserFactory(is_superuser=True)
    for person in (company.people[3], superuser, company.people[1], company.people[2]):
        pages = _crawl(
            signed_in(person), "/", "/flags/desk/", "/flags/log/", post_page, form, case.get_absolute_url()
        )
        assert {post_page, "/posts/", "/flags/how/", form} <= set(pages)
        leaking = [address for address, html in pages.items() if CANARY.lower() in html.lower()]
        assert leaking == []
    assert CANARY in signed_in(company.people[0]).get(post_page).content.decode()


def test_before_the_veil_the_crawler_does_find_the_word(company, post):
    pages = _crawl(signed_in(company.people[3]), f"/posts/{post.pk}/")
    assert any(CANARY in html for html in pages.values())


def test_an_author_takes_it_out_of_a_post_and_nobody_finds_it_anywhere(company, post):
    for person in company.people[1:3]:
        _flag(person, post)
    case = Case.objects.get()
    answer = signed_in(company.people[0]).post(f"{case.get_absolute_url()}take-out/", follow=True)
    assert_well_formed(answer)
    case.refresh_from_db()
    assert case.state == "fixed"
    post.refresh_from_db()
    assert CANARY not in post.body
    assert post.body.startswith("Cakes first. The new thing is the")
    old = f"/posts/{post.pk}/v/1/"
    pages = _crawl(
        signed_in(company.people[3]), "/", f"/posts/{post.pk}/", old, f"/posts/{post.pk}/compare/1...2/"
    )
    assert not any(CANARY.lower() in html.lower() for html in pages.values())
    assert CANARY in signed_in(company.people[0]).get(old).content.decode()


def test_flag_pages_cost_a_fixed_number_of_queries(company, post, django_assert_max_num_queries):
    browser = signed_in(company.people[1])
    _flag(company.people[1], post)
    address = Case.objects.get().get_absolute_url()
    browser.get(address)
    with django_assert_max_num_queries(15):
        browser.get(address)
    with django_assert_max_num_queries(14):
        browser.get(f"/flags/new/?kind=post&id={post.pk}&version=1&block=b1")


def test_the_door_costs_one_query_for_a_page_of_posts(company, django_assert_num_queries):
    author = company.people[0]
    posts = [PostFactory(author=author, title=f"Post {number}") for number in range(8)]
    texts = [Text("post", one.pk, one.version, {"title": one.title}) for one in Post.objects.all()]
    with django_assert_num_queries(1):
        assert visible(texts[0], company.people[1]).complete
    assert len(posts) == len(texts)
