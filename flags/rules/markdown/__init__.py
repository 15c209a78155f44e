"""Markdown that people type: its blocks of text, what they look like under a veil, and cutting passages out."""
