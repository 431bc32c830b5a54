"""Word files: the text on the page in document order, and nothing that is only in the file."""

import io
import zipfile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from bulletins.reading import ExclusionReason
from tests.bulletins.reading.formats.office.word_files import (
    HEADLINE,
    LEAD,
    NAMES,
    lines_of,
    opened,
    paragraph,
    saved,
    with_body,
    with_parts,
    with_related,
)


def test_a_text_box_is_read_once_although_the_file_has_it_twice() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    data = with_body(
        f"<w:p><w:r><w:t>框前</w:t><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>框后</w:t></w:r></w:p>"
    )
    assert lines_of(data) == ["框前框后", "框内"]


def test_a_text_box_that_only_old_programs_can_draw_is_read() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    data = with_body(f"<w:p><w:r><w:pict>{box}</w:pict></w:r></w:p>")
    assert "框内" in lines_of(data)


def test_deleted_text_is_left_out_and_inserted_text_read() -> None:
    data = with_body(
        "<w:p><w:r><w:t>会议</w:t></w:r><w:del><w:r><w:delText>昨日</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>今日</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>召开</w:t></w:r></w:moveTo></w:p>"
    )
    assert lines_of(data) == ["会议今日召开"]


def test_field_codes_and_hidden_text_are_left_out_and_field_results_read() -> None:
    data = with_body(
        "<w:p><w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r><w:r><w:t>结果</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>显</w:t></w:r>"
        "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
        "<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:ruby><w:rt><w:r><w:t>huì</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>会</w:t></w:r>"
        "</w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert lines_of(data) == ["结果显链接控件会"]


def test_text_in_a_style_that_hides_it_is_left_out() -> None:
    document = docx.Document()
    for name, base in (("窗体顶端", None), ("窗体底端", "窗体顶端"), ("显示", "窗体顶端")):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[base] if base else None
        document.add_paragraph(name, style)
    document.styles["窗体顶端"].font.hidden = True
    document.styles["显示"].font.hidden = False
    character_style = document.styles.add_style("隐字", WD_STYLE_TYPE.CHARACTER)
    character_style.font.hidden = True
    runs = (
        document.add_paragraph("会议").add_run("隐", "隐字"),
        document.paragraphs[0].add_run("显"),
    )
    runs[1].font.hidden = False
    assert lines_of(saved(document)) == ["显", "", "显示", "会议"]


def test_tabs_and_breaks_are_read_and_soft_hyphens_left_out() -> None:
    data = with_body(
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/>"
        "<w:t>丙</w:t><w:softHyphen/><w:t>丁</w:t></w:r></w:p>"
    )
    assert lines_of(data) == ["甲\t乙", "丙丁"]


def test_footnotes_come_after_the_text() -> None:
    notes = (
        f"<w:footnotes {NAMES}><w:footnote w:type='separator' w:id='0'>{paragraph('线')}"
        f"</w:footnote><w:footnote w:id='1'>{paragraph('注文')}</w:footnote></w:footnotes>"
    )
    data = with_body("<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id='1'/></w:r></w:p>")
    assert lines_of(with_related(data, {"footnotes": notes})) == ["正文", "注文"]


def test_comments_in_the_margin_are_beside_the_text() -> None:
    comments = "".join(
        f"<w:comment w:id='{number}' w:author='李'>{paragraph(text)}</w:comment>"
        for number, text in enumerate(("核对姓名", "已核对"))
    )
    document = opened(
        with_related(
            with_body(paragraph(LEAD)),
            {"comments": f"<w:comments {NAMES}>{comments}</w:comments>"},
        )
    )
    assert document.text == LEAD
    assert document.furniture == (
        ("核对姓名", ExclusionReason.NOT_MEETING),
        ("已核对", ExclusionReason.NOT_MEETING),
    )


def test_pinyin_over_characters_is_beside_the_text() -> None:
    ruby = "".join(
        f"<w:ruby><w:rt><w:r><w:t>{sound}</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>{character}</w:t>"
        "</w:r></w:rubyBase></w:ruby>"
        for sound, character in (("huì", "会"), ("yì", "议"))
    )
    document = opened(with_body(f"<w:p><w:r>{ruby}</w:r></w:p>"))
    assert document.text == "会议"
    assert document.furniture == (("huì yì", ExclusionReason.NOT_MEETING),)


def test_word_art_and_symbols_are_read() -> None:
    art = f"<v:shape><v:textpath string='{HEADLINE}'/></v:shape>"
    data = with_body(
        f"<w:p><w:r><w:pict>{art}</w:pict></w:r></w:p>"
        "<w:p><w:r><w:sym w:font='Symbol' w:char='2460'/><w:t>养老</w:t>"
        "<w:sym w:font='Symbol' w:char='zz'/></w:r></w:p>"
    )
    assert [line for line in lines_of(data) if line] == [HEADLINE, "①养老"]


def drawing(content: str) -> str:
    graphic = f"<a:graphic><a:graphicData>{content}</a:graphicData></a:graphic>"
    return f"<w:p><w:r><w:drawing><wp:inline>{graphic}</wp:inline></w:drawing></w:r></w:p>"


def test_the_text_of_a_diagram_is_read_at_its_place_a_shape_a_line() -> None:
    points = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>"
        for text in ("养老服务", "", "儿童福利")
    )
    diagram = f"<dgm:dataModel {NAMES}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>"
    place = drawing("<dgm:relIds r:dm='diagramData'/>")
    data = with_related(
        with_body(paragraph("前") + place * 2 + paragraph("后")), {"diagramData": diagram}
    )
    assert [line for line in lines_of(data) if line] == ["前", "养老服务", "儿童福利", "后"]


def test_text_on_a_canvas_is_read_a_paragraph_a_line() -> None:
    canvas = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in "甲乙")
    data = with_body(drawing(f"<a:txBody>{canvas}</a:txBody>"))
    assert [line for line in lines_of(data) if line] == ["甲", "乙"]


def test_words_in_a_chart_are_beside_the_text() -> None:
    def cached(*values: str) -> str:
        return "".join(f"<c:pt><c:v>{value}</c:v></c:pt>" for value in values)

    series = "".join(
        f"<c:ser><c:tx>{cached(name)}</c:tx><c:cat>{cached('一月', '二月')}</c:cat>"
        f"<c:val>{cached('12.5')}</c:val></c:ser>"
        for name in ("城市", "农村")
    )
    words = "<a:p><a:r><a:t>低保人数</a:t></a:r></a:p>"
    title = f"<c:title><c:tx><c:rich>{words}</c:rich></c:tx></c:title>"
    chart = f"<c:chartSpace {NAMES}><c:chart>{title}{series}</c:chart></c:chartSpace>"
    body = paragraph(LEAD) + drawing("<c:chart r:id='chart1'/>") * 2
    document = opened(with_related(with_body(body), {"chart1": chart}))
    assert document.text.strip() == LEAD
    assert document.furniture == (("低保人数\n城市\n一月\n二月\n农村", ExclusionReason.CAPTION),)
    assert document.doubts == ()


def numbered(levels: list[tuple[str, str]], paragraphs: list[tuple[int, str]]) -> bytes:
    """Return a file with one list; a level is a number format and the text around the number."""
    drawn = "".join(
        f"<w:lvl w:ilvl='{number}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
        for number, (form, text) in enumerate(levels)
    )
    numbering = (
        f"<w:numbering {NAMES}><w:abstractNum w:abstractNumId='7'>{drawn}</w:abstractNum>"
        "<w:num w:numId='3'><w:abstractNumId w:val='7'/></w:num></w:numbering>"
    )
    body = "".join(
        f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='3'/></w:numPr></w:pPr>"
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        for level, text in paragraphs
    )
    return with_parts(with_body(body), {"word/numbering.xml": numbering.encode()})


def test_numbered_paragraphs_begin_with_their_labels() -> None:
    data = numbered(
        [
            ("chineseCountingThousand", "%1、"),
            ("chineseCounting", "（%2）"),
            ("decimal", "%2.%3．"),
        ],
        [(0, "总结"), (1, "养老"), (1, "救助"), (2, "低保"), (0, "部署"), (1, "社会")],
    )
    assert lines_of(data) == [
        "一、总结", "（一）养老", "（二）救助", "二.1．低保", "二、部署", "（一）社会",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "eleventh"),
    [
        ("chineseCounting", "十一、"),
        ("decimal", "11、"),
        ("decimalEnclosedCircle", "⑪、"),
        ("ideographTraditional", "甲、"),
        ("bullet", ""),
        ("hebrew1", ""),
    ],
)
def test_labels_continue_past_ten_and_unknown_formats_have_none(form, eleventh) -> None:
    data = numbered([(form, "%1、")], [(0, "事")] * 11)
    assert lines_of(data)[10] == f"{eleventh}事"


def test_a_list_by_style_has_labels_and_empty_paragraphs_do_not_count() -> None:
    document = docx.Document()
    for text in ("甲", "", "乙"):
        document.add_paragraph(text, style="List Number")
    assert lines_of(saved(document)) == ["1.甲", "", "2.乙"]


@pytest.mark.parametrize(
    ("usual", "variant"),
    [
        (
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            "application/vnd.ms-word.document.macroEnabled.main",
        ),
    ],
    ids=["strict names", "strict relations", "with macros"],
)
def test_strict_and_macro_enabled_variants_of_the_format_are_read(usual, variant) -> None:
    document = docx.Document()
    document.add_paragraph(LEAD)
    data = saved(document)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {
            name: archive.read(name).replace(usual.encode(), variant.encode())
            for name in archive.namelist()
        }
    assert lines_of(with_parts(data, parts)) == [LEAD]
