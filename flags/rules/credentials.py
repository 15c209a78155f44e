"""Credentials that can be recognised by their structure alone.

detect-secrets' own patterns, without its entropy, keyword and IP plugins, which cry wolf in prose: what
these find was made by a machine to be secret. Source: docs/adr/0026-recognised-credentials.md.
"""

import re
from typing import NamedTuple

from detect_secrets.plugins.artifactory import ArtifactoryDetector
from detect_secrets.plugins.aws import AWSKeyDetector
from detect_secrets.plugins.azure_storage_key import AzureStorageKeyDetector
from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.plugins.basic_auth import BasicAuthDetector
from detect_secrets.plugins.discord import DiscordBotTokenDetector
from detect_secrets.plugins.github_token import GitHubTokenDetector
from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
from detect_secrets.plugins.jwt import JwtTokenDetector
from detect_secrets.plugins.mailchimp import MailchimpDetector
from detect_secrets.plugins.openai import OpenAIDetector
from detect_secrets.plugins.private_key import PrivateKeyDetector
from detect_secrets.plugins.sendgrid import SendGridDetector
from detect_secrets.plugins.slack import SlackDetector
from detect_secrets.plugins.square_oauth import SquareOAuthDetector
from detect_secrets.plugins.stripe import StripeDetector
from detect_secrets.plugins.telegram_token import TelegramBotTokenDetector
from detect_secrets.plugins.twilio import TwilioKeyDetector

from flags.rules.passages import snap

_DETECTORS: tuple[RegexBasedDetector, ...] = (
    ArtifactoryDetector(),
    AWSKeyDetector(),
    AzureStorageKeyDetector(),
    BasicAuthDetector(),
    DiscordBotTokenDetector(),
    GitHubTokenDetector(),
    GitLabTokenDetector(),
    JwtTokenDetector(),
    MailchimpDetector(),
    OpenAIDetector(),
    SendGridDetector(),
    SlackDetector(),
    SquareOAuthDetector(),
    StripeDetector(),
    TelegramBotTokenDetector(),
    TwilioKeyDetector(),
)
_KEY_HEADERS = PrivateKeyDetector()
_KEY_END = re.compile(r"-+END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-+")


class Credential(NamedTuple):
    """A recognised credential: what it is called, and where it stands (code points, whole tokens)."""

    name: str
    start: int
    end: int


def recognise(text: str) -> list[Credential]:
    """Return the credentials that stand in `text`, in order of their place, each as whole tokens.

    The patterns are applied here, not through `analyze_string`, which returns only a group of some of them
    ("ghp" of a GitHub token). A private key reaches to its end mark, or to the end of the text without one.
    """
    found = {
        Credential(detector.secret_type, *snap(text, match.start(), match.end()))
        for detector in _DETECTORS
        for pattern in detector.denylist
        for match in pattern.finditer(text)
        if not isinstance(detector, JwtTokenDetector) or detector.is_formally_valid(match.group())
    }
    return sorted(found | set(_private_keys(text)), key=lambda one: (one.start, one.end, one.name))


def _private_keys(text: str) -> list[Credential]:
    keys = []
    for pattern in _KEY_HEADERS.denylist:
        for match in pattern.finditer(text):
            end = _KEY_END.search(text, match.end())
            keys.append(
                Credential(_KEY_HEADERS.secret_type, *snap(text, match.start(), end.end() if end else len(text)))
            )
    return keys
