"""After a backup was restored, seals are repeated from a file; and the holders' key opens what they hold."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from discussions.models import ThreadComment
from flags import actions
from flags.actions.sealing import seal_due
from flags.checks import evidence_can_be_held
from flags.models import Case, Place, Quotation, Seal
from posts import target
from posts.discussed import place_of
from posts.models import Post
from tests.factories.discussions import say
from tests.factories.posts import PostFactory

pytestmark = pytest.mark.django_db
SECRET = "Zweiundvierzigfalter"


def run(command, *args) -> str:
    """Run a command; return what it says."""
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def sealed(company, words=SECRET, body=f"We call it **{SECRET}** here.\n\nCakes.", comment=""):
    """Have a passage of a post sealed; return the case, and what stood there before, by version."""
    post = PostFactory(author=company.people[0], body=body)
    if comment:
        say(place_of(post.pk), company.people[3], comment)
    text = target.blocks(post.pk, 1)["b1"]
    mark = actions.Mark("post", post.pk, 1, "b1", text.index(words), text.index(words) + len(words))
    for person in company.people[1:3]:
        case = actions.testify(
            person=person, mark=mark, category="figures", note="", citation=None, now=timezone.now()
        ).case
    before = dict(Post.history.filter(id=post.pk).values_list("version", "body"))
    actions.take_out(person=company.people[0], case=case, now=timezone.now())
    seal_due(timezone.now() + timedelta(minutes=11))
    return Case.objects.get(pk=case.pk), before


def restore(case, before):
    """Do what restoring an older backup does: the words are back, the seal is unknown."""
    for version, body in before.items():
        Post.history.filter(id=case.target_id, version=version).update(body=body)
    Seal.objects.filter(case=case).delete()
    Place.objects.filter(case=case).delete()


@pytest.fixture
def export(tmp_path):
    """Give the file that `export_seals` made."""

    def made():
        path = tmp_path / "seals.jsonl"
        path.write_text(run("export_seals"), encoding="utf-8")
        return path

    return made


def test_what_a_backup_brought_back_is_taken_out_again(company, export):
    case, before = sealed(company)
    file = export()
    restore(case, before)
    assert SECRET in Post.history.get(id=case.target_id, version=1).body
    assert run("reseal", str(file)) == "1 seals: 1 took something out again, 0 have no text here.\n"
    body = Post.history.get(id=case.target_id, version=1).body
    assert SECRET not in body
    assert "Cakes." in body
    assert Place.objects.get(case=case).version == 1
    assert run("reseal", str(file)) == "1 seals: 0 took something out again, 0 have no text here.\n"


@pytest.mark.parametrize("is_covered", [True, False], ids=["a backup with the veil", "a backup from before"])
def test_what_a_backup_brought_back_in_comments_is_taken_out_again_too(company, export, is_covered):
    long = "goes out to Northwind in the ninth week"
    body = f"The new oven {long}.\n\nCakes."
    case, before = sealed(company, words=long, body=body, comment=f"So it {long}, they say.")
    [comment] = ThreadComment.objects.all()
    assert "Northwind" not in comment.comment
    file = export()
    restore(case, before)
    later = say(place_of(case.target_id), company.people[4], f"Later: it {long}.")
    ThreadComment.objects.filter(pk=later.pk).update(submit_date=timezone.now())
    ThreadComment.objects.filter(pk=comment.pk).update(comment=f"So it {long}, they say.")
    if is_covered:
        Quotation.objects.create(case=case, kind="comment", target_id=comment.pk, version=1, block="b1")
    assert run("reseal", str(file)).startswith("1 seals: 1 took something out again")
    assert ThreadComment.objects.get(pk=comment.pk).comment.split() == ["So", "it", "they", "say."]
    assert "Northwind" in ThreadComment.objects.get(pk=later.pk).comment
    assert not Quotation.objects.exists()
    assert run("reseal", str(file)).startswith("1 seals: 0 took something out again")


def test_a_file_of_an_older_release_is_read_without_the_moment(company, export):
    case, before = sealed(company)
    file = export()
    record = json.loads(file.read_text())
    del record["before"]
    file.write_text(json.dumps(record))
    restore(case, before)
    assert run("reseal", str(file)).startswith("1 seals: 1 took something out again")


def test_the_file_holds_no_word_and_nothing_to_guess_one_by(company, export, settings):
    case, before = sealed(company)
    text = export().read_text()
    assert SECRET.lower() not in text.lower()
    restore(case, before)
    settings.SEALS_KEY = "of another house"
    [line] = text.splitlines()
    file = export()
    file.write_text(line)
    assert run("reseal", str(file)).startswith("1 seals: 0 took")


def test_a_short_word_goes_only_where_it_was_sealed(company, export):
    body = "The code is 4711 today.\n\nRoom 4711 is free."
    case, before = sealed(company, words="4711", body=body)
    file = export()
    restore(case, before)
    run("reseal", str(file))
    assert target.blocks(case.target_id, 1) == {"title": Post.objects.get().title} | {
        "b1": "The code is today.",
        "b2": "Room 4711 is free.",
    }


def test_a_text_that_the_backup_does_not_have_is_counted(company, export):
    case, _before = sealed(company)
    record = json.loads(export().read_text()) | {"id": case.target_id + 1000}
    file = export()
    file.write_text(json.dumps(record))
    assert "1 have no text here" in run("reseal", str(file))


@pytest.mark.parametrize("line", ["nonsense", "[]", '{"case": "1"}', "{}"])
def test_a_file_that_is_none_is_refused_before_anything_is_changed(company, export, line):
    case, before = sealed(company)
    file = export()
    restore(case, before)
    file.write_text(f"{file.read_text()}{line}\n")
    with pytest.raises(CommandError, match="Line 2"):
        run("reseal", str(file))
    assert SECRET in Post.history.get(id=case.target_id, version=1).body


def test_two_halves_open_what_is_held_and_one_does_not(company, tmp_path, settings):
    first, second = tmp_path / "first", tmp_path / "second"
    settings.HOLD_PUBLIC_KEY = run("hold_key", str(first), str(second)).strip().removeprefix("HOLD_PUBLIC_KEY=")
    case, _before = sealed(company)
    assert run("open_held", str(case.pk), str(first), str(second)).strip() == SECRET
    with pytest.raises(CommandError, match="does not open"):
        run("open_held", str(case.pk), str(first), str(first))
    with pytest.raises(CommandError, match="is there already"):
        run("hold_key", str(first), str(second))


def test_nothing_is_held_where_the_house_keeps_nothing(company, tmp_path):
    case, _before = sealed(company)
    with pytest.raises(CommandError, match="Nothing is held"):
        run("open_held", str(case.pk), str(tmp_path / "a"), str(tmp_path / "b"))


@pytest.mark.parametrize("key", ["no base64", "c2hvcnQ="])
def test_a_key_that_is_none_keeps_the_site_from_starting(settings, key):
    settings.HOLD_PUBLIC_KEY = key
    assert [error.id for error in evidence_can_be_held()] == ["flags.E002"]
