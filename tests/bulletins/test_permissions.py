"""The permissions of the four groups, tried by a user of each and by an anonymous visitor."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Group, User
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import resolve

from bulletins import ingest
from bulletins.editing import boundaries, revisions
from bulletins.editing.bulletin_paragraphs import bulletin_paragraphs
from bulletins.models import Bulletin, Meeting, Province, Theme
from bulletins.permissions import GROUP_PERMISSIONS, sync_groups
from bulletins.selectors import params
from search.models import DictionaryWord, SynonymGroup
from tests.bulletins.admin.test_bulletin import change_form_values
from tests.paths import SEED

pytestmark = pytest.mark.django_db

ROLES = ["anonymous", "reader", "editor", "publisher", "administrator"]
GROUPS = dict(zip(ROLES[1:], GROUP_PERMISSIONS, strict=True))
# Permission → the roles that have it.
ALLOWED = {
    "see": {"reader", "editor", "publisher", "administrator"},
    "edit": {"editor", "publisher", "administrator"},
    "publish": {"publisher", "administrator"},
    "administer": {"administrator"},
}

# Permission → the addresses that need it.
PAGES = {
    "see": [
        "/admin/bulletins/bulletin/",
        "/admin/bulletins/bulletin/{bulletin}/change/",
        "/admin/bulletins/bulletin/{bulletin}/original/",
        "/admin/bulletins/meeting/",
        "/admin/bulletins/meeting/{meeting}/change/",
        "/admin/bulletins/meeting/{meeting}/history/",
        "/admin/bulletins/meeting/queue/",
        "/admin/bulletins/bulletin/guide/",
        "/admin/bulletins/meeting/{meeting}/duplicates/",
    ],
    "edit": [
        "/admin/bulletins/bulletin/add/",
        "/admin/bulletins/bulletin/{bulletin}/reread/",
        "/admin/bulletins/bulletin/{bulletin}/borders/",
    ],
    "publish": [
        "/admin/bulletins/meeting/withdraw/?pk={meeting}",
    ],
    "administer": [
        "/admin/bulletins/bulletin/{bulletin}/delete/",
        "/admin/bulletins/meeting/statistics/",
        "/admin/bulletins/province/",
        "/admin/bulletins/province/420000/change/",
        "/admin/bulletins/province/420000/history/",
        "/admin/bulletins/province/import/",
        "/admin/bulletins/province/export/",
        "/admin/bulletins/theme/",
        "/admin/bulletins/theme/add/",
        "/admin/bulletins/theme/import/",
        "/admin/bulletins/theme/export/",
        "/admin/search/synonymgroup/",
        "/admin/search/synonymgroup/add/",
        "/admin/search/synonymgroup/import/",
        "/admin/search/synonymgroup/export/",
        "/admin/search/dictionaryword/",
        "/admin/search/dictionaryword/add/",
        "/admin/search/dictionaryword/import/",
        "/admin/search/dictionaryword/export/",
        "/admin/auth/user/",
        "/admin/auth/user/add/",
        "/admin/auth/group/",
    ],
}

# Addresses of forms, which need the administer permission.
FORMS = [
    "/admin/bulletins/province/process_import/",
    "/admin/bulletins/theme/process_import/",
    "/admin/search/synonymgroup/process_import/",
    "/admin/search/dictionaryword/process_import/",
    "/admin/search/dictionaryword/rebuild/",
]


@pytest.fixture
def bulletin(seed_bytes: bytes) -> Bulletin:
    return ingest.import_parsed(
        ingest.parse_file(SEED.name, seed_bytes), publish=ingest.PublishPolicy.NONE
    ).bulletin


@pytest.fixture
def root_client(administrator: User) -> Client:
    """A superuser under another name, so that tests can create an `administrator`."""
    administrator.username = "root"
    administrator.save()
    client = Client()
    client.force_login(administrator)
    return client


def log_in(role: str) -> Client:
    client = Client()
    if role != "anonymous":
        user = User.objects.create_user(role, password="correct horse", is_staff=True)
        user.groups.add(Group.objects.get(name=GROUPS[role]))
        client.force_login(user)
    return client


@pytest.mark.parametrize("role", ROLES)
def test_a_role_can_open_the_pages_it_has_permission_for_and_no_others(
    bulletin: Bulletin, role: str
) -> None:
    client, meeting = log_in(role), bulletin.meetings.first()
    open_pages, permitted_pages = [], []
    for right, addresses in PAGES.items():
        for address in addresses:
            response = client.get(address.format(bulletin=bulletin.pk, meeting=meeting.pk))
            assert response.status_code in (200, 302, 403), address
            if response.status_code == 302:
                assert "/admin/login/" in response["Location"], address
            if response.status_code == 200:
                open_pages.append(address)
            if role in ALLOWED[right]:
                permitted_pages.append(address)
    assert open_pages == permitted_pages


def test_the_addresses_tried_include_every_page_of_our_own() -> None:
    paths = [
        urlsplit(address.format(bulletin=1, meeting=1)).path
        for addresses in [*PAGES.values(), FORMS]
        for address in addresses
    ]
    own = set()
    for model in (Bulletin, Meeting, Province, Theme, SynonymGroup, DictionaryWord):
        model_admin = admin.site.get_model_admin(model)
        of_django = {pattern.name for pattern in admin.ModelAdmin.get_urls(model_admin)}
        own |= {pattern.name for pattern in model_admin.get_urls()} - of_django
    own -= {name for name in own if name.endswith("_simple_history")}  # of a package
    # Restoring a revision is a form of the history, tried below.
    assert own - {resolve(path).url_name for path in paths} == {"bulletins_meeting_restore"}


@pytest.mark.parametrize("role", ROLES)
def test_uploading_needs_the_edit_permission(role: str, seed_bytes: bytes) -> None:
    log_in(role).post(
        "/admin/bulletins/bulletin/add/", {"upload": SimpleUploadedFile("a.txt", seed_bytes)}
    )

    assert Bulletin.objects.exists() == (role in ALLOWED["edit"])


@pytest.mark.parametrize("role", ROLES)
def test_correcting_needs_the_edit_permission(
    root_client: Client, bulletin: Bulletin, role: str
) -> None:
    meeting = bulletin.meetings.get(index=0)
    values = change_form_values(root_client, meeting) | {"venue": "武昌"}
    log_in(role).post(f"/admin/bulletins/meeting/{meeting.pk}/change/", values)

    meeting.refresh_from_db()
    assert (meeting.venue == "武昌") == (role in ALLOWED["edit"])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("way", ["action", "form", "bulletin"])
def test_publishing_needs_the_publish_permission(
    root_client: Client, bulletin: Bulletin, role: str, way: str
) -> None:
    meeting = bulletin.meetings.get(index=0)
    data: dict[str, Any]
    if way == "action":
        address, data = (
            "/admin/bulletins/meeting/",
            {"action": "publish", "_selected_action": [meeting.pk]},
        )
    elif way == "form":
        address = f"/admin/bulletins/meeting/{meeting.pk}/change/"
        data = change_form_values(root_client, meeting) | {"published": "on"}
    else:
        address = f"/admin/bulletins/bulletin/{bulletin.pk}/change/"
        page = root_client.get(address)
        formset = page.context["inline_admin_formsets"][0].formset
        data = {"meetings-TOTAL_FORMS": 2, "meetings-INITIAL_FORMS": 2}
        for number, form in enumerate(formset.forms):
            data[f"meetings-{number}-id"] = form.instance.pk
            data[f"meetings-{number}-bulletin"] = bulletin.pk
            data[f"meetings-{number}-published"] = "on"
    log_in(role).post(address, data)

    assert Meeting.objects.public().exists() == (role in ALLOWED["publish"])


@pytest.mark.parametrize("role", ROLES)
def test_restoring_needs_the_edit_permission(bulletin: Bulletin, role: str) -> None:
    meeting = bulletin.meetings.get(index=0)
    first = revisions.list_revisions(meeting)[0]
    meeting.venue = "武昌"
    meeting.save()
    log_in(role).post(f"/admin/bulletins/meeting/{meeting.pk}/states/{first.pk}/")

    meeting.refresh_from_db()
    assert (meeting.venue == "武汉") == (role in ALLOWED["edit"])


@pytest.mark.parametrize("role", ROLES)
def test_deleting_needs_the_administer_permission(bulletin: Bulletin, role: str) -> None:
    log_in(role).post(f"/admin/bulletins/bulletin/{bulletin.pk}/delete/", {"post": "yes"})

    assert Bulletin.objects.exists() == (role not in ALLOWED["administer"])


@pytest.mark.parametrize("role", ROLES)
def test_editing_lookup_tables_needs_the_administer_permission(role: str) -> None:
    client = log_in(role)
    client.post("/admin/search/synonymgroup/add/", {"words": "互助存折 时间银行", "remark": ""})
    client.post("/admin/search/dictionaryword/add/", {"word": "时间银行", "remark": ""})
    client.post(
        "/admin/bulletins/theme/add/",
        {"name": "低空经济", "slug": "dikong", "position": 25, "words": "无人机"},
    )
    imported = SimpleUploadedFile("table.csv", "代码,简称\n450000,桂\n".encode())
    client.post("/admin/bulletins/province/import/", {"import_file": imported, "format": "0"})

    expected = role in ALLOWED["administer"]
    assert SynonymGroup.objects.filter(words__contains="时间银行").exists() == expected
    assert DictionaryWord.objects.filter(word="时间银行").exists() == expected
    assert Theme.objects.filter(slug="dikong").exists() == expected


@pytest.mark.parametrize("role", ROLES[:-1])
def test_importing_tables_and_rebuilding_the_index_need_the_administer_permission(
    role: str,
) -> None:
    client = log_in(role)
    for address in FORMS:
        assert client.post(address).status_code in (302, 403), address


def test_an_administrator_cannot_become_a_superuser(administrator: User) -> None:
    administrator.username = "root"
    administrator.save()
    client = log_in("administrator")
    user = User.objects.get(username="administrator")
    client.post(
        f"/admin/auth/user/{user.pk}/change/",
        {"username": "administrator", "is_active": "on", "is_staff": "on", "is_superuser": "on",
         "date_joined_0": "2024-01-01", "date_joined_1": "00:00"},
    )  # fmt: skip

    user.refresh_from_db()
    assert not user.is_superuser
    other = f"/admin/auth/user/{administrator.pk}"
    assert client.post(f"{other}/change/", {"username": "mine"}).status_code == 403
    assert client.post(f"{other}/delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{other}/password/").status_code == 403
    assert User.objects.filter(pk=administrator.pk, username="root").exists()


def test_an_anonymous_request_is_denied_as_author_of_a_change() -> None:
    request = RequestFactory().post("/admin/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        params.request_user(request)


def test_permissions_added_to_a_group_by_hand_are_removed_by_the_next_migration() -> None:
    group = Group.objects.get(name=GROUPS["reader"])
    group.permissions.add(*Group.objects.get(name=GROUPS["publisher"]).permissions.all())
    sync_groups("default")

    assert {f"bulletins.{each.codename}" for each in group.permissions.all()} == GROUP_PERMISSIONS[
        "查阅"
    ]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("way", "published"),
    [("borders", (0, 1)), ("duplicates", (0, 1)), ("duplicates", (0,)), ("duplicates", (1,))],
    ids=["merging", "replacing", "replacing by a draft", "replacing a draft"],
)
def test_removing_or_replacing_a_published_meeting_needs_the_publish_permission(
    bulletin: Bulletin, role: str, way: str, published: tuple[int, ...]
) -> None:
    first, second = bulletin.meetings.order_by("index")
    bulletin.meetings.filter(index__in=published).update(published=True)
    if way == "borders":
        address = f"/admin/bulletins/bulletin/{bulletin.pk}/borders/"
        number = len(bulletin_paragraphs(bulletin))
        data: dict[str, Any] = {
            "mark": ["begins"] + [""] * (number - 1),
            "seen": boundaries.paragraphs_version(bulletin),
        }
    else:
        Meeting.objects.filter(pk=second.pk).update(
            province=first.province,
            level=first.level,
            date_precision="day",
            first_day=first.first_day,
            last_day=first.last_day,
            year=first.year,
        )
        address = f"/admin/bulletins/meeting/{second.pk}/duplicates/"
        data = {"other": first.pk, "choice": "replace"}
    log_in(role).post(address, data)

    assert Meeting.objects.count() == (1 if role in ALLOWED["publish"] else 2)


def test_a_user_in_the_history_cannot_be_deleted(root_client: Client, bulletin: Bulletin) -> None:
    editor = User.objects.create_user("editor", is_staff=True)
    idle = User.objects.create_user("idle", is_staff=True)
    with revisions.change(bulletin.meetings.get(index=0), editor, "看过"):
        pass
    for user, status in ((editor, 403), (idle, 302)):
        address = f"/admin/auth/user/{user.pk}/delete/"
        assert root_client.post(address, {"post": "yes"}).status_code == status
    root_client.post(
        "/admin/auth/user/",
        {"action": "delete_selected", "_selected_action": [editor.pk], "post": "yes"},
    )
    assert list(User.objects.filter(username__in=["editor", "idle"])) == [editor]
