"""Credentials recognised by their structure.

The samples are made up, and put together here so that no scanner takes this file for a leak.
"""

import pytest

from flags.rules.credentials import recognise

SAMPLES = {
    "AWS Access Key": "AKIA" + "IOSFODNN7EXAMPLE",
    "GitHub Token": "ghp" + "_0123456789abcdefghijABCDEFGHIJ012345",
    "Slack Token": "xoxb-" + "123456789012-123456789012-abcdefghijABCDEFGHIJ1234",
    "Basic Auth Credentials": "https://robot:" + "hunter2@build.example/",
    "JSON Web Token": "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl",
    "Private Key": "-----BEGIN RSA PRIVATE KEY-----\n" + "MIIEow" * 9 + "\n-----END RSA PRIVATE KEY-----",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_credential_is_found_whole_wherever_it_stands(name):
    text = f"Look: {SAMPLES[name]} is in the wiki"
    found = [text[one.start : one.end] for one in recognise(text) if one.name == name]
    assert found == [SAMPLES[name]]


def test_a_private_key_without_its_end_reaches_to_the_end_of_the_text():
    text = "Here: -----BEGIN PRIVATE KEY-----\nMIIEow\nMIIEow"
    assert [(one.start, one.end) for one in recognise(text)] == [(6, len(text))]


@pytest.mark.parametrize(
    "prose",
    [
        "The password is on a sticky note.",
        "password = correct horse battery staple",
        "Call 10.0.0.1 or 192.168.1.254 for the demo.",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "Version 2.10.3 ships on 2026-11-22 at https://build.example/a:b",
        "eyJ is how a token begins",
        "",
    ],
)
def test_prose_hashes_and_addresses_are_no_credentials(prose):
    assert recognise(prose) == []
