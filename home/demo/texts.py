"""Puts the demonstration's guidelines, blogs and posts into the database, each with its past."""

from collections.abc import Callable, Mapping
from datetime import datetime

from guidelines.actions import publish_guideline
from guidelines.models import Origin
from home.demo.files import demo_facts, demo_guidelines, demo_posts
from home.rules.demo_posts import DemoPost
from people.models import User
from posts.actions import add_author, edit_post, start_blog, write_post
from posts.models import Blog, Post

People = Mapping[str, User]
Dated = Callable[[datetime], datetime]
"""Turns a moment of the files into one of this demonstration; see `home.rules.shift`."""


def publish_guidelines(people: People, dated: Dated) -> None:
    """Publish every version of every guideline, as its author did then."""
    for guideline in demo_guidelines():
        for version in guideline.versions:
            publish_guideline(
                slug=guideline.slug,
                guideline=version.guideline,
                note=version.note,
                author_id=people[version.author].pk,
                date=dated(version.date),
                origin=Origin.EDIT,
                material=version.material,
            )


def write_posts(people: People, dated: Dated) -> dict[str, Post]:
    """Start the blogs, write every post and its edits; return the posts by the names of their files."""
    posts = demo_posts()
    blogs = _start_blogs(people, {post.blog: dated(post.date) for post in reversed(posts)})
    return {post.key: _write(post, people, dated, blogs.get(post.blog)) for post in posts}


def _start_blogs(people: People, started: Mapping[str, datetime]) -> dict[str, Blog]:
    """Start each blog on the day of its first post."""
    blogs = {}
    for key, row in demo_facts("blogs")["blogs"].items():
        first, *others = (people[username] for username in row["authors"])
        blogs[key] = start_blog(author=first, title=row["title"], about=row["about"], now=started[key])
        blogs[key].authors.add(*others)
    return blogs


def _write(source: DemoPost, people: People, dated: Dated, blog: Blog | None) -> Post:
    """Publish a post with all its authors, then edit it as often as its file says."""
    first, *others = (people[username] for username in source.authors)
    post = write_post(
        author=first,
        title=source.title,
        body=source.body,
        now=dated(source.date),
        kind=source.kind,
        summary=source.summary,
        tags=source.tags,
        blog=blog,
    )
    for person in others:
        add_author(post=post, person=person, added_by=first, now=dated(source.date))
    for edit in source.edits:
        saved = edit_post(
            post=post,
            person=people[edit.author],
            base_version=post.version,
            title=source.title,
            body=edit.body,
            now=dated(edit.date),
            summary=source.summary,
            tags=source.tags,
            blog=blog,
        )
        post = saved.post
    return post
