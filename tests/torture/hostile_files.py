"""Files that are cut, changed, mixed or made to explode, imported by the command."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

from docx import Document

from benchmarks.generate_bulletins import generate_bulletins
from tests.torture import archives
from tests.torture.archives import Outcome

# Files of one run of the command; a run takes a second to start.
_BATCH = 25


def _seeds(seed: int) -> dict[str, bytes]:
    """Return a good file of each kind, by suffix."""
    text = next(iter(generate_bulletins(1, seed))).text
    document = io.BytesIO()
    paper = Document()
    for line in text.splitlines():
        paper.add_paragraph(line)
    paper.save(document)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("会议.txt", text)
        archive.writestr("会议.docx", document.getvalue())
    page = f"<html><body>{''.join(f'<p>{line}</p>' for line in text.splitlines())}</body></html>"
    return {
        ".txt": text.encode(),
        ".docx": document.getvalue(),
        ".html": page.encode(),
        ".pdf": _pdf(text),
        ".zip": packed.getvalue(),
    }


def _pdf(text: str) -> bytes:
    """Return a page without embedded font, which is all that damage to a PDF needs."""
    stream = b"BT /F1 12 Tf 50 700 Td <" + text[:40].encode("utf-16-be").hex().encode() + b"> Tj ET"
    return b"\n".join(
        [
            b"%PDF-1.4",
            b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
            b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>endobj",
            b"4 0 obj<</Length %d>>stream" % len(stream),
            stream,
            b"endstream endobj",
            b"trailer<</Root 1 0 R>>",
            b"%%EOF",
        ]
    )


def _bomb(generator: random.Random) -> bytes:
    """Return an archive of few bytes whose members unpack to many."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(generator.randint(2, 40)):
            archive.writestr(f"{number}.txt", b"\n" * (19 << 20))
    return packed.getvalue()


def _spoil(data: bytes, other: bytes, generator: random.Random) -> bytes:
    """Return a file with one damage."""
    position = generator.randrange(len(data))
    begin, end = data[:position], data[position:]

    def changed() -> bytes:
        spoiled = bytearray(data)
        for _ in range(generator.randint(1, 50)):
            spoiled[generator.randrange(len(data))] = generator.randrange(256)
        return bytes(spoiled)

    damages: list[Callable[[], bytes]] = [
        lambda: begin,
        changed,
        lambda: begin + other + end,
        lambda: begin + end * generator.randint(2, 9),
        lambda: begin + generator.randbytes(2000) + end,
        lambda: other,
    ]
    return generator.choice(damages)()


def run(folder: Path, files: int, seed: int) -> list[Outcome]:
    """Import spoiled files: each is read or refused with a line, and the archive stays whole."""
    home = folder / "hostile"
    archives.make_archive(home, 20)
    outcome, afterwards = Outcome("hostile files"), Outcome("the archive after them")
    generator = random.Random(seed)
    for start in range(0, files, _BATCH):
        batch = folder / f"hostile_{start}"
        batch.mkdir()
        names = []
        for number in range(start, min(start + _BATCH, files)):
            good = _seeds(number)
            suffix = generator.choice(list(good))
            other = good[generator.choice(list(good))]
            is_bomb = suffix == ".zip" and generator.random() < 0.1
            data = _bomb(generator) if is_bomb else _spoil(good[suffix], other, generator)
            (batch / f"{number}{suffix}").write_bytes(data)
            names.append(f"{number}{suffix}")
        status, output = archives.run(home, "import_bulletins", str(batch))
        crash = [output.splitlines()[-1]] if status not in (0, 1) or "Traceback" in output else []
        for name in names:
            is_told = f"/{name}" in output
            outcome.record(crash + ([] if is_told else [f"{name}: neither read nor refused"]))
    afterwards.record(archives.defects(home))
    return [outcome, afterwards]
