"""Views of the guidelines app: reading, history and comparing for everybody; editing in the CMS."""
