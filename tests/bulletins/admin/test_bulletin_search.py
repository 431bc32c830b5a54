"""The page of a bulletin has all its text, and the search of bulletins finds any run of it."""

import pytest
from django.test import Client
from haystack.exceptions import SearchBackendError

from bulletins.editing.bulletin_paragraphs import search_text
from bulletins.ingest import PublishPolicy, import_parsed, parse_file
from bulletins.models import Bulletin
from bulletins.reading import BulletinReading, ExcludedParagraph, ExclusionReason
from bulletins.records import read_excluded, to_record, write_excluded
from tests.factories import make_bulletin, make_meeting

LIST = "/admin/bulletins/bulletin/"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bulletin() -> Bulletin:
    """A published meeting, a draft, other news, and page furniture; beside another bulletin."""
    make_meeting(body="别的会议。", bulletin=make_bulletin(name="别的.txt"))
    bulletin = make_bulletin(name="三月.txt")
    make_meeting(bulletin=bulletin, title="", body="会议由厅长李丽主持。\n时 间：3月5日 上午")
    make_meeting(
        bulletin=bulletin, index=1, title="", body="养老床位\n新增1,200张。", published=False
    )
    write_excluded(
        bulletin,
        [
            ExcludedParagraph("湖北民政信息（第 3 期）", ExclusionReason.RUNNING_HEAD),
            ExcludedParagraph("我省 儿童福利工作受表彰。", ExclusionReason.NOT_MEETING, 1),
            ExcludedParagraph("首页 > 要闻", ExclusionReason.MENU, 1),
            ExcludedParagraph("首页 > 图片", ExclusionReason.MENU, 1),
        ],
    )
    bulletin.search_text = search_text(read_stored(bulletin))
    bulletin.save()
    return bulletin


def read_stored(bulletin: Bulletin) -> BulletinReading:
    records = [to_record(meeting) for meeting in bulletin.meetings.with_related()]
    return BulletinReading(records, read_excluded(bulletin))


def found(client: Client, query: str) -> list[str]:
    page = client.get(LIST, {"q": query})
    assert page.status_code == 200
    return [row.name for row in page.context["cl"].result_list]


@pytest.mark.parametrize(
    "run",
    [
        "三月",
        "厅长李丽主持",
        "李丽主",
        "时间：3月5日上午",
        "5日",
        "养老床位新增1,200",
        "位新",
        "民政信息（第3期）",
        "第 3 期",
        "我省儿童",
        "童福利工作受表",
        "首页>要",
        "要闻",
        "厅长李丽主持。时间：3月",
        "上午我省儿童",
        "新增１，200张。",
        "时间:3月5日",
    ],
)
def test_any_run_of_characters_of_a_bulletin_finds_it_and_no_other(
    administrator_client: Client, bulletin: Bulletin, run: str
) -> None:
    assert found(administrator_client, run) == ["三月.txt"]


def test_what_stands_in_no_bulletin_finds_none(
    administrator_client: Client, bulletin: Bulletin
) -> None:
    assert found(administrator_client, "殡葬改革") == []


SOUGHT = {
    "第17期": ["第17期通报。", "第1期，共7期。", "第7期、第17 号。"],
    "关□岩": ["厅长关□岩讲话。", "厅长关岩讲话。", "关某、岩某。"],
    "2024年8月6日": ["2024 年 8 月\n6 日", "2024年6月8日", "2024年8月、9月6日"],
    "单位：____": ["单位：____  姓名：____", "单位：民政厅", "单位____：__"],
    "湘民发[2024]5号": ["湘民发〔2024〕5号", "湘民发2024、5号", "湘民发〔2025〕5号"],
    "一体化-2024": ["一体化—2024", "一体化2024", "一体化、2024"],
    "100%": ["100％", "1000", "100个"],
}


@pytest.mark.parametrize(("run", "texts"), SOUGHT.items())
def test_a_run_finds_only_what_has_exactly_that(
    administrator_client: Client, run: str, texts: list[str]
) -> None:
    for number, text in enumerate(texts):
        bulletin = make_bulletin(name=f"{number}.txt")
        make_meeting(bulletin=bulletin, title="", body=text)
        bulletin.search_text = search_text(read_stored(bulletin))
        bulletin.save()

    assert found(administrator_client, run) == ["0.txt"]


@pytest.mark.parametrize("published", [True, False])
def test_bulletins_are_found_by_what_was_read_and_by_what_it_was_corrected_to(
    administrator_client: Client, bulletin: Bulletin, published: bool
) -> None:
    meeting = bulletin.meetings.get(index=0)
    meeting.body = "会议由厅长王-芳主持。"
    meeting.published = published
    meeting.save()

    assert found(administrator_client, "厅长王-芳主持") == ["三月.txt"]
    assert found(administrator_client, "厅长李丽主持") == ["三月.txt"]
    assert found(administrator_client, "厅长王芳主持") == []


def test_the_whole_text_of_an_imported_file_is_found_in_its_order(
    administrator_client: Client,
) -> None:
    text = "湖北民政信息\n（第 3 期）\n" + "2024年3月5日，湖北省民政厅召开养老服务工作会议。\n" * 2
    parsed = parse_file("四月.txt", text.encode())
    import_parsed(parsed, publish=PublishPolicy.NONE)

    assert found(administrator_client, "民政信息（第3期）2024年3月5日，湖北") == ["四月.txt"]


def test_bulletins_are_found_while_there_is_no_index(
    administrator_client: Client, bulletin: Bulletin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise SearchBackendError("no index")

    monkeypatch.setattr("search.haystack_backend.backend.ArchiveBackend.search", fail)

    assert found(administrator_client, "李丽主持") == ["三月.txt"]
    assert found(administrator_client, "儿童福利") == ["三月.txt"]


def test_the_page_of_a_bulletin_shows_the_text_in_no_meeting_and_folds_page_furniture(
    administrator_client: Client, bulletin: Bulletin
) -> None:
    html = administrator_client.get(f"{LIST}{bulletin.pk}/change/").content.decode()
    section = html[html.index('id="excluded-heading"') :]

    assert "<h3>不属于会议的文字</h3>" in section
    assert "<p>我省 儿童福利工作受表彰。</p>" in section[: section.index("<details>")]
    menu, running_heads = section.split("<details>")[1:]
    assert "网页栏目" in menu
    assert "2 段" in menu
    assert "<p>首页 &gt; 要闻</p>" in menu
    assert "页眉页脚" in running_heads
    assert f"{LIST}{bulletin.pk}/borders/" in section


def test_the_page_of_a_bulletin_without_other_text_has_no_section_for_it(
    administrator_client: Client,
) -> None:
    meeting = make_meeting()
    page = administrator_client.get(f"{LIST}{meeting.bulletin_id}/change/").content.decode()

    assert "excluded-heading" not in page
