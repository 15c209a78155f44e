"""What messages on the next page tell the browser besides their words."""

SAVED = "saved"
"""Extra tag: what was typed into the form is stored, so that the browser need not keep it (js/kept-texts.js)."""
