"""`manage.py import_posts`."""

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from people.models import Employment, User
from posts.models import Post
from tests.factories.people import UserFactory
from tests.html import assert_well_formed

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "posts.jsonl.gz"


def record(number, **changes):
    fields = {
        "slug": f"2020-01-{number:02}-post",
        "title": f"Post {number}",
        "date": f"2020-01-{number:02}",
        "authors": ["Ada Frost"],
        "tags": ["culture"],
        "excerpt": "Short.",
        "markdown": "Text.",
    }
    return fields | changes


def write(path, records):
    path.write_text("\n".join(json.dumps(each) for each in records), encoding="utf-8")
    return path


def imported(path):
    said = StringIO()
    call_command("import_posts", path, stdout=said)
    return said.getvalue()


@pytest.mark.django_db
def test_posts_come_in_with_dates_authors_and_tags(tmp_path):
    said = imported(write(tmp_path / "posts.jsonl", [record(1, authors=["Ada Frost", "Bo Lund"]), record(2)]))
    assert said.startswith("2 posts imported, 0 were here already, 2 people added")
    first = Post.objects.get(import_slug="2020-01-01-post")
    assert [person.shown_name for person in first.byline] == ["Ada Frost", "Bo Lund"]
    assert first.published_at.date().isoformat() == "2020-01-01"
    assert [tag.tag for tag in first.post_tags.all()] == ["culture"]
    [version] = first.history.all()
    assert (version.history_date, version.history_user.shown_name) == (first.published_at, "Ada Frost")


@pytest.mark.django_db
def test_unknown_authors_are_former_colleagues_who_cannot_sign_in(tmp_path):
    imported(write(tmp_path / "posts.jsonl", [record(1)]))
    person = User.objects.get(display_name="Ada Frost")
    assert person.employment == Employment.ALUMNI
    assert not person.is_active
    assert not person.has_usable_password()


@pytest.mark.django_db
def test_known_authors_are_found_by_their_name(tmp_path):
    ada = UserFactory(display_name="Ada Frost")
    imported(write(tmp_path / "posts.jsonl", [record(1)]))
    assert Post.objects.get().byline == [ada]


@pytest.mark.django_db
def test_importing_twice_changes_nothing(tmp_path):
    path = write(tmp_path / "posts.jsonl", [record(1), record(2)])
    imported(path)
    assert imported(path).startswith("0 posts imported, 2 were here already, 0 people added")
    assert Post.objects.count() == Post.history.count() == 2


@pytest.mark.django_db
def test_a_zipped_file_is_read(tmp_path):
    path = tmp_path / "posts.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(record(1)).encode()))
    assert imported(path).startswith("1 posts imported")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("{", "Line 2: This is not JSON"),
        (json.dumps(record(2, title="")), 'Line 2: "title" is empty'),
        (json.dumps(record(1)), "Line 2: the slug 2020-01-01-post stands twice"),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_imported(tmp_path, broken, reason):
    path = tmp_path / "posts.jsonl"
    path.write_text(f"{json.dumps(record(1))}\n{broken}\n", encoding="utf-8")
    with pytest.raises(CommandError, match=reason):
        imported(path)
    assert not Post.objects.exists()
    assert not User.objects.filter(display_name="Ada Frost").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"\x1f\x8b\x08\x00broken", b"no zip"])
def test_a_broken_zip_is_named(tmp_path, content):
    path = tmp_path / "posts.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="cannot be read"):
        imported(path)


@pytest.mark.django_db
def test_a_missing_file_and_one_that_is_no_text_are_named(tmp_path):
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    for name in ("missing.jsonl", "binary.jsonl"):
        with pytest.raises(CommandError, match="cannot be read"):
            imported(tmp_path / name)


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real posts is not here")
@pytest.mark.once
@pytest.mark.django_db
def test_508_real_posts_come_in_and_each_is_a_well_formed_page(client):
    assert imported(CORPUS).startswith("508 posts imported, 0 were here already, 216 people added")
    client.force_login(UserFactory())
    for pk in Post.objects.values_list("pk", flat=True):
        for address in (f"/posts/{pk}/v/1/", f"/posts/{pk}/history/"):
            assert client.get(address).status_code == 200
        assert_well_formed(client.get(f"/posts/{pk}/"))
