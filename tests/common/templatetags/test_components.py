"""Small pieces of markup: a label with or without a link, the second part of a title."""

import pytest
from django.template import Context, Template


def render(tag: str) -> str:
    template = Template("{% load components %}{% " + tag + " %}")
    return template.render(Context({"name": "<b>", "nothing": None}))


@pytest.mark.parametrize(
    ("tag", "html"),
    [
        ('link_to name "/a/"', '<a href="/a/">&lt;b&gt;</a>'),
        ('link_to name ""', "&lt;b&gt;"),
        ("link_to name nothing.get_absolute_url", "&lt;b&gt;"),
        ("subtitle name", '<span class="subtitle">&lt;b&gt;</span>'),
        ("subtitle nothing", ""),
    ],
)
def test_a_component_escapes_its_text_and_omits_what_is_not_there(tag: str, html: str) -> None:
    assert render(tag) == html
