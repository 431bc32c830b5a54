"""The bulletins that all engines are given: a file for each number, made once a folder."""

import json
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from benchmarks.generate_bulletins import Bulletin, bulletins


def corpus(folder: Path, number: int) -> Path:
    """Return the file of that many bulletins, making it on the first call.

    It stands there whole or not at all, and is the same wherever it is made.
    """
    path = folder / f"{number}.jsonl"
    if not path.exists():
        partial = path.with_suffix(".partial")
        with partial.open("w", encoding="utf-8") as out:
            shown = tqdm(bulletins(number), total=number, desc="bulletins", disable=None)
            for bulletin in shown:
                out.write(json.dumps(asdict(bulletin), ensure_ascii=False) + "\n")
        partial.replace(path)
    return path


def read(path: Path, number: int | None = None) -> list[Bulletin]:
    """Read a file of bulletins, or the first of it."""
    with path.open(encoding="utf-8") as lines:
        return [Bulletin(**json.loads(line)) for line in islice(lines, number)]
