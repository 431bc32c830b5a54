"""The generated bulletins that all engines index: one JSON-lines file for each size."""

import json
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from benchmarks.generate_bulletins import Bulletin, generate_bulletins


def corpus_file(folder: Path, size: int) -> Path:
    """Return the file of that many bulletins, generating it on the first call.

    The file is complete or absent, and equal wherever it is generated.
    """
    path = folder / f"{size}.jsonl"
    if not path.exists():
        partial = path.with_suffix(".partial")
        with partial.open("w", encoding="utf-8") as out:
            bulletins = generate_bulletins(size)
            for bulletin in tqdm(bulletins, total=size, desc="bulletins", disable=None):
                out.write(json.dumps(asdict(bulletin), ensure_ascii=False) + "\n")
        partial.replace(path)
    return path


def read_corpus(path: Path, limit: int | None = None) -> list[Bulletin]:
    """Read the bulletins of a file, or only the first `limit`."""
    with path.open(encoding="utf-8") as lines:
        return [Bulletin(**json.loads(line)) for line in islice(lines, limit)]
