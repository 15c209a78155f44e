"""Settings of flags that nobody could live by are refused before the server starts."""

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.parametrize(
    "rules", [{"veil_voices": 1}, {"unknown": 3}, {"notice_hours": []}, {"veil_hours": "long"}]
)
def test_numbers_nobody_could_live_by_are_refused(settings, rules):
    settings.FLAGS_RULES = rules
    with pytest.raises(CommandError, match="FLAGS_RULES cannot be used"):
        call_command("check")


def test_other_numbers_are_taken(settings):
    settings.FLAGS_RULES = {"grace_hours": 48, "notice_hours": [9, 15]}
    call_command("check")
