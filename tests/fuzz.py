"""Let atheris look for bytes that break a law of targets.py, from the corpus on, with coverage as its guide.

`python tests/fuzz.py TARGET SECONDS FOLDER` leaves in the folder what breaks the law, and ends with another code than
0 then. Copy it into tests/corpus/TARGET under a name that says what it is, and mend what it shows.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(name: str, seconds: int, found: Path) -> None:
    import atheris

    with atheris.instrument_imports(include=["para_sync"]):
        from targets import CORPUS, PIECES, TARGETS

    made, words = found / "corpus", found / "words" / "pieces"
    for folder in (made, words.parent):
        folder.mkdir(parents=True, exist_ok=True)
    words.write_text("".join('"' + "".join(f"\\x{byte:02x}" for byte in piece) + '"\n' for piece in PIECES[name]))
    options = [f"-max_total_time={seconds}", "-max_len=2000", f"-dict={words}", f"-artifact_prefix={found}/"]
    atheris.Setup([sys.argv[0], *options, "-timeout=10", str(made), str(CORPUS / name)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
