"""Score meeting records against labels, field by field.

    python -m tests.bulletins.reading.score_extraction [--folder FOLDER] [--part held] [--errors]

The folders: `texts` and `texts_folded` have the labels of gold.jsonl; `own`, written for these
tests, has those of own.jsonl, and `own_folded` is the same texts set in columns by `folded` below.

Meetings are matched file by file, in order; a file with the wrong number of meetings is aligned on
province, date and title. Nulls count: a value where the label has none is a false positive. Prints
correct, labelled, found, precision, recall and F1 for each field, and the macro F1.
"""

import argparse
import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from bulletins.reading import read_document
from tests.paths import CORPUS

LABELS = {
    "texts": "gold.jsonl",
    "texts_folded": "gold.jsonl",
    "own": "own.jsonl",
    "own_folded": "own.jsonl",
}
FIELDS = [
    "meetings",
    "province",
    "date",
    "title",
    "chairs",
    "speakers",
    "roles",
    "priorities",
    "exchange_units",
    "venue",
    "source",
]
# Roles are compared by the kind of act; the first of these words in the role decides.
ROLES = {
    "报告": "报告", "汇报": "汇报", "传达": "传达", "宣读": "宣读", "通报": "通报", "点评": "点评",
    "发言": "发言", "讲话": "讲话", "部署": "部署", "总结": "部署", "介绍": "介绍", "领学": "领学",
    "表扬": "通报", "体会": "发言",
}  # fmt: skip

Row = dict[str, Any]


@dataclass
class Count:
    """Numbers of correct, labelled and extracted values of a field."""

    correct: int = 0
    labelled: int = 0
    found: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.correct / (self.labelled + self.found) if self.correct else 0.0


@dataclass
class Score:
    """Counts of all fields, and a line for each miss."""

    counts: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    absent_named: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def macro_f1(self) -> float:
        return sum(count.f1 for count in self.counts.values()) / len(self.counts)

    def add(
        self,
        file: str,
        name: str,
        labels: list[Any],
        values: list[Any],
        same: Callable[[Any, Any], bool] = lambda one, other: bool(one == other),
    ) -> None:
        """Count one field of one meeting."""
        unmatched, correct = list(values), 0
        for label in labels:
            match = next((value for value in unmatched if same(label, value)), None)
            if match is not None:
                unmatched.remove(match)
                correct += 1
        count = self.counts[name]
        count.correct += correct
        count.labelled += len(labels)
        count.found += len(values)
        if not correct == len(labels) == len(values):
            self.errors.append(f"{file} {name}: labelled {labels}, found {values}")


def plain(text: str | None) -> str:
    """Return the text without width, case, spaces and punctuation, to compare the words."""
    folded = unicodedata.normalize("NFKC", text or "").lower()
    return re.sub(r"[\W_]+", "", folded)


def same_heading(one: str, other: str) -> bool:
    """Return whether two headings match: one contains the other, or they are similar."""
    short, long = sorted((plain(one), plain(other)), key=len)
    if not short:
        return False
    is_part = short in long and len(short) >= 0.5 * len(long)
    return is_part or SequenceMatcher(None, short, long).ratio() >= 0.7


def same_place(one: str, other: str) -> bool:
    """Return whether the bare name of one place occurs in the other."""
    return bare(one) in plain(other) or bare(other) in plain(one)


def bare(place: str) -> str:
    """Return a place without its suffix (市, 县…)."""
    return re.sub(r"[省市县区州盟]$", "", plain(place))


def role_class(role: str | None) -> str:
    """Return the kind of act of a role."""
    return next((kind for word, kind in ROLES.items() if word in (role or "")), plain(role))


def is_held_out(file: str) -> bool:
    """Return whether the file is in the third that is held out while rules are written."""
    return int(hashlib.sha256(file.encode()).hexdigest(), 16) % 3 == 0


def score(labels: list[Row], records: list[Row]) -> Score:
    """Compare records with labels, both as JSON rows."""
    labelled, found = _by_file(labels), _by_file(records)
    out = Score()
    for file, rows in sorted(labelled.items()):
        meetings = out.counts["meetings"]
        meetings.correct += min(len(rows), len(found[file]))
        meetings.labelled += len(rows)
        meetings.found += len(found[file])
        for label, record in _aligned(rows, found[file]):
            _score_meeting(out, file, label, record)
    return out


def _score_meeting(out: Score, file: str, label: Row, record: Row) -> None:
    for name in ("province", "date"):
        out.add(file, name, _one(label, name), _one(record, name))
    if label.get("title"):  # a headline where the label has none is not scored
        out.add(file, "title", _one(label, "title"), _one(record, "title"), same_heading)
    if not label or label.get("place"):  # nor a venue that the annotator left out
        out.add(file, "venue", _one(label, "place"), _one(record, "venue"), same_place)
    out.add(file, "source", _one(label, "source"), _one(record, "source"), same_heading)
    chairs = [plain(chair["name"]) for chair in record.get("chairs", [])]
    out.add(file, "chairs", [plain(name) for name in label.get("chair", [])], chairs)
    labelled, found = _speakers(label), _speakers(record)
    out.add(file, "speakers", [name for name, _ in labelled], [name for name, _ in found])
    out.add(file, "roles", labelled, found)
    headings = [item["heading"] for item in record.get("priorities", [])]
    out.add(file, "priorities", label.get("priorities", []), headings, same_heading)
    units, units_found = (
        [bare(u) for u in row.get("exchange_units", [])] for row in (label, record)
    )
    out.add(file, "exchange_units", units, units_found)
    absent = {plain(name) for name in label.get("written_instructions_by", [])}
    out.absent_named += len(absent & ({name for name, _ in found} | set(chairs)))


def _speakers(row: Row) -> list[tuple[str, str]]:
    return [(plain(each["name"]), role_class(each["role"])) for each in row.get("speakers", [])]


def _one(row: Row, key: str) -> list[Any]:
    return [row[key]] if row.get(key) else []


def _by_file(rows: list[Row]) -> defaultdict[str, list[Row]]:
    files: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        files[Path(row["file"]).name].append(row)
    return files


def _aligned(labels: list[Row], records: list[Row]) -> list[tuple[Row, Row]]:
    if len(labels) == len(records):
        return list(zip(labels, records, strict=True))
    unmatched = list(records)
    pairs: list[tuple[Row, Row]] = []
    for label in labels:
        best = max(unmatched, key=lambda record: _similarity(label, record), default=None)
        if best is not None and _similarity(label, best) > 0:
            unmatched.remove(best)
        else:
            best = None
        pairs.append((label, best or {}))
    return pairs + [({}, record) for record in unmatched]


def _similarity(label: Row, record: Row) -> float:
    title = SequenceMatcher(None, plain(label["title"]), plain(record["title"])).ratio()
    same_people = {name for name, _ in _speakers(label)} & {name for name, _ in _speakers(record)}
    same_place = float(label["province"] == record["province"])
    same_day = float(label["date"] == record["date"])
    return same_place + 2 * same_day + title + len(same_people)


def folded(file: str, text: str) -> str:
    """Return the text as a newspaper column; width and blank lines depend on the file name only.

    Lines break anywhere, in a name and in a number too, and a blank line follows about every
    third of them, as in bulletins copied from a newspaper.
    """
    seed = hashlib.sha256(file.encode()).digest()
    width = 13 + seed[0] % 8
    lines: list[str] = []
    for paragraph in text.split("\n"):
        for start in range(0, len(paragraph), width):
            lines.append(paragraph[start : start + width])
            if seed[len(lines) % len(seed)] % 3 == 0:
                lines.append("")
    return "\n".join(lines)


def _received(folder: str, file: str) -> bytes:
    if folder == "own_folded":
        return folded(file, (CORPUS / "own" / file).read_text(encoding="utf-8")).encode()
    return (CORPUS / folder / file).read_bytes()


def score_corpus(folder: str = "texts", part: str = "all") -> Score:
    """Return the score of the corpus; `part` is all, seen or held."""
    labels = [
        json.loads(line) for line in (CORPUS / LABELS[folder]).read_text("utf-8").splitlines()
    ]
    if part != "all":
        labels = [row for row in labels if is_held_out(row["file"]) == (part == "held")]
    records = [
        record.to_json()
        for file in sorted({row["file"] for row in labels})
        for record in read_document(file, _received(folder, file))
    ]
    return score(labels, records)


def main() -> None:
    """Print the score of a part of the corpus."""
    cli = argparse.ArgumentParser(description="Score the reader against the labelled corpus.")
    cli.add_argument("--folder", choices=[*LABELS], default="texts")
    cli.add_argument("--part", choices=["all", "seen", "held"], default="all")
    cli.add_argument("--errors", action="store_true", help="print every miss")
    args = cli.parse_args()
    result = score_corpus(args.folder, args.part)
    if args.errors:
        print("\n".join(result.errors))
    for name, count in result.counts.items():
        print(f"{name:15}{count.correct:6}{count.labelled:6}{count.found:6}{count.f1:8.3f}")
    print(f"absent people named as chair or speaker: {result.absent_named}")
    print(f"macro F1 {result.macro_f1:.3f}")


if __name__ == "__main__":
    main()
