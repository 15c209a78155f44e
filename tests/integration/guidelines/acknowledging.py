"""What tests of acknowledgements share: addresses, and buttons that are pressed."""

from tests.factories.guidelines import clause
from tests.integration.guidelines.reading import first_edition

GUIDELINE = "/guidelines/social-media/"
SINCE_READ = f"{GUIDELINE}compare/read...current/"
HISTORY = f"{GUIDELINE}history/"


def say_read(client, number, status=302):
    """Press the button of a version's page."""
    response = client.post(f"{GUIDELINE}v/{number}/acknowledge/")
    assert response.status_code == status
    return response


def say_clause_read(client, number, clause_id, status=302):
    """Press the button of a clause."""
    response = client.post(f"{GUIDELINE}v/{number}/clauses/{clause_id}/acknowledge/")
    assert response.status_code == status
    return response


def three_clauses():
    """A first version of three clauses, and these."""
    clauses = [clause(f"Rule {number}", f"<p>Wording {number}.</p>") for number in range(3)]
    return first_edition(*clauses), clauses


def reworded(original, text):
    """The same clause in other words."""
    return clause(original.heading, f"<p>{text}</p>", id=original.id)
