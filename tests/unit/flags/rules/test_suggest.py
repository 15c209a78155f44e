"""Which clauses are offered first."""

from flags.rules.suggest import suggested


def test_clauses_about_what_stays_inside_come_first_and_others_not_at_all():
    clauses = [
        ("Disagree well", "Be kind to colleagues and clients."),
        ("Be who you are", "Use your name."),
        ("Keep proprietary information in", "Unreleased products and secrets stay inside."),
        ("Ask before naming clients", "A client decides."),
    ]
    assert suggested(clauses) == [2, 3, 0]


def test_no_more_than_asked_for():
    assert suggested([("Secrets", "")] * 9, most=3) == [0, 1, 2]
