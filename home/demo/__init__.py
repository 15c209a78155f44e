"""The demonstration: what is in it (files here) and how it is put into an empty database (`seed.py`)."""
