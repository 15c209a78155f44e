"""How long the parts of a post may be, in characters."""

MAX_TITLE = 200
MAX_SUMMARY = 600
# The longest of 508 real posts has 37,739; at 100,000 a page still renders in well under a second.
MAX_ARTICLE = 100_000
MAX_NOTE = 1_000
MAX_SLUG = 200
