"""What a seal took out, kept locked for as long as somebody can appeal, and for whoever must hold evidence.

The key of a box is made of the house's SEALS_KEY, which is not in the database, and of a salt that is only there:
once the salt is gone, nobody opens the box, wherever a copy of it may lie. Source: docs/adr/0034-seals.md.
"""

import hashlib
import json
import secrets
import zlib
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from flags.models import Case, Seal
from flags.rules import boxes
from flags.rules.passages import Span
from flags.rules.prints import PrintFinder, Prints
from flags.stored import Change

SALT_BYTES = 32


@dataclass(frozen=True)
class Original:
    """What was taken out. text, span: the block that was marked, and where in it; None for a whole block."""

    text: str
    span: Span
    changes: tuple[Change, ...] = ()

    def to_bytes(self) -> bytes:
        """Return it as bytes, small."""
        changes = [change.to_data() for change in self.changes]
        data = {"text": self.text, "span": list(self.span), "changes": changes}
        return zlib.compress(json.dumps(data).encode())

    @classmethod
    def from_bytes(cls, data: bytes) -> "Original":
        """Return what `to_bytes` wrote."""
        read = json.loads(zlib.decompress(data))
        return cls(read["text"], Span(*read["span"]), tuple(Change.from_data(one) for one in read["changes"]))


def prints_key(salt: bytes) -> bytes:
    """Return the key of the prints of a seal."""
    return boxes.derived(_secret(), salt, "prints")


def finder_of(seals: Sequence[Seal]) -> list[PrintFinder]:
    """Return what finds the passages of these seals again."""
    return [
        PrintFinder(tuple(Prints.from_data(one) for one in seal.prints), prints_key(bytes(seal.salt)))
        for seal in seals
    ]


def lock(seal: Seal, original: Original, *, until: datetime) -> None:
    """Put the original into the seal, locked; nothing is saved."""
    salt = secrets.token_bytes(SALT_BYTES)
    nonce = secrets.token_bytes(boxes.NONCE_BYTES)
    box = boxes.lock(original.to_bytes(), key=_box_key(salt), nonce=nonce, name=_name(seal.case_id))
    seal.originals, seal.originals_salt, seal.originals_until = box, salt, until
    seal.originals_digest = hashlib.sha256(box).hexdigest()


def lock_for_holder(seal: Seal, original: Original, now: datetime) -> None:
    """Put a copy into the seal for the holder of HOLD_PUBLIC_KEY, if the house has one; nothing is saved."""
    public = holder_key()
    if public is None:
        return
    seal.held = boxes.lock_for_holder(
        original.to_bytes(),
        public=public,
        once=secrets.token_bytes(boxes.KEY_BYTES),
        nonce=secrets.token_bytes(boxes.NONCE_BYTES),
        name=_name(seal.case_id),
    )
    seal.held_until = now + timedelta(days=settings.HOLD_DAYS)


def opened(case: Case) -> Original | None:
    """Return what was taken out for a case, None when it is gone for good, or was never kept.

    For the panel of an appeal, and to put it back. Raises BoxError when SEALS_KEY is another one now.
    """
    seal = Seal.objects.filter(case=case).exclude(originals_until=None).first()
    if seal is None:
        return None
    name = _name(case.pk)
    return Original.from_bytes(
        boxes.unlock(bytes(seal.originals), key=_box_key(bytes(seal.originals_salt)), name=name)
    )


def opened_by_holder(seal: Seal, private: bytes) -> Original:
    """Return what is held, for whoever has the private key. Raises BoxError."""
    return Original.from_bytes(boxes.unlock_as_holder(bytes(seal.held), private=private, name=_name(seal.case_id)))


def forget(seal: Seal) -> str:
    """Destroy key and box of the original; nothing is saved. Returns the SHA-256 of the key, for the log."""
    proof = hashlib.sha256(_box_key(bytes(seal.originals_salt))).hexdigest()
    seal.originals, seal.originals_salt, seal.originals_until = b"", b"", None
    return proof


def holder_key() -> bytes | None:
    """Return HOLD_PUBLIC_KEY, None for a house that keeps nothing. Raises ValueError for what is no such key."""
    if not settings.HOLD_PUBLIC_KEY:
        return None
    try:
        key = b64decode(settings.HOLD_PUBLIC_KEY, validate=True)
    except Base64Error as error:
        raise ValueError("HOLD_PUBLIC_KEY: is not base64") from error
    if len(key) != boxes.KEY_BYTES:
        raise ValueError(f"HOLD_PUBLIC_KEY: has {len(key)} bytes, a key has {boxes.KEY_BYTES}")
    return key


def _secret() -> bytes:
    return settings.SEALS_KEY.encode()


def _box_key(salt: bytes) -> bytes:
    return boxes.derived(_secret(), salt, "originals")


def _name(case_id: object) -> str:
    return f"case {case_id}"
