"""Rules for the layout of the code: imports without Django, sizes, docstrings.

Imports between packages are checked by import-linter (`[tool.importlinter]` in pyproject.toml).
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
    for folder in ("benchmarks", "bulletins", "common", "config", "search")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
# Imports all modules of the package named in its argument; importing Django raises ImportError.
IMPORT_WITHOUT_DJANGO = """
import importlib, pkgutil, sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("django", "haystack"):
            raise ImportError(f"{name} must not be imported")

sys.meta_path.insert(0, Blocker())
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
    importlib.import_module(module.name)
"""


@pytest.mark.parametrize("package", ["bulletins.reading", "search.index"])
def test_libraries_import_in_a_process_without_django(package) -> None:
    process = subprocess.run(
        [sys.executable, "-c", IMPORT_WITHOUT_DJANGO, package],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr


def test_every_module_has_a_docstring() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in MODULES}
    assert not [
        str(path.relative_to(ROOT))
        for path, text in texts.items()
        if text.strip() and not ast.get_docstring(ast.parse(text))
    ]


def test_no_module_is_longer_than_350_lines() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))]
    }
    assert not {path: lines for path, lines in lengths.items() if lines > MAX_LINES}


def test_no_package_has_more_than_15_modules() -> None:
    modules = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    assert not {
        str(folder.relative_to(ROOT)): number
        for folder, number in modules.items()
        if number > MAX_MODULES
    }


def test_meeting_records_are_written_by_the_service_that_records_revisions_only() -> None:
    writers = {
        str(path.relative_to(ROOT))
        for path in MODULES
        if "apply_record" in path.read_text(encoding="utf-8")
    }
    assert writers - {"bulletins/records/__init__.py", "bulletins/records/record_writer.py"} == {
        "bulletins/editing/revisions.py",
        # An imported archive brings its revisions with it.
        "bulletins/backups/plain/importer.py",
    }


# What writes rows; `add` and `update` are also methods of sets.
WRITING = {
    "add", "bulk_create", "bulk_update", "create", "delete", "get_or_create", "remove", "save",
    "set", "update", "update_or_create",
}  # fmt: skip
# Forms save by themselves, and admin calls them; meetings inside of `revisions.change`.
WRITTEN_BY_FORMS = {
    "bulletins/admin/bulletin.py": ["save", "save"],
    "bulletins/admin/forms.py": ["save", "save", "update", "update"],
    "bulletins/admin/meeting.py": ["save", "save"],
}


def test_views_write_rows_through_services_or_their_forms_only() -> None:
    views = [ROOT / "bulletins" / name for name in ("admin", "api", "pages")]
    calls: dict[str, list[str]] = {}
    for path in MODULES:
        if any(path.is_relative_to(folder) for folder in views):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in WRITING
                ):
                    calls.setdefault(str(path.relative_to(ROOT)), []).append(node.func.attr)
    assert {path: sorted(names) for path, names in calls.items()} == WRITTEN_BY_FORMS
