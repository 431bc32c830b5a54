"""The README and docs name everything a person can set, run or install."""

import re

import pytest

from tests.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def requirements(name: str) -> list[str]:
    """Return the packages asked for by name, not those that they bring with them."""
    text = (ROOT / name).read_text(encoding="utf-8").partition("# What those bring")[0]
    return re.findall(r"^([\w-]+)==", text, re.MULTILINE)


def commands() -> list[str]:
    found = ROOT.glob("*/management/commands/*.py")
    return sorted(path.stem for path in found if not path.stem.startswith("_"))


SETTINGS = re.findall(
    r'env\.\w+\(\s*"(\w+)"', (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("variable", SETTINGS)
def test_every_variable_of_the_environment_stands_in_the_readme(variable):
    assert f"`{variable}`" in README


@pytest.mark.parametrize("command", commands())
def test_every_command_stands_in_the_readme(command):
    assert command in README


@pytest.mark.parametrize(
    "package", requirements("requirements.txt") + requirements("requirements-dev.txt")
)
def test_every_dependency_earns_its_place_in_the_readme(package):
    assert re.search(rf"\| [^|]*\b{re.escape(package)}\b[^|]*\|", README)


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-bench.txt"]
)
def test_every_requirement_is_pinned(name):
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "-r")):
            assert re.fullmatch(r"[\w.-]+==[\w.]+", line), line


@pytest.mark.parametrize("page", ["README.md", *(p.name for p in (ROOT / "docs").glob("*.md"))])
def test_links_and_pictures_lead_somewhere(page):
    path = ROOT / page if page == "README.md" else ROOT / "docs" / page
    for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target
