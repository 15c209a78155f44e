"""What a stranger is told after the demonstration is set up."""

from home.demo.people import ADMIN, SIGN_IN_WITH

_GUIDE = """
Sign in as one of these; the password is {password}

  reader   Marek Horák, a student in no team; drawn by lot for a panel
  editor   Hanna Virtanen, Research; like every employee, she may write guidelines
  peer     Aroha Ngata, Field Service; flags what should not have been said
  peer2    Ruth Abara, People and Places: a second team, a second voice
  author   Jonas Weidner, Software; a flag waits on his desk
  {admin}    looks after accounts and teams; cannot decide about posts

Seven things to try:

  1. Read      /guidelines/social-media/           as reader: it says what changed since he read version 6
  2. Compare   /guidelines/social-media/history/   choose two of its eight versions, for example 5 and 8
  3. Edit      /guidelines/social-media/           press Edit, change a sentence, say why, publish
  4. Write     /posts/new/                         an article or a note, in Markdown
  5. Flag      /posts/                             "Autumn, seen from the order book" gives a figure away.
               Select the words as peer, then as peer2: now they are hidden for everybody.
               And answer a flag, as author: /flags/desk/
  6. Talk      /posts/                             "In praise of a boring build" has a thread; clauses have theirs
  7. Judge     /flags/panel/                       as reader: take the seat, and say whether it is a leak

Forty more or less talkative colleagues are here, all with the same password. They are invented, and so is their
company. The guidelines are not legal advice.
"""


def guide() -> str:
    """Return who can sign in as what, and what to try, as lines for a terminal."""
    return _GUIDE.format(password=SIGN_IN_WITH, admin=ADMIN)
