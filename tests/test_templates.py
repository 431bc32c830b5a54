"""Rules for templates and stylesheets: line length, the mark of partials, classes."""

import re
from pathlib import Path

import pytest
from django.contrib import admin

from tests.paths import ROOT

FOLDER = ROOT / "templates"
MAX_CHARACTERS = 160
TEMPLATES = {
    str(path.relative_to(FOLDER)): path.read_text(encoding="utf-8")
    for path in sorted(FOLDER.rglob("*.html"))
}
# Templates that are part of a page: included, or rendered by an inclusion tag.
INCLUDED = {
    name
    for text in [
        *TEMPLATES.values(),
        *(path.read_text(encoding="utf-8") for path in ROOT.glob("*/templatetags/*.py")),
    ]
    for name in re.findall(r'(?:\{% include |inclusion_tag\()"([^"]+)"', text)
}
PARTIALS = {name for name in TEMPLATES if name.rpartition("/")[2].startswith("_")}


def test_no_line_of_a_template_is_longer_than_160_characters() -> None:
    assert not [
        f"{name}:{number}"
        for name, text in TEMPLATES.items()
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > MAX_CHARACTERS
    ]


def test_the_names_of_templates_that_are_included_begin_with_an_underscore_and_no_others() -> None:
    assert INCLUDED == PARTIALS


def texts(folder: Path, suffix: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob(f"*.{suffix}"))


def used_classes() -> set[str]:
    """Return the classes that elements have; of one with a variable in it what precedes that.

    They are in attributes of templates, ours and those of the admin, in attributes and dictionaries
    of attributes in Python, and anywhere between quotes in scripts.
    """
    django_admin = Path(admin.__file__).parent
    templates = texts(FOLDER, "html") + texts(django_admin / "templates", "html")
    modules = texts(django_admin, "py") + "".join(
        texts(ROOT / each, "py") for each in ("bulletins", "common", "search")
    )
    values = [
        *re.findall(r'class="(.*?)"(?=[\s>{])', templates),
        *re.findall(r"{% block bodyclass %}(.*?){% endblock", templates),
        *re.findall(r'class(?:_name)?(?:="|": "| = ")([\w{ -]+)', modules),
        *re.findall(r'"([\w -]+)"', texts(ROOT / "static", "js")),
    ]
    names = re.sub(r"{%.*?%}", " ", " ".join(values)).split()
    return {name.partition("{")[0] for name in names} - {""}


@pytest.mark.parametrize("name", ["site/site.css", "editor/editor.css"])
def test_every_class_of_a_stylesheet_is_used(name: str) -> None:
    css = re.sub(r"/\*.*?\*/", "", (ROOT / "static" / name).read_text(encoding="utf-8"))
    selectors = " ".join(re.findall(r"([^{};]+)\{", css))
    used = used_classes()
    assert not {
        each
        for each in re.findall(r"\.([A-Za-z][\w-]*)", selectors)
        if not {each, re.sub(r"[^-]+$", "", each)} & used
    }
