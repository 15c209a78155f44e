"""Tokens in the addresses of feeds, for feed readers, which cannot sign in."""

import hashlib

TOKEN_BYTES = 32
"""Bytes of randomness in a token: 256 bits, so that nobody can guess one, and a plain hash of it hides it."""


def token_digest(token: str) -> str:
    """Return what is kept of a token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
