"""Views of the posts app."""
