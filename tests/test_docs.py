"""The README and docs are complete, and what they refer to exists."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from itertools import chain, pairwise
from pathlib import Path

import pytest
from django.core.management import get_commands
from packaging.version import Version

from tests.paths import ROOT, environment_variables

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in sorted(
        [
            *ROOT.glob("*.md"),
            *ROOT.glob("docs/**/*.md"),
            *ROOT.glob("deploy/**/*.md"),
            *ROOT.glob("search/**/*.md"),
            *ROOT.glob("tests/**/*.md"),
        ]
    )
}
PACKAGES = ("benchmarks", "bulletins", "common", "config", "search", "tests")
FOLDERS = (*PACKAGES, "deploy", "docs", "fixtures", "locale", "static", "templates")
# Every file and folder of the project, and modules without suffix, relative to its root.
PATHS = {Path("manage.py")} | {
    name
    for folder in FOLDERS
    for path in [ROOT / folder, *(ROOT / folder).rglob("*")]
    if "__pycache__" not in path.parts
    for name in (path.relative_to(ROOT), path.relative_to(ROOT).with_suffix(""))
}
SETTINGS = environment_variables()
MANUALS = ("docs/operations.md", "docs/运维手册.md")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PYPROJECT["dependency-groups"]
DEPENDENCIES = {
    "requirements.txt": PYPROJECT["project"]["dependencies"],
    "requirements-postgres.txt": GROUPS["postgres"],
    "requirements-dev.txt": GROUPS["dev"],
    "requirements-bench.txt": GROUPS["bench"],
}


def locked(name: str) -> dict[str, str]:
    """Return the versions in a lock by normalized name; fails if one has no hash."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    versions = {}
    for line, following in pairwise(line for line in lines if not line.lstrip().startswith("#")):
        if not line.startswith("    --hash="):
            requirement = re.fullmatch(r"([\w-]+)==(\S+) \\", line)
            assert requirement, line
            assert following.startswith("    --hash=sha256:"), line
            versions[requirement[1]] = requirement[2]
    return versions


def commands() -> list[str]:
    paths = ROOT.glob("*/management/commands/*.py")
    return sorted(path.stem for path in paths if not path.stem.startswith("_"))


def code_spans(document: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", DOCUMENTS[document])


def missing_links(document: str) -> Iterator[str]:
    """Yield the targets of links and images in the project that do not exist."""
    for target in re.findall(r"\]\(([^)\s]+)\)", DOCUMENTS[document]):
        if re.match(r"https?:", target):
            continue
        file, _, anchor = target.partition("#")
        path = ROOT / document if not file else (ROOT / document).parent / file
        if not path.exists() or (anchor and anchor not in anchors(path.read_text("utf-8"))):
            yield target


def missing_paths(document: str) -> Iterator[str]:
    """Yield names of Python files and paths in the project that do not exist.

    A path may be relative to any folder (`query/lexer.py`, `lexer.py`) and may omit the suffix of
    a module. Paths that begin with another word, such as `ARCHIVE_DATA/files`, are not checked.
    """
    suffixes = {path.parts[start:] for path in PATHS for start in range(len(path.parts))}
    first_parts = {path.parts[-1] for path in PATHS if (ROOT / path).is_dir()}
    for code in code_spans(document):
        parts = Path(code).parts
        is_module = re.fullmatch(r"[\w/-]+\.py", code)
        is_path = re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", code) and "/" in code
        if (is_module or (is_path and parts[0] in first_parts)) and parts not in suffixes:
            yield code


def missing_modules(document: str) -> Iterator[str]:
    """Yield modules in `python -m` commands, and dotted names in the project, that do not exist."""
    for name in re.findall(r"python -m ([\w.]+)", DOCUMENTS[document]):
        if not is_module(name):
            yield name
    for name in code_spans(document):
        if re.fullmatch(rf"({'|'.join(PACKAGES)})(\.\w+)+", name) and not is_module(name):
            yield name


def missing_commands(document: str) -> Iterator[str]:
    """Yield management commands and targets of make that do not exist."""
    targets = re.findall(r"^([\w-]+):", MAKEFILE, re.MULTILINE)
    named = set(re.findall(r"(?:manage\.py|bulletin-archive) ([a-z]\w+)", DOCUMENTS[document]))
    yield from named - get_commands().keys()
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", DOCUMENTS[document], re.MULTILINE))
    yield from named - {*targets}


def is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub gives the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", ["README.md", "docs/运维手册.md"])
def test_every_setting_is_in_the_table_of_the_readme_and_in_the_chinese_manual(document) -> None:
    rows = "".join(re.findall(r"^\| `[A-Z_]+`.*?\|", DOCUMENTS[document], re.MULTILINE))
    assert "ARCHIVE_DATA" in SETTINGS
    assert not [variable for variable in SETTINGS if f"`{variable}`" not in rows]


def test_the_english_manual_refers_to_the_table_of_settings() -> None:
    assert "](../README.md#settings)" in DOCUMENTS["docs/operations.md"]


def test_both_manuals_have_the_same_chapters_and_commands() -> None:
    english, chinese = (DOCUMENTS[name] for name in MANUALS)
    levels = r"^(#+) "
    assert re.findall(levels, english, re.MULTILINE) == re.findall(levels, chinese, re.MULTILINE)
    commands = r"(?:manage\.py|systemctl|bulletin-archive) [a-z_-]+|bulletin-archive-\w+"
    assert {*re.findall(commands, english)} == {*re.findall(commands, chinese)}


def test_every_management_command_is_in_the_readme() -> None:
    assert commands()
    assert not [command for command in commands() if command not in README]


def test_every_dependency_is_justified_in_the_readme() -> None:
    names = [re.split(r"[\[=]", each)[0] for each in chain(*DEPENDENCIES.values())]
    assert not [
        name for name in names if not re.search(rf"\| [^|]*\b{re.escape(name)}\b[^|]*\|", README)
    ]


@pytest.mark.parametrize("lock", DEPENDENCIES)
def test_every_dependency_is_locked_with_hashes_in_its_version_of_pyproject(lock) -> None:
    versions = locked(lock)
    for requirement in DEPENDENCIES["requirements.txt"] + DEPENDENCIES[lock]:
        name, _, version = requirement.partition("==")
        name = name.partition("[")[0]  # psycopg[binary]
        assert versions[name.lower()] == version, requirement


@pytest.mark.parametrize("lock", DEPENDENCIES)
def test_tests_and_benchmarks_run_on_the_versions_of_the_site(lock) -> None:
    assert locked("requirements.txt").items() <= locked(lock).items()


def test_hooks_run_the_programs_of_make_lint() -> None:
    [lint] = re.findall(r"^lint:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    program = r"([\w-]+(?: \w[\w.]*)?)"
    assert {*re.findall(rf"entry: \.venv/bin/{program}", hooks)} == {
        *re.findall(rf"\$\(BIN\)/{program}", lint)
    }


def offenders(missing: Callable[[str], Iterable[str]]) -> dict[str, list[str]]:
    """Return what each document names and `missing` yields, without documents that are right."""
    found = {document: [*missing(document)] for document in DOCUMENTS}
    return {document: names for document, names in found.items() if names}


def test_links_and_images_of_the_documents_exist() -> None:
    assert not offenders(missing_links)


def test_paths_named_in_the_documents_exist() -> None:
    assert not offenders(missing_paths)


def test_modules_named_in_the_documents_exist() -> None:
    assert not offenders(missing_modules)


def test_management_commands_and_make_targets_named_in_the_documents_exist() -> None:
    assert not offenders(missing_commands)


def test_the_version_of_the_project_is_its_newest_release_or_a_later_one_in_development() -> None:
    text = DOCUMENTS["CHANGELOG.md"]
    releases = re.findall(r"^## ([\d.]+) - \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    released, version = Version(releases[0]), Version(PYPROJECT["project"]["version"])
    if "## Unreleased" in text:
        assert version.is_devrelease
        assert version > released
    else:
        assert version == released


def test_every_decision_is_in_the_list_of_decisions() -> None:
    decisions = {path.name for path in ROOT.glob("docs/decisions/[0-9]*.md")}
    assert decisions == set(re.findall(r"\]\((\d[^)]+)\)", DOCUMENTS["docs/decisions/README.md"]))
