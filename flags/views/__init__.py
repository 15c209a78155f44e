"""Screens of flags."""
