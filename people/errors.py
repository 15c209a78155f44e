"""Errors that Django hands to a view of ours."""

from django.shortcuts import render


def stale_form(request, reason=""):
    """Say that the form was too old to be taken, and how to keep what was written (403)."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
