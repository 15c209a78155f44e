"""Locked boxes for originals: one key each, and a copy for a holder whose private key is elsewhere.

AES-256-GCM; the holder's box wraps its key by X25519 and HKDF-SHA256. All randomness is an argument.
Source: docs/adr/0034-seals.md.
"""

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12


class BoxError(ValueError):
    """The box does not open: another key, another name, or it was changed."""


def derived(secret: bytes, salt: bytes, purpose: str) -> bytes:
    """Return a key (32 bytes) of the house's secret and a salt; without either of them it cannot be made."""
    return hmac.new(secret, purpose.encode() + b"\0" + salt, hashlib.sha256).digest()


def lock(data: bytes, *, key: bytes, nonce: bytes, name: str) -> bytes:
    """Return the data locked. nonce: 12 random bytes, new for each box; name: what opens nothing else."""
    return nonce + AESGCM(key).encrypt(nonce, data, name.encode())


def unlock(box: bytes, *, key: bytes, name: str) -> bytes:
    """Return what was locked. Raises BoxError."""
    try:
        return AESGCM(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], name.encode())
    except (InvalidTag, ValueError) as error:
        raise BoxError(f"{name}: does not open") from error


def lock_for_holder(data: bytes, *, public: bytes, once: bytes, nonce: bytes, name: str) -> bytes:
    """Return the data locked for whoever has the private key. once: 32 random bytes, thrown away afterwards."""
    private = X25519PrivateKey.from_private_bytes(once)
    shared = private.exchange(X25519PublicKey.from_public_bytes(public))
    sender = private.public_key().public_bytes_raw()
    return sender + lock(data, key=_holder_key(shared, sender), nonce=nonce, name=name)


def unlock_as_holder(box: bytes, *, private: bytes, name: str) -> bytes:
    """Return what was locked for this private key. Raises BoxError."""
    sender = box[:KEY_BYTES]
    try:
        shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(sender))
    except ValueError as error:
        raise BoxError(f"{name}: does not open") from error
    return unlock(box[KEY_BYTES:], key=_holder_key(shared, sender), name=name)


def public_of(private: bytes) -> bytes:
    """Return the public key (32 bytes) of a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def halves(private: bytes, random: bytes) -> tuple[bytes, bytes]:
    """Return two halves of a key; one alone says nothing about it. random: as many random bytes."""
    return random, joined(private, random)


def joined(first: bytes, second: bytes) -> bytes:
    """Return the key of two halves, in any order. Raises BoxError for halves of different length."""
    if len(first) != len(second):
        raise BoxError("halves: are not of one key")
    return bytes(a ^ b for a, b in zip(first, second, strict=True))


def _holder_key(shared: bytes, sender: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=sender, info=b"peerline hold").derive(shared)
