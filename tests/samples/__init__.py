"""Texts made for tests and measurements, the same for the same seed."""
