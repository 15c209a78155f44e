"""What can be fetched of a guideline."""

import re

from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.exporting import LeafData, patch, version_data

lines = st.lists(
    st.sampled_from(["a", "b", "", " c", "-d", "+e", "\\", "f\x0cg", "h\u2028i", "@@ j"]), max_size=12
)
texts = st.builds(lambda several, end: "\n".join(several) + end, lines, st.sampled_from(["", "\n"]))


def applied(change: str, old: str) -> str:
    """The new text, made of the old one and a patch as the tool of that name does."""
    before = old.split("\n")
    before = [f"{line}\n" for line in before[:-1]] + [line for line in before[-1:] if line]
    after, taken = [], 0
    for hunk in re.split(
        r"^(?=@@ -)", change.replace("\n\\ No newline at end of file\n", "\0"), flags=re.MULTILINE
    )[1:]:
        head, *body = re.findall(r"[^\n\0]*[\n\0]", hunk)
        ((start, count),) = re.findall(r"^@@ -(\d+)(?:,(\d+))?", head)
        place = int(start) - (count != "0")
        after += before[taken:place]
        taken = place
        for line in body:
            text = line[1:].replace("\0", "")
            if line[0] in " -":
                assert before[taken] == text
                taken += 1
            if line[0] in " +":
                after.append(text)
    return "".join(after + before[taken:])


@given(texts, texts)
def test_a_patch_leads_from_the_old_text_to_the_new_one(old, new):
    assert applied(patch(old, new, name="x.md", old_label="v1", new_label="v2"), old) == new


def test_equal_texts_have_an_empty_patch():
    assert patch("a\n", "a\n", name="x.md", old_label="v1", new_label="v2") == ""


def test_a_patch_names_the_file_and_the_versions():
    text = patch("a\n", "b\n", name="x.md", old_label="v1", new_label="v2")
    assert text == "--- a/x.md\tv1\n+++ b/x.md\tv2\n@@ -1 +1 @@\n-a\n+b\n"


def test_leaves_stand_in_order_and_keep_their_place_without_words():
    held = {"h1": LeafData("salt", "Title"), "h2": LeafData(None, None)}
    data = version_data({"number": 1}, "h", [["title", "", "h1"], ["clause", "a", "h2"]], held)
    assert [leaf["content"] for leaf in data["leaves"]] == ["Title", None]
    assert data["leaves"][1] == {"kind": "clause", "clause_id": "a", "hash": "h2", "salt": None, "content": None}
