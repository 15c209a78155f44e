"""Guidelines and their histories to Git repositories and back."""

import os
import subprocess
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page

from guidelines import actions
from guidelines.models import GuidelineRecord, GuidelineVersion, ImportedVersion, Leaf, PartBlame
from guidelines.rules.content import Part
from people.append_only import lifted_triggers
from people.models import User
from tests.factories.guidelines import clause
from tests.factories.people import UserFactory
from tests.integration.guidelines.reading import edition, first_edition
from tests.programs import needs_program

pytestmark = [pytest.mark.django_db, needs_program("git")]

ADA = {"GIT_AUTHOR_NAME": "Ada Pell", "GIT_AUTHOR_EMAIL": "ada@firm.example"}


class Repository:
    """A Git repository to import from."""

    def __init__(self, folder):
        self.folder = folder
        self.day = 0
        folder.mkdir()
        self("init", "--quiet", "--initial-branch=main")

    def __call__(self, *arguments, **env):
        day = f"2024-01-{self.day + 1:02} 10:00:00 +0200"
        env = {**os.environ, **ADA, "GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c", **env}
        env |= {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day, "GIT_CONFIG_GLOBAL": "/dev/null"}
        done = subprocess.run(["git", *arguments], cwd=self.folder, env=env, capture_output=True, check=True)
        return done.stdout.decode()

    def commit(self, note, content, path="rules.md", **env) -> str:
        """Commit a file; return the commit's id as people are shown it."""
        self.day += 1
        target = self.folder / path
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
        self("add", "--all")
        self("commit", "--quiet", "--allow-empty-message", f"--message={note}", **env)
        return self("rev-parse", "HEAD")[:12]


@pytest.fixture
def repository(tmp_path):
    """A repository of one Markdown file with two versions."""
    made = Repository(tmp_path / "repo")
    made.commit("Start", "# Rules\n\nBe kind.\n\n## Own your words\n\nSay who you are as you write.\n")
    made.commit("Ask first\n\nA customer asked.", (made.folder / "rules.md").read_text() + "\n## Ask\n\nAsk.\n")
    return made


def imported(folder, path="rules.md") -> str:
    output = StringIO()
    call_command("import_guideline", path, git=folder, stdout=output)
    return output.getvalue()


def exported(slug, folder):
    call_command("export_guideline", slug, git=folder, stdout=StringIO())
    return folder


def refusal(folder, path="rules.md") -> str:
    """What the command says when it refuses; nothing may have changed."""
    before = everything()
    with pytest.raises(CommandError) as caught:
        imported(folder, path)
    assert everything() == before
    return str(caught.value)


def everything() -> list:
    models = [GuidelineVersion, Leaf, GuidelineRecord, ImportedVersion, Page, User]
    return [list(model.objects.order_by("pk").values()) for model in models]


def readings_of(slug):
    page_id = GuidelineRecord.objects.get(slug=slug).page_id
    return Leaf.objects.read(GuidelineVersion.objects.of(page_id).oldest_first())


def git(folder, *arguments) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True).stdout.decode()


def commits(folder) -> list[str]:
    return git(folder, "rev-list", "--reverse", "main").split()


def files(folder) -> list[str]:
    path = git(folder, "ls-files").strip()
    return [git(folder, "show", f"{commit}:{path}") for commit in commits(folder)]


# Out and back


@pytest.fixture
def original():
    """A guideline with all a clause can say, in four versions; two of them say the same."""
    bo = UserFactory(username="bo.sand", display_name="Bo Sand jr.")
    own = clause(
        rule=(Part("text", "<p>Say</p>"), Part("text", "<ul><li>so</li></ul>"), Part("code", text="a\n\nb")),
        why="<p>Readers ask.</p>",
        permitted="<p>yes</p>",
        not_permitted="<p>no</p>",
        not_restricted="<p>all else</p>",
    )
    first = first_edition(own, clause("", "<p>lead</p>", level=3), author_id=bo.pk, note="Start\n# again")
    date = datetime(2024, 5, 1, 9, 8, 7, 654321, tzinfo=UTC)
    second = edition(first, clause("New"), own, author_id=UserFactory().pk, material=True, date=date)
    co_authors = [UserFactory(username="cleo", display_name="Cleo <C>").pk, UserFactory().pk]
    change = actions.Change("Only said", None, date + timedelta(days=1), co_authors=co_authors)
    third = actions.record_unchanged(page_id=first.page_id, change=change)
    link = clause("Link", f'<p><a id="{first.page_id}" linktype="page">here</a></p>')
    return [first, second, third, edition(third, own, link, title="Social *media*", summary="One\n# two")]


def test_every_version_is_a_commit_with_its_author_date_and_note(original, tmp_path):
    folder = exported("social-media", tmp_path / "out")
    log = git(folder, "log", "--reverse", "--format=%an <%ae> %aI %cI %s")
    second = User.objects.get(pk=original[1].person_id)
    day = "2024-05-01T09:08:07+00:00"
    assert log.splitlines() == [
        "Bo Sand jr. <bo.sand@peerline.invalid> 2024-03-03T23:30:00+00:00 2024-03-03T23:30:00+00:00 Start # again",
        f"{second.shown_name} <{second.username}@peerline.invalid> {day} {day} Reason 2",
        "Unknown <> 2024-05-02T09:08:07+00:00 2024-05-02T09:08:07+00:00 Only said",
        "Unknown <> 2024-06-02T09:08:07+00:00 2024-06-02T09:08:07+00:00 Reason 4",
    ]
    trailers = git(folder, "log", "--format=%(trailers:key=Co-authored-by,valueonly)", "-1", "HEAD~")
    assert trailers.splitlines()[0] == "Cleo ‹C› <cleo@peerline.invalid>"
    assert git(folder, "status", "--porcelain") == ""
    assert "[here](http://127.0.0.1:8000/guidelines/social-media/)" in files(folder)[3]


def test_exporting_twice_gives_the_same_commits(original, tmp_path):
    assert commits(exported("social-media", tmp_path / "a")) == commits(exported("social-media", tmp_path / "b"))


def forget_everything():
    """Leave the database as if no guideline had ever been here."""
    Page.objects.filter(slug="social-media").delete()
    GuidelineRecord.objects.update(current=None)
    with lifted_triggers():
        for model in (GuidelineVersion, Leaf):
            model._base_manager.all().delete()
    GuidelineRecord.objects.get().addresses.all().delete()
    GuidelineRecord.objects.all().delete()
    for model in (PartBlame, ImportedVersion, User):
        model.objects.all().delete()


def test_what_was_exported_and_imported_elsewhere_is_exported_as_the_same_commits(original, tmp_path):
    first = exported("social-media", tmp_path / "a")
    contents = [[each.id for each in reading.guideline.clauses] for reading in readings_of("social-media")]
    forget_everything()
    assert "4 versions added" in imported(first, "social-media.md")
    assert [[each.id for each in reading.guideline.clauses] for reading in readings_of("social-media")] == contents
    assert commits(exported("social-media", tmp_path / "b")) == commits(first)
    before = everything()
    assert "0 versions added, 4 here already" in imported(first, "social-media.md")
    assert everything() == before


def test_what_was_taken_out_is_marked_and_comes_back_as_the_mark(original, tmp_path):
    kinds = {"title", "summary", "note", "clause"}
    for kind in kinds:
        leaf = next(leaf for leaf in original[1].leaves if leaf[0] == kind)
        actions.take_out_leaf(leaf_hash=leaf[2], now=timezone.now())
    folder = exported("social-media", tmp_path / "a")
    assert files(folder)[1].count("The words that stood here were taken out.") == 3
    assert "taken out" in git(folder, "log", "-1", "--skip=2", "--format=%s")
    forget_everything()
    imported(folder, "social-media.md")
    slug = GuidelineRecord.objects.get().slug
    assert commits(exported(slug, tmp_path / "b")) == commits(folder)


def test_a_folder_that_holds_anything_is_left_alone(original, tmp_path):
    (tmp_path / "mine").write_text("x")
    with pytest.raises(CommandError, match="is not empty; name a new folder"):
        exported("social-media", tmp_path)
    with pytest.raises(CommandError, match="is not empty; name a new folder"):
        exported("social-media", tmp_path / "mine")
    assert [each.name for each in tmp_path.iterdir()] == ["mine"]


def test_a_guideline_that_is_not_there_can_not_be_exported(tmp_path):
    with pytest.raises(CommandError, match="There is no guideline with the address “nothing”"):
        exported("nothing", tmp_path / "out")


def test_without_git_both_say_what_is_missing(original, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="needs git, which is not installed here"):
        exported("social-media", tmp_path / "out")
    assert "needs git, which is not installed here" in refusal(tmp_path)


# Histories that others kept


def test_every_commit_of_a_file_is_a_version(repository):
    assert "2 versions added" in imported(repository.folder)
    first, second = readings_of("rules")
    assert (first.note, second.note) == ("Start", "Ask first\nA customer asked.")
    versions = GuidelineVersion.objects.order_by("number")
    assert [version.date for version in versions] == [datetime(2024, 1, day, 8, tzinfo=UTC) for day in (2, 3)]
    assert {User.objects.get(pk=version.person_id).display_name for version in versions} == {"Ada Pell"}
    assert [clause.id for clause in first.guideline.clauses] == [
        clause.id for clause in second.guideline.clauses[:2]
    ]


def test_a_file_is_followed_through_renames_and_only_new_commits_are_added(repository):
    imported(repository.folder)
    repository("mv", "--", "rules.md", "--weird name.md")
    repository.commit("Move", "other", path="unrelated")
    repository.commit("Only elsewhere", "again", path="unrelated")
    before = readings_of("rules")
    assert "1 version added, 2 here already" in imported(repository.folder, "--weird name.md")
    assert readings_of("rules")[:2] == before
    assert readings_of("rules")[2].note == "Move"


def test_what_was_merged_is_one_version_of_the_main_line(repository):
    repository("switch", "--quiet", "--create", "side")
    repository.commit("Side 1", "# Rules\n\nOne.\n")
    repository.commit("Side 2", "# Rules\n\nTwo.\n")
    repository("switch", "--quiet", "main")
    repository.commit("Elsewhere", "x", path="x")
    repository("merge", "--quiet", "--no-ff", "--message=Merge", "side")
    imported(repository.folder)
    assert [reading.note for reading in readings_of("rules")] == ["Start", "Ask first\nA customer asked.", "Merge"]


def test_a_history_that_was_rewritten_is_refused(repository):
    imported(repository.folder)
    repository("commit", "--quiet", "--amend", "--message=Other words")
    assert "is here already, with another note" in refusal(repository.folder)


def test_a_commit_without_message_says_that_no_reason_was_given(repository):
    repository.commit("", "# Rules\n\nNew.\n")
    imported(repository.folder)
    assert readings_of("rules")[2].note == "No reason was given."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"# Rules\n\n\xff", "the file is no UTF-8"),
        (b"# Rules\n\n\0", "in its Markdown, line 3: a control character can't be kept"),
        (b"# Rules\n\n<iframe>", "in its Markdown, line 3: the tag <iframe> can't be kept"),
        (b"x" * (2 * 1024 * 1024 + 1), "the file is larger than 2048 kB"),
        (
            b"version https://git-lfs.github.com/spec/v1\n",
            "the file itself is not in the repository, but in Git LFS",
        ),
    ],
)
def test_a_version_that_can_not_be_kept_is_refused_with_its_commit(repository, content, reason):
    commit = repository.commit("Bad", content)
    repository.commit("Good", "# Rules\n")
    assert f"was not imported, nothing was changed. Commit {commit}: {reason}" in refusal(repository.folder)


def test_an_author_with_an_endless_name_is_refused(repository):
    commit = repository.commit("Long", "# Rules\n", GIT_AUTHOR_NAME="x" * 121)
    assert f"Commit {commit}: its author's name is longer than 120" in refusal(repository.folder)


@pytest.mark.parametrize("path", ["no.md", "../repo/.git/config", "--output=/tmp/x", "*", ":(glob)*", "", "a\0b"])
def test_a_path_that_is_no_file_of_the_repository_is_refused(repository, path):
    assert "rules.md" not in refusal(repository.folder, path)


def test_a_folder_that_is_no_repository_is_refused(tmp_path):
    assert "not a git repository" in refusal(tmp_path)
    assert "is no folder" in refusal(tmp_path / "missing")


def test_a_repository_without_its_older_commits_is_refused(repository, tmp_path):
    repository("clone", "--quiet", "--depth=1", f"file://{repository.folder}", str(tmp_path / "shallow"))
    assert "holds only the newest commits" in refusal(tmp_path / "shallow")


def test_a_link_is_no_file(repository):
    os.symlink("rules.md", repository.folder / "link.md")
    repository.commit("Link", "x", path="x")
    assert "has no file “link.md”" in refusal(repository.folder, "link.md")


def test_nothing_that_a_repository_configures_is_run(repository, tmp_path):
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/caught\ncat\n")
    trap.chmod(0o755)
    for name in (
        "core.pager",
        "core.fsmonitor",
        "diff.external",
        "gpg.program",
        "diff.x.textconv",
        "core.hooksPath",
    ):
        repository("config", name, str(trap))
    repository("config", "log.showSignature", "true")
    imported(repository.folder)
    assert not (tmp_path / "caught").exists()


def test_what_a_repository_lacks_is_not_fetched(repository, tmp_path):
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/caught\n")
    trap.chmod(0o755)
    blob = repository("rev-parse", "HEAD:rules.md").strip()
    (repository.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    for name, value in (("url", repository.folder), ("promisor", "true"), ("uploadpack", trap)):
        repository("config", f"remote.origin.{name}", str(value))
    repository("config", "extensions.partialClone", "origin")
    assert "rules.md was not imported, nothing was changed." in refusal(repository.folder)
    assert not (tmp_path / "caught").exists()
