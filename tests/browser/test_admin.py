"""An editor's work in a real browser: upload, check, publish, restore, split, import tables."""

from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Dialog, Page, expect

from bulletins import ingest
from bulletins.models import Meeting

REPORT = """江西省民政厅召开2023年全省民政工作会议

2023年2月9日，江西省民政厅在南昌召开2023年全省民政工作会议。厅党组书记、厅长欧阳泉华主持会议并讲话。

会议强调，要抓好三个方面工作：一是推进渔排老人食堂建设。二是推进殡葬改革。三是推进慈善事业。

（据江西省民政厅）
"""


def log_in(page: Page, live_server) -> None:
    page.goto(f"{live_server.url}/admin/")
    fill_in_login(page)


def fill_in_login(page: Page) -> None:
    page.get_by_label("用户名").fill("administrator")
    page.get_by_label("密码").fill("correct horse")
    page.get_by_role("button", name="登录").click()


@pytest.mark.django_db(transaction=True)
def test_an_uploaded_bulletin_is_published_and_found(
    page: Page, live_server, administrator, tmp_path: Path
) -> None:
    file = tmp_path / "江西.txt"
    file.write_text(REPORT, encoding="utf-8")
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/bulletins/bulletin/add/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_text("已收下，读出 1 次会议，存为草稿。")).to_be_visible()
    page.get_by_role("link", name="江西.txt").click()
    expect(page.get_by_role("link", name="江西省民政厅召开2023年全省民政工作会议")).to_be_visible()

    page.goto(f"{live_server.url}/search/?q=渔排老人食堂")
    expect(page.locator("main mark")).to_have_count(0)

    page.go_back()
    page.locator("#id_meetings-0-published").check()
    page.get_by_role("button", name="保存", exact=True).click()
    page.goto(f"{live_server.url}/search/?q=渔排老人食堂")
    expect(page.locator("main mark").first).to_have_text("渔排老人食堂")
    page.get_by_role("link", name="江西省民政厅召开2023年全省民政工作会议").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("江西省民政厅")


@pytest.mark.django_db(transaction=True)
def test_many_files_are_uploaded_each_with_its_result(
    page: Page, live_server, administrator, tmp_path: Path
) -> None:
    good, bad, dated = tmp_path / "江西.txt", tmp_path / "坏.pdf", tmp_path / "湖北.txt"
    good.write_text(REPORT, encoding="utf-8")
    bad.write_bytes(b"%PDF-1.7 truncated")
    dated.write_text("2月9日，湖北省民政厅在武汉召开全省民政工作会议。", encoding="utf-8")
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/bulletins/bulletin/add/")

    page.locator("input[type=file]").set_input_files([good, bad, dated])
    expect(page.get_by_text("等待上传")).to_have_count(3)
    page.get_by_label("湖北.txt 发布日期").fill("2022-02-10")
    page.get_by_role("button", name="上传并读取").click()

    expect(page.get_by_role("status")).to_have_text(
        "传完了：收下 2 份，档案中已有 0 份，没有收下 1 份。"
    )
    expect(page.locator(".rejected")).to_contain_text("坏.pdf")
    page.get_by_role("link", name="湖北.txt").click()
    expect(page.locator(".field-display_date")).to_have_text("2022年2月9日")


@pytest.fixture
def drafts(transactional_db: None) -> list[Meeting]:
    """Two drafts whose dates lack the year."""
    texts = [REPORT.replace("2023年", ""), REPORT.replace("2023年", "").replace("江西", "湖南")]
    results = [
        ingest.import_parsed(
            ingest.parse_file(f"{number}.txt", text.encode()), publish=ingest.PublishPolicy.NONE
        )
        for number, text in enumerate(texts)
    ]
    return [result.bulletin.meetings.get() for result in results]


def test_a_field_highlights_its_span_and_a_span_focuses_its_field(
    page: Page, live_server, administrator, drafts: list[Meeting]
) -> None:
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/bulletins/meeting/{drafts[0].pk}/change/")

    page.locator("#id_venue").focus()
    expect(page.locator(".check-text .is-highlighted")).to_have_text("南昌")
    page.locator('.check-text [data-facts~="chairs"]').first.click()
    expect(page.locator("#id_chairs-0-name")).to_be_focused()


def test_a_list_highlights_the_spans_of_all_its_lines_and_any_of_them_focuses_it(
    page: Page, live_server, administrator, drafts: list[Meeting]
) -> None:
    Meeting.objects.filter(pk=drafts[0].pk).update(
        exchange_units=["江西省", "南昌"], evidence={"exchange_units": [[0, 3], [4, 6]]}
    )
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/bulletins/meeting/{drafts[0].pk}/change/")

    page.locator("#id_exchange_units").focus()
    expect(page.locator(".check-text .is-highlighted")).to_have_count(2)
    page.locator("#id_venue").focus()
    page.locator('.check-text [data-facts="exchange_units-1"]').click()
    expect(page.locator("#id_exchange_units")).to_be_focused()


def test_selected_text_fills_the_last_used_field(
    page: Page, live_server, administrator, drafts: list[Meeting]
) -> None:
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/bulletins/meeting/{drafts[0].pk}/change/")
    page.locator("#id_venue").focus()

    page.locator(".check-text .is-highlighted").evaluate(
        "words => getSelection().selectAllChildren(words.parentElement)"
    )
    page.get_by_role("button", name="把选中的字填入“地点”").dispatch_event("mousedown")

    assert "江西省民政厅在南昌召开" in page.locator("#id_venue").input_value()


def test_a_source_span_can_be_selected_with_the_mouse_from_its_first_character(
    page: Page, live_server, administrator, drafts: list[Meeting]
) -> None:
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/bulletins/meeting/{drafts[0].pk}/change/")
    page.locator("#id_venue").focus()
    words = page.locator(".check-text .source-span", has_text="南昌").first
    box = words.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2

    page.mouse.move(box["x"] + 1, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, middle, steps=3)
    page.mouse.move(box["x"] + box["width"] - 1, middle, steps=3)
    page.mouse.up()
    page.get_by_role("button", name="把选中的字填入“地点”").dispatch_event("mousedown")

    expect(page.locator("#id_venue")).to_have_value(words.inner_text())


def test_fields_in_doubt_come_first_and_ctrl_enter_opens_the_next_meeting(
    page: Page, live_server, administrator, drafts: list[Meeting]
) -> None:
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/bulletins/meeting/{drafts[0].pk}/change/")
    first = page.locator("fieldset").filter(has_text="要核对的字段")
    expect(first).to_contain_text("日期没有年份")

    first.locator("#id_date").fill("2023-02-09")
    page.locator("#id_reviewed").check()
    page.keyboard.press("Control+Enter")

    expect(page).to_have_url(f"{live_server.url}/admin/bulletins/meeting/{drafts[1].pk}/change/")
    assert Meeting.objects.get(pk=drafts[0].pk).date == "2023-02-09"


def test_a_former_revision_is_restored(
    page: Page, live_server, administrator, drafts: list[Meeting]
) -> None:
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/bulletins/meeting/{drafts[0].pk}/change/")
    page.locator("#id_venue").fill("九江")
    page.get_by_role("button", name="保存", exact=True).click()
    page.goto(f"{live_server.url}/admin/bulletins/meeting/{drafts[0].pk}/history/")
    expect(page.locator("ins")).to_have_text("九江")

    page.get_by_role("button", name="恢复到这时的内容").click()

    expect(page.locator("#id_venue")).to_have_value("南昌")


def test_possible_duplicates_are_shown_side_by_side_and_linked(
    page: Page, live_server, administrator, transactional_db: None
) -> None:
    for name, text in (("一.txt", REPORT), ("二.txt", REPORT + "\n编者按：有删改。\n")):
        ingest.import_parsed(
            ingest.parse_file(name, text.encode()), publish=ingest.PublishPolicy.NONE
        )
    newest = Meeting.objects.latest("pk")
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/bulletins/meeting/{newest.pk}/change/")
    page.get_by_role("link", name="1 篇，并排看").click()

    expect(page.locator("#content-main thead th")).to_have_count(2)
    page.get_by_role("button", name="是同一会议的另一篇报道").click()

    expect(page.get_by_text("没有发现与它相同的会议")).to_be_visible()


def test_a_bulletin_is_split_into_two_meetings(
    page: Page, live_server, administrator, transactional_db: None
) -> None:
    other = "同日下午，各市州代表在分组讨论时交流了养老服务的做法。"
    stored = ingest.import_parsed(
        ingest.parse_file("两会.txt", f"{REPORT}\n{other}\n".encode()),
        publish=ingest.PublishPolicy.NONE,
    )
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/bulletins/bulletin/{stored.bulletin.pk}/change/")
    page.get_by_role("link", name="分开或合并会议").click()
    last = page.locator("select[name=mark]").last
    last.select_option("begins")
    page.get_by_role("button", name="按此分界").click()

    expect(page.get_by_text("已重新分界")).to_be_visible()
    expect(page.locator(".field-display_date")).to_have_count(2)


def test_speakers_are_reordered_by_buttons_with_the_keyboard(
    page: Page, live_server, administrator, seed_meetings: list[Meeting]
) -> None:
    one, _other = seed_meetings
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/bulletins/meeting/{one.pk}/change/")
    rows = page.locator("#speakers-group tr.form-row:not(.empty-form)")
    expect(rows.nth(0).get_by_label("姓名")).to_have_value("杨泽发")

    rows.nth(1).get_by_role("button", name="上移").focus()
    page.keyboard.press("Enter")

    expect(rows.nth(0).get_by_label("姓名")).to_have_value("李丽")
    expect(rows.nth(0).get_by_role("button", name="上移")).to_be_focused()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("成功")).to_be_visible()
    assert [each.name for each in one.speakers.all()] == ["李丽", "杨泽发"]


def test_a_table_is_imported_from_a_file_and_its_synonyms_are_searched(
    page: Page, live_server, administrator, seed_meetings: list[Meeting], tmp_path: Path
) -> None:
    file = tmp_path / "同义词.csv"
    file.write_text("编号,同义词,说明\n,云端会议 视频会议,\n", encoding="utf-8-sig")
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/search/synonymgroup/")
    page.get_by_role("link", name="导入").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="提交").click()
    expect(page.locator("table ins").last).to_have_text("云端会议 视频会议")
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("索引也不用重建")).to_be_visible()

    page.goto(f"{live_server.url}/search/?q=云端会议")
    expect(page.locator("main mark").first).to_have_text("视频会议")


@pytest.mark.django_db(transaction=True)
def test_a_changed_form_warns_before_its_page_is_left(
    page: Page, live_server, administrator, seed_meetings
) -> None:
    warnings: list[str] = []

    def accept(dialog: Dialog) -> None:
        warnings.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    log_in(page, live_server)
    form = f"{live_server.url}/admin/bulletins/meeting/{seed_meetings[0].pk}/change/"
    page.goto(form)
    page.locator("#id_venue").click()
    page.goto(form)
    assert not warnings
    page.locator("#id_venue").fill("宜昌")
    page.goto(form)
    assert warnings == ["beforeunload"]
    # A row that a script has moved is a change, too.
    page.locator("#speakers-group").get_by_role("button", name="下移").first.click()
    page.goto(form)
    assert warnings == ["beforeunload"] * 2
    page.locator("#id_venue").fill("宜昌")
    page.get_by_role("button", name="保存并继续编辑").click()
    expect(page.locator("#id_venue")).to_have_value("宜昌")
    page.goto(live_server.url)
    assert warnings == ["beforeunload"] * 2


@pytest.mark.django_db(transaction=True)
def test_files_wait_for_the_login_when_the_session_has_ended(
    page: Page, live_server, administrator, tmp_path: Path
) -> None:
    file = tmp_path / "江西.txt"
    file.write_text(REPORT, encoding="utf-8")
    log_in(page, live_server)
    # In a tab of its own, whose console may report the refusal.
    upload = page.context.new_page()
    upload.goto(f"{live_server.url}/admin/bulletins/bulletin/add/")
    upload.locator("input[type=file]").set_input_files(file)
    Session.objects.all().delete()
    upload.get_by_role("button", name="上传并读取").click()
    expect(upload.get_by_text("您的登录已失效，没有传上去")).to_be_visible()
    log_in(page, live_server)
    upload.get_by_role("button", name="上传并读取").click()
    expect(upload.get_by_text("已收下，读出 1 次会议，存为草稿。")).to_be_visible()
