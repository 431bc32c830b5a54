"""Characters in URLs that no text of the archive contains: NUL, lone surrogates."""

import pytest
from django.test import Client

from tests.factories import make_meeting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "url",
    [
        "/people/hubei/王芳%00/",
        "/provinces/hubei%00/",
        "/api/people/hubei/王芳%00/",
        "/api/provinces/hubei%00/",
        "/meetings/1%00/",
    ],
)
def test_a_path_with_nul_is_not_found(client: Client, url: str) -> None:
    make_meeting(chairs=[("王芳", "厅长")])

    response = client.get(url)

    assert response.status_code == 404
    assert "\0" not in response.wsgi_request.path_info


@pytest.mark.parametrize("province", ["hubei%00", "%00hubei"])
def test_nul_in_a_parameter_is_ignored(client: Client, province: str) -> None:
    meeting = make_meeting("湖北省")
    make_meeting("湖南省")

    response = client.get(f"/api/meetings/?province={province}")

    assert [each["id"] for each in response.json()["results"]] == [meeting.pk]


@pytest.mark.parametrize("url", ["/people/?name=%00", "/api/people/?name=%00", "/search/?q=%00"])
def test_a_parameter_of_nul_alone_is_read_as_empty(client: Client, url: str) -> None:
    response = client.get(url)

    assert response.status_code < 500
    assert set(response.wsgi_request.GET.values()) == {""}


@pytest.mark.parametrize(
    ("charset", "name"), [("raw-unicode-escape", r"\ud800"), ("utf-7", "+2AA-")]
)
def test_parameters_are_read_as_utf_8_whatever_charset_the_request_declares(
    client: Client, charset: str, name: str
) -> None:
    response = client.get(
        "/people/", {"name": name}, headers={"Content-Type": f"text/plain; charset={charset}"}
    )

    assert response.status_code == 200
    assert response.context["name_prefix"] == name
