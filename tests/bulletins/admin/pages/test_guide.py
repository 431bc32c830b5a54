"""The editors' guide is a page of the admin, with its pictures."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db

GUIDE = Path(settings.BASE_DIR) / "docs" / "editors.md"


def test_the_guide_page_has_all_headings_of_the_document(administrator_client: Client) -> None:
    page = administrator_client.get("/admin/bulletins/bulletin/guide/").content.decode()

    headings = re.findall(r"^##+ (.+)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings
    for heading in headings:
        assert f">{heading}</h" in page
    assert "<table>" in page


def test_the_pictures_of_the_guide_are_static_files(administrator_client: Client) -> None:
    page = administrator_client.get("/admin/bulletins/bulletin/guide/").content.decode()
    pictures = re.findall(r'<img alt="[^"]+" src="/static/(editor/guide/[a-z]+\.png)"', page)

    assert len(pictures) == 5
    for picture in pictures:
        assert (Path(settings.BASE_DIR) / "static" / picture).exists()


def test_the_index_page_of_the_admin_links_to_the_guide(administrator_client: Client) -> None:
    assert (
        "/admin/bulletins/bulletin/guide/" in administrator_client.get("/admin/").content.decode()
    )
