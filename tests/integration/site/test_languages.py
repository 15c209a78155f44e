"""Swedish: every text has a translation that fits, it is compiled, and pages show it."""

import gettext
import re
from ast import literal_eval
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from guidelines.rules.feeding import LeafChanges
from guidelines.views.wording import leaf_changes_in_words
from people import actions
from tests.factories.guidelines import VersionFactory
from tests.factories.people import UserFactory
from tests.html import assert_well_formed

CATALOGUE = settings.BASE_DIR / "locale" / "sv" / "LC_MESSAGES" / "django.po"
SWEDISH = {"Accept-Language": "sv"}
LINE = re.compile(r'(?:(?P<field>msgid_plural|msgid|msgctxt|msgstr(?:\[\d\])?) )?(?P<text>".*")')
HOLES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|</?\w+[^>]*>")
NUMBERED = {"%(n)d", "%(n)s", "%(count)d", "%(count)s", "%(days)s", "%(hours)s", "%d"}


@dataclass
class Entry:
    """A text of the catalogue: its fields by name, and whether somebody still has to look at it."""

    fields: dict[str, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The English texts, each beside the Swedish one that is read in its place."""
        if "msgid_plural" not in self.fields:
            return [(self.fields["msgid"], self.fields["msgstr"])]
        return [
            (self.fields["msgid"], self.fields["msgstr[0]"]),
            (self.fields["msgid_plural"], self.fields["msgstr[1]"]),
        ]


def entries(path: Path) -> list[Entry]:
    """Read a catalogue; its first entry, about itself, is left out."""
    found = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        entry, name = Entry(), ""
        for line in block.splitlines():
            if line.startswith("#,") and "fuzzy" in line:
                entry.fuzzy = True
            elif match := LINE.fullmatch(line):
                name = match["field"] or name
                entry.fields[name] = entry.fields.get(name, "") + literal_eval(match["text"])
        found.append(entry)
    return found[1:]


@pytest.fixture(scope="module")
def catalogue() -> list[Entry]:
    return entries(CATALOGUE)


@pytest.fixture
def ines(client):
    """A colleague who is signed in."""
    person = UserFactory(username="ines", display_name="Ines Lind")
    client.force_login(person)
    return person


def test_every_text_has_a_translation_that_somebody_has_looked_at(catalogue):
    assert len(catalogue) > 600
    untranslated = [english for entry in catalogue for english, swedish in entry.pairs if not swedish]
    assert untranslated == []
    assert [entry.fields["msgid"] for entry in catalogue if entry.fuzzy] == []


def test_every_translation_has_the_placeholders_and_tags_of_its_text(catalogue):
    """A singular may say "one" instead of its number."""
    wrong = []
    for entry in catalogue:
        for english, swedish in entry.pairs:
            asked, given = Counter(HOLES.findall(english)), Counter(HOLES.findall(swedish))
            one = "msgid_plural" in entry.fields and english == entry.fields["msgid"]
            if asked != given and not (one and set((asked - given) | (given - asked)) <= NUMBERED):
                wrong.append((english, swedish))
    assert wrong == []


def test_every_translation_ends_like_its_text(catalogue):
    """A sentence stays a sentence, a label a label."""
    ends = tuple(".?!:…")
    pairs = [pair for entry in catalogue for pair in entry.pairs]
    assert [pair for pair in pairs if pair[0].endswith(ends) != pair[1].endswith(ends)] == []


def test_the_compiled_translation_says_what_the_catalogue_says(catalogue):
    """Only the compiled one is read when Peerline runs, and nothing compiles it there."""
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in catalogue:
        english = entry.fields["msgid"]
        if "msgid_plural" in entry.fields:
            plural = entry.fields["msgid_plural"]
            spoken = [compiled.ngettext(english, plural, 1), compiled.ngettext(english, plural, 2)]
        elif "msgctxt" in entry.fields:
            spoken = [compiled.pgettext(entry.fields["msgctxt"], english)]
        else:
            spoken = [compiled.gettext(english)]
        assert spoken == [swedish for _english, swedish in entry.pairs]


def test_dates_are_written_the_swedish_way():
    moment = datetime(2026, 5, 3, 14, 5, tzinfo=UTC)
    with translation.override("sv"):
        assert date_format(moment) == "3 maj 2026"
        assert date_format(moment, "DATETIME_FORMAT") == "3 maj 2026 kl. 14:05"


def test_a_number_and_its_word_agree_also_where_english_has_one_form():
    with translation.override("sv"):
        one = leaf_changes_in_words(LeafChanges(front=False, added=1, removed=1, changed=1, moved=1))
        two = leaf_changes_in_words(LeafChanges(front=False, added=2, removed=2, changed=2, moved=2))
    assert one == ["1 punkt tillagd", "1 borttagen", "1 ändrad", "1 flyttad"]
    assert two == ["2 punkter tillagda", "2 borttagna", "2 ändrade", "2 flyttade"]


@pytest.mark.django_db
def test_a_stranger_signs_in_in_swedish(client):
    page = client.get(reverse("account_login"), headers=SWEDISH)
    assert_well_formed(page)
    text = page.content.decode()
    assert '<html lang="sv"' in text
    assert "<h1>Logga in</h1>" in text
    assert "Användarnamn eller e-postadress" in text
    assert "Hoppa till innehållet" in text
    assert "Sign in" not in text


@pytest.mark.django_db
def test_a_guideline_is_read_in_swedish_and_by_the_next_one_in_english(client, ines):
    """What is kept of a rendered version is kept for each language."""
    version = VersionFactory(slug="social", date=datetime(2026, 5, 3, 9, tzinfo=UTC))
    address = reverse("guidelines:guideline", args=["social"])
    page = client.get(address, headers=SWEDISH)
    assert_well_formed(page)
    swedish = " ".join(page.content.decode().split())
    assert '<html lang="sv"' in swedish
    assert "gäller sedan 3 maj 2026" in swedish
    assert "Länk till ”Own your words”" in swedish
    assert "Den första versionen" in swedish
    english = " ".join(client.get(address, headers={"Accept-Language": "en"}).content.decode().split())
    assert "in force since 3 May 2026" in english
    assert "Link to “Own your words”" in english
    assert f"ersion {version.number}" in english


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("home:home", "Riktlinjer som gäller"),
        ("guidelines:index", "Riktlinjer"),
        ("posts:index", "Inlägg"),
        ("posts:new", "Skriv ett inlägg"),
        ("posts:blogs", "Bloggar"),
        ("flags:desk", "Mitt bord"),
        ("flags:how", "Så fungerar det"),
        ("flags:log", "Loggen"),
        ("people:notices", "Notiser"),
    ],
)
def test_every_section_is_swedish(client, ines, name, heading):
    page = client.get(reverse(name), headers=SWEDISH)
    assert page.status_code == 200
    assert_well_formed(page)
    assert re.search(rf"<h[12][^>]*>\s*{heading}\s*</h[12]>", page.content.decode())


@pytest.mark.django_db
def test_a_language_that_is_not_there_gives_english(client):
    page = client.get(reverse("account_login"), headers={"Accept-Language": "fi"})
    assert "<h1>Sign in</h1>" in page.content.decode()


@pytest.mark.django_db
def test_a_notice_is_read_in_the_language_of_its_reader(client, ines):
    """What was stored while somebody else's language was spoken would tell something about them."""
    text = "A passage of yours is hidden for now. You can take it out, or rewrite it."
    actions.notify(recipient=ines, kind="flags.veiled", text=text, url="/", deliver_at=timezone.now())
    for name in ("people:notices", "home:home"):
        page = client.get(reverse(name), headers=SWEDISH).content.decode()
        assert "En passage i din text är dold tills vidare." in page
        assert text in client.get(reverse(name), headers={"Accept-Language": "en"}).content.decode()
