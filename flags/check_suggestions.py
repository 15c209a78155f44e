"""How whoever writes guidelines can look their words through for likely leaks first."""

from django.urls import reverse

from flags import leakcheck
from guidelines import private_look


def register() -> None:
    """Let suggestions and the editor of guidelines offer it."""
    private_look.register(
        private_look.PrivateLook(
            template="flags/includes/leak_check.html",
            address=lambda: reverse("flags:check"),
            look=lambda texts, writer, now: leakcheck.check(texts, person=writer, now=now),
        )
    )
