"""The layout of the code: what imports without Django, sizes, docstrings.

Which package may import which is checked by import-linter (`[tool.importlinter]` in pyproject.toml).
"""

import ast
import subprocess
import sys
from collections import Counter

import pytest

from tests.paths import ROOT

MAX_LINES = 350
MAX_MODULES = 15
MODULES = [
    path
    for folder in ("bulletins", "common", "config", "search")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
# Raises ImportError for the packages named in its arguments, then imports what is named first.
WITHOUT_DJANGO = """
import importlib, pkgutil, sys

class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("django", "haystack"):
            raise ImportError(f"{name} is not to be imported here")

sys.meta_path.insert(0, Refused())
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
    importlib.import_module(module.name)
"""


@pytest.mark.parametrize("package", ["bulletins.reading", "search.index"])
def test_the_libraries_import_in_a_process_without_django(package):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, package],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_module_has_a_docstring():
    texts = {path: path.read_text(encoding="utf-8") for path in MODULES}
    assert not [
        str(path.relative_to(ROOT))
        for path, text in texts.items()
        if text.strip() and not ast.get_docstring(ast.parse(text))
    ]


def test_no_module_is_longer_than_350_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    assert not long


def test_no_package_has_more_than_15_modules():
    modules = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    assert not {str(p.relative_to(ROOT)): n for p, n in modules.items() if n > MAX_MODULES}
