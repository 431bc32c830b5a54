"""Paths of the project's files that tests read, and the settings that its code reads."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "corpus"
SEED = ROOT / "fixtures" / "000_df3ba8f9d111c8cf.txt"


def environment_variables() -> set[str]:
    """Return the names of the settings, which the modules of `config` read."""
    read = re.compile(r'(?:env\.\w+|_\w+)\(\s*"([A-Z_]+)"')
    return {
        name
        for path in (ROOT / "config").glob("*.py")
        for name in read.findall(path.read_text(encoding="utf-8"))
    }
