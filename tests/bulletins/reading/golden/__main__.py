"""Regenerate the golden records with the current reader."""

from tests.bulletins.reading.test_golden import BULLETINS, golden_file, records_of

for bulletin in BULLETINS:
    golden_file(bulletin).write_text(records_of(bulletin), encoding="utf-8")
