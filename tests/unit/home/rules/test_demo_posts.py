"""How a post is read from its file."""

import pytest

from home.rules.demo_posts import read_post
from home.rules.edits import ContentFileError

POST = """+++
title = "Tea"
kind = "article"
authors = ["ana", "ben"]
date = 2024-01-01T12:00:00Z
tags = ["tea"]

[[edits]]
date = 2024-01-02T12:00:00Z
author = "ben"
changes = [{ old = "milk", new = "sugar" }]
+++
With milk.
"""


def test_a_post_is_read_as_first_published_and_after_each_edit():
    post = read_post("tea", POST)
    assert (post.title, post.authors, post.tags, post.blog) == ("Tea", ("ana", "ben"), ("tea",), "")
    assert post.body == "With milk."
    assert [(edit.author, edit.body) for edit in post.edits] == [("ben", "With sugar.")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Only words.", "tea: this is not facts between two lines"),
        ("+++\ntitle = \n+++\nText", "tea: this is not facts between two lines"),
        (POST.replace("2024-01-02", "2023-01-02"), "tea: an edit is older"),
        (POST.replace("With milk", "With honey"), "tea: these words should stand there once"),
    ],
)
def test_a_file_of_another_form_is_refused(text, message):
    with pytest.raises(ContentFileError, match=message):
        read_post("tea", text)
