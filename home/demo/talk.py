"""Lets the demonstration's people talk about a post and a clause, through the same actions as the screens."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from discussions.actions import write
from discussions.models import ThreadComment
from discussions.on_clauses import place_of as place_of_clause
from discussions.rules.places import Place
from guidelines.models import GuidelineRecord
from home.demo.files import demo_facts
from home.rules.demo_guidelines import clause_id
from people.models import User
from posts.discussed import place_of as place_of_post
from posts.models import Post


def talk(people: Mapping[str, User], posts: Mapping[str, Post], *, now: datetime) -> None:
    """Say everything in `discussions.toml`, each thread in its order."""
    for thread in demo_facts("discussions")["threads"]:
        place, said = _place(thread, posts), list[ThreadComment]()
        for facts in thread["comments"]:
            said.append(
                write(
                    place=place,
                    person=people[facts["by"]],
                    text=facts["text"],
                    answers=said[facts["answers"] - 1].pk if "answers" in facts else None,
                    now=now - timedelta(hours=facts["hours_ago"]),
                )
            )


def _place(thread: Mapping[str, Any], posts: Mapping[str, Post]) -> Place:
    if "post" in thread:
        return place_of_post(posts[thread["post"]].pk)
    slug, name = thread["clause"].split("/")
    return place_of_clause(GuidelineRecord.objects.get(slug=slug).page_id, clause_id(slug, name))
