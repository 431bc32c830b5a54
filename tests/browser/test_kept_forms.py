"""Forms of the admin that are left or sent at the wrong moment lose nothing."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from bulletins.models import Meeting
from tests.browser.test_admin import fill_in_login, log_in

pytestmark = pytest.mark.browser


@pytest.mark.django_db(transaction=True)
def test_a_logout_warns_of_a_changed_form(
    page: Page, live_server, administrator, seed_meetings
) -> None:
    warnings: list[str] = []

    def stay(dialog: Dialog) -> None:
        warnings.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/bulletins/meeting/{seed_meetings[0].pk}/change/")
    page.locator("#id_venue").fill("宜昌")
    page.get_by_role("button", name="注销").click()
    expect(page.locator("#id_venue")).to_have_value("宜昌")
    assert warnings == ["beforeunload"]


@pytest.mark.django_db(transaction=True)
def test_a_long_form_stays_where_there_is_no_login_any_more_and_is_saved_after_one(
    page: Page, live_server, administrator, seed_meetings: list[Meeting]
) -> None:
    log_in(page, live_server)
    form = f"{live_server.url}/admin/bulletins/meeting/{seed_meetings[0].pk}/change/"
    long_body = "会议指出，要做好养老工作。\n" * 2000
    page.goto(form)
    page.locator("#id_body").evaluate("(field, text) => { field.value = text; }", long_body)
    page.context.clear_cookies()
    page.get_by_role("button", name="保存并继续编辑").click()

    expect(page.get_by_role("alert")).to_contain_text("您的登录已失效")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="另开一页登录").click()
    fill_in_login(opened.value)
    page.get_by_role("button", name="保存并继续编辑").click()
    # The login has renewed the token of the form: it is shown again, complete.
    expect(page.get_by_text("填写的内容都在，但还没有保存")).to_be_visible()
    page.get_by_role("button", name="保存并继续编辑").click()
    expect(page.get_by_text("填写的内容都在，但还没有保存")).to_be_hidden()
    seed_meetings[0].refresh_from_db()
    assert seed_meetings[0].body.strip() == long_body.strip()
