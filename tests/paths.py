"""Paths of the project's files that tests read."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "corpus"
SEED = ROOT / "fixtures" / "000_df3ba8f9d111c8cf.txt"
