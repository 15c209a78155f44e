"""Where Wagtail's background work runs: its search index, and its record of what refers to what."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult


class AfterCommit(ImmediateBackend):
    """Runs a task in the process that asked for it, once what it is about is committed.

    Within the transaction, two people who save two pages on PostgreSQL could wait for each other's rows of the
    index: the database then ends one of the two saves. After it, all that can fail is the task, which is logged.
    What several saves of one transaction ask for is done once.
    """

    def _execute_task(self, task_result: TaskResult) -> None:
        waiting = Waiting(task_result.task, str(task_result.args), str(task_result.kwargs))
        if all(each[1] != waiting for each in connection.run_on_commit):
            waiting.run = lambda: super(AfterCommit, self)._execute_task(task_result)
            transaction.on_commit(waiting)


@dataclass
class Waiting:
    """A task that waits for the commit; two are equal that do the same work."""

    task: Any
    args: str
    kwargs: str
    run: Callable[[], None] = field(default=lambda: None, compare=False)

    def __call__(self) -> None:
        """Run it."""
        self.run()
