"""Check an export of a Peerline log with nothing but Python:

    python3 verify_peerline_log.py peerline-log.csv [a hash you kept]

The export is the CSV on the page of the log. Every hash covers the number, the hash before it and a digest:
SHA-256(number + newline + previous hash + newline + digest), in hexadecimal; before the first stand 64 zeros.
Whoever kept a hash can tell whether the chain still leads there. Ends with status 1 if anything is wrong.
"""

import csv
import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

COLUMNS = ["sequence", "digest", "hash"]


def faults(lines: Iterable[str], kept: str = "") -> list[str]:
    """Return what is wrong with an export, a sentence each; an empty list for a sound one.

    lines: of the CSV, its head included. kept: a hash that has to stand in it, "" for none.
    """
    rows = csv.DictReader(lines)
    if rows.fieldnames != COLUMNS:
        return [f"This is no export of a log: its first line has to be {','.join(COLUMNS)}."]
    found, previous, expected, hashes = [], "0" * 64, 1, set()
    for row in rows:
        number, digest, link = (row[name] or "" for name in COLUMNS)
        if number != str(expected):
            found.append(f"Entry {number}: its number does not follow the one before.")
        if hashlib.sha256(f"{number}\n{previous}\n{digest}".encode()).hexdigest() != link:
            found.append(f"Entry {number}: its hash does not fit its content and the hash before it.")
        hashes.add(link)
        previous = link
        expected = int(number) + 1 if number.isascii() and number.isdecimal() else expected + 1
    if kept and kept.strip().lower() not in hashes:
        found.append("The hash you kept is not in this log.")
    return found


def main(arguments: list[str]) -> int:
    """Check the file the arguments name; write what is wrong, and return 1 if anything is."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        text = Path(arguments[0]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"The file cannot be read: {error}\n")
        return 2
    wrong = faults(text.splitlines(), *arguments[1:])
    for sentence in wrong:
        sys.stdout.write(f"{sentence}\n")
    if not wrong:
        sys.stdout.write(f"The log is sound: {max(len(text.splitlines()) - 1, 0)} entries.\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
