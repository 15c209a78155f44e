"""What a stranger is told after the demonstration is set up."""

from home.demo.people import ADMIN, SIGN_IN_WITH

_GUIDE = """
Sign in with any of these names and the password: {password}

  marek.horak      reads                     (a student, in no team)
  hanna.virtanen   edits guidelines          (Research; like every employee)
  aroha.ngata      flags a passage           (Field Service)
  ruth.abara       flags it too              (People and Places: a second team, so it is hidden)
  jonas.weidner    has a flag on a post      (Software)
  priya.raman      has a hidden passage      (Software)
  {admin}            looks after accounts and teams; cannot decide about posts

Five things to try:

  1. Read        /guidelines/social-media/
  2. Compare     /guidelines/social-media/history/    choose two versions, for example 5 and 7
  3. Edit        /guidelines/social-media/            "Edit", as hanna.virtanen; a change note is all it needs
  4. Write       /posts/new/                          an article or a note, in Markdown
  5. Flag        /posts/                              "Autumn, seen from the order book" gives a figure away.
                 Select the words as aroha.ngata, again as ruth.abara, and they are hidden.
                 Then answer a flag as jonas.weidner:  /flags/desk/

Everybody here is invented, and so is their company. The guidelines are not legal advice.
"""


def guide() -> str:
    """Return who can sign in as what, and what to try, as lines for a terminal."""
    return _GUIDE.format(password=SIGN_IN_WITH, admin=ADMIN)
