"""Where real text to test on lies: the folder named by PEERLINE_CORPUS, or `../shared/corpus` beside the project.

It is not part of the project. Tests that need it are skipped where it is not; a folder that PEERLINE_CORPUS names
has to be there.
"""

import os
from pathlib import Path

import pytest

_NAMED = os.environ.get("PEERLINE_CORPUS")
CORPUS = Path(_NAMED) if _NAMED else Path(__file__).resolve().parents[2] / "shared" / "corpus"

needs_corpus = pytest.mark.skipif(
    not (_NAMED or CORPUS.is_dir()), reason="PEERLINE_CORPUS names no folder, and ../shared/corpus is not there"
)
