"""Rules for templates: line length, and the mark of partials."""

import re

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


def test_no_line_of_a_template_is_longer_than_160_characters():
    assert not [
        f"{name}:{number}"
        for name, text in TEMPLATES.items()
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > MAX_CHARACTERS
    ]


def test_the_names_of_templates_that_are_included_begin_with_an_underscore_and_no_others():
    assert INCLUDED == PARTIALS
