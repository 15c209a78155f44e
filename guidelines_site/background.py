"""Where Wagtail's background work runs: its search index, and its record of what refers to what."""

from functools import partial

from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult


class AfterCommit(ImmediateBackend):
    """Runs a task in the process that asked for it, once what it is about is committed.

    Within the transaction, two people who save two pages on PostgreSQL could wait for each other's rows of the
    index: the database then ends one of the two saves. After it, all that can fail is the task, which is logged.
    """

    def _execute_task(self, task_result: TaskResult) -> None:
        transaction.on_commit(partial(super()._execute_task, task_result))
