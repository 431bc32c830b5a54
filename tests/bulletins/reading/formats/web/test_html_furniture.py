"""What a web page shows beside its text: menus, forms, its foot, pinyin, pictures."""

import pytest

from bulletins.reading import Document, DocumentError, ExclusionReason, open_document
from tests.bulletins.reading.formats.web.test_html import HEADLINE, LEAD, SPEECH

MENU, IMPRINT, CAPTION, NOT_MEETING = (
    ExclusionReason.MENU,
    ExclusionReason.IMPRINT,
    ExclusionReason.CAPTION,
    ExclusionReason.NOT_MEETING,
)


def opened(page: str) -> Document:
    return open_document("a.html", page.encode())


def test_menus_forms_and_the_foot_of_a_page_are_beside_its_text() -> None:
    page = f"""<body><div><a href="/">首页</a> | <a href="/a">机构</a> <a href="/b">新闻</a></div>
    <nav><ul><li>导航</li><li>专题</li></ul></nav>
    <form>检索：<input placeholder="词"><select><option>全文<option>标题</select>
    <input type=submit value=搜索><input type=hidden value=隐><input type=checkbox value=隐></form>
    <div>当前位置：<a href="/">首页</a> &gt; <a href="/a">民政要闻</a></div>
    <h1><a href="#">{HEADLINE}</a></h1><p>{LEAD}<a href="/x">{SPEECH[:12]}</a>{SPEECH[12:]}</p>
    <ul><li><a href="/1">相关新闻一</a></li><li><a href="/2">相关新闻二</a></li></ul>
    <aside>专家解读</aside><footer><p>版权所有</p><nav>网站地图</nav></footer></body>"""
    document = opened(page)
    assert document.text == f"{HEADLINE}\n\n{LEAD}{SPEECH}"
    assert document.furniture == (
        (
            "首页 | 机构 新闻\n导航\n专题\n检索：\n全文\n标题\n搜索\n当前位置：首页 > 民政要闻",
            MENU,
        ),
        ("相关新闻一\n相关新闻二", MENU),
        ("专家解读", NOT_MEETING),
        ("版权所有\n网站地图", IMPRINT),
    )


def test_buttons_inside_a_paragraph_do_not_break_it() -> None:
    document = opened(f"<p>{LEAD[:9]}<button>听<b>读</b></button>{LEAD[9:]}</p><p>{SPEECH}</p>")
    assert document.text == f"{LEAD}\n\n{SPEECH}"
    assert document.furniture == (("听读", MENU),)


def test_text_that_is_never_drawn_is_nowhere() -> None:
    hidden = "".join(
        f"<{tag}>隐</{tag}>"
        for tag in ("script", "style", "noscript", "template", "datalist", "iframe", "object")
    )
    page = f"""<p>{LEAD}</p>{hidden}<!-- 隐 --><nav hidden>隐</nav><input value=隐 hidden>
    <footer style="display:none">隐</footer><img alt="隐" src="a.png">
    <svg><title>隐</title><desc>隐</desc></svg><div hidden><button>隐</button></div>"""
    assert opened(page) == Document("text/html", LEAD)


def test_pinyin_over_characters_is_beside_the_text() -> None:
    ruby = "<ruby>會<rp>(</rp><rt>huì</rt><rp>)</rp></ruby>"
    document = opened(f"<p>{LEAD}{ruby}<ruby>議<rt>yì</ruby></p>")
    assert document.text == f"{LEAD}會議"
    assert document.furniture == (("huì yì", NOT_MEETING),)


def test_labels_of_a_drawing_are_beside_the_text_and_a_formula_is_in_it() -> None:
    drawing = "<svg><text x=1>城市</text><text>农<tspan>村</tspan></text></svg>"
    formula = "<math><mi>x</mi><mo>+</mo><mn>1</mn><annotation>x+1</annotation></math>"
    document = opened(f"<p>{LEAD}{drawing}{formula}</p>")
    assert document.text == f"{LEAD}x+1"
    assert document.furniture == (("城市\n农村", CAPTION),)


@pytest.mark.parametrize(
    ("picture", "name"),
    [
        ("<img src='/W02024/P1.jpg?v=2#x'>", "P1.jpg"),
        ("<img src='a.png' width=600 height='800px'>", "a.png"),
        ("<img src='a.png' width=20 height=900>", "a.png"),
        ("<a href=x><img src='%E4%BC%9A%E8%AE%AE.png'></a>", "会议.png"),
        (f"<img src='data:image/jpeg;base64,{'A' * 4000}'>", "image/jpeg"),
        ("<img src='https://example.org/'>", "example.org"),
        ("<img src='%00%0A%E2%80%AE'>", "?"),
        (f"<img src='{'长' * 300}.png'>", "长" * 60),
    ],
)
def test_pictures_are_named_where_the_page_has_no_sentence_beside_them(picture, name) -> None:
    assert opened(f"<h1>{HEADLINE}</h1>{picture}").doubts == (f"pictures not read: {name}",)
    assert opened(f"<h1>{HEADLINE}</h1><p>{LEAD}</p>{picture}").doubts == ()


@pytest.mark.parametrize(
    "icon",
    [
        "<img src='a.png' width=16 height=16px>",
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
        "<img>",
        "<nav><img src='logo.png'></nav>",
        "<img src='a.png' hidden>",
        "<div hidden><img src='a.png'></div>",
    ],
)
def test_icons_and_pictures_of_the_site_are_no_doubt(icon) -> None:
    assert opened(f"<h1>{HEADLINE}</h1>{icon}").doubts == ()


def test_a_page_of_nothing_but_a_picture_is_refused() -> None:
    with pytest.raises(DocumentError, match="只有图片"):
        opened("<html><img src='a.png'></html>")
