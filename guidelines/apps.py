"""The guidelines app."""

from importlib import import_module

from django.apps import AppConfig


class GuidelinesConfig(AppConfig):
    """Configuration of the guidelines app."""

    name = "guidelines"

    def ready(self) -> None:
        """Hang scheduled publishing on the ticker, and fill pages' slots; models can only be imported now."""
        from guidelines import person_page, publishing_here, suggesting_here, watching_here
        from guidelines.coediting import forget_due
        from guidelines.presence import forget_stale
        from guidelines.proposing import lapse_due
        from guidelines.publishing import publish_due
        from guidelines.taking_in import close_due
        from people import ticker

        import_module("guidelines.checks")
        ticker.register("guidelines.publish_due", publish_due)
        ticker.register("guidelines.close_due", close_due)
        ticker.register("guidelines.lapse_due", lapse_due)
        ticker.register("guidelines.forget_bases", forget_due)
        ticker.register("guidelines.forget_sessions", forget_stale)
        person_page.register()
        watching_here.register()
        publishing_here.register_slot()
        suggesting_here.register_slot()
