"""The breadcrumb of a page, rendered by its tag."""

import re

import pytest
from django.template import Context, Template


class Year:
    """An object with a page."""

    def get_absolute_url(self) -> str:
        return "/years/2024/"


def render(arguments: str) -> list[tuple[str, str]]:
    """Return link ("" for none) and label of each step."""
    template = Template("{% load i18n breadcrumb %}{% breadcrumb " + arguments + " %}")
    html = template.render(Context({"year": Year(), "name": "<b>"}))
    steps = re.findall(r"<li[^>]*>(?:<a href=\"(.*?)\">)?(.*?)(?:</a>)?</li>", html)
    assert html.count('aria-current="page"') == sum(not url for url, _ in steps)
    return steps


@pytest.mark.parametrize(
    ("arguments", "steps"),
    [
        ('"主题"', [("/", "首页"), ("", "主题")]),
        ('"主题" "themes" "图谱"', [("/", "首页"), ("/themes/", "主题"), ("", "图谱")]),
        ('"2024年" year "2月"', [("/", "首页"), ("/years/2024/", "2024年"), ("", "2月")]),
        ('"湖北" "/?a=1"', [("/", "首页"), ("/?a=1", "湖北")]),
        ("name", [("/", "首页"), ("", "&lt;b&gt;")]),
    ],
)  # fmt: skip
def test_the_breadcrumb_links_the_steps_from_the_home_page_to_the_page(
    arguments: str, steps: list[tuple[str, str]]
) -> None:
    assert render(arguments) == steps
