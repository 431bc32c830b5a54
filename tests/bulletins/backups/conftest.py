"""A site with work of editors in it, made once for the tests of this package."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bulletins.backups.sites import Site, finish

# Whatever a row can have is in one: drafts, corrections, links, doubts, excluded paragraphs, users,
# revisions of meetings that are gone, an edited lexicon, odd names of files.
_WORK = """
import datetime
from django.core.management import call_command
call_command("prepare_archive")
from django.contrib.auth.models import Group, User
from bulletins.editing import duplicate_links, publishing, revisions
from bulletins.ingest import ImportOptions, PublishPolicy, import_bytes
from bulletins.models import Bulletin, Meeting, Province, Theme
from search.models import DictionaryWord, SynonymGroup, ZeroResultQuery
editor = User.objects.create_user("李编辑", password="correct horse", last_name="李")
editor.groups.add(Group.objects.get(name="发布"))
def bring(name, text, **options):
    results = import_bytes(name, text.encode(), ImportOptions(received_by=editor, **options))
    return list(results)[0].bulletin
report = "2023年5月6日，湖北省民政厅在武汉召开全省民政工作会议。厅长李丽出席会议并讲话。"
first = bring("../=一/二.txt", report, publish=PublishPolicy.SURE)
second = bring("x" * 150 + "长名.txt", report + "会议强调，一是抓好养老服务。二是抓好社会救助。",
               published_on=datetime.date(2023, 5, 8))
notice = bring("通知", "关于召开会议的通知\\n各市民政局：\\n定于近期召开会议，请参加。")
gone = bring("已删.txt", "2022年3月1日，湖南省民政厅召开会议，部署慈善工作。会议由王平主持。")
one, two = first.meetings.get(), second.meetings.get()
with revisions.change(two, editor, "补会场"):
    two.venue = "武昌"
    two.assigned_to = editor
    two.save()
duplicate_links.link_reports(two, one, editor)
seed = Meeting.objects.order_by("pk")[0]
duplicate_links.mark_distinct(seed, one, editor)
publishing.withdraw(Meeting.objects.filter(pk=seed.pk), editor, "待核实")
gone.delete()
theme = Theme.objects.first()
theme.name = "改过的主题"
theme.save()
Theme.objects.last().delete()
Province.objects.filter(slug="hubei").update(spellings="鄂省")
SynonymGroup.objects.create(words="低保 最低生活保障")
DictionaryWord.objects.create(word="银发经济学").delete()
ZeroResultQuery.objects.create(query="没有", count=2, last=datetime.date(2026, 1, 2))
call_command("backup", sys.argv[1])
call_command("export_archive", sys.argv[2])
"""


@dataclass(frozen=True)
class WorkedSite(Site):
    """A site that editors have worked in, with a backup and a plain export of it; only read it."""

    backup: Path
    export: Path


@pytest.fixture(scope="session")
def worked_site(tmp_path_factory: pytest.TempPathFactory) -> WorkedSite:
    folder = tmp_path_factory.mktemp("worked")
    site = WorkedSite(folder / "data", folder / "backup.zip", folder / "export")
    finish(site.start(_WORK, site.backup, site.export))
    return site


@pytest.fixture
def copied_site(worked_site: WorkedSite, tmp_path: Path) -> Site:
    """A plain copy of the worked site, which nobody uses, to be changed."""
    shutil.copytree(worked_site.folder, tmp_path / "copy")
    return Site(tmp_path / "copy")


@pytest.fixture
def new_site(tmp_path: Path) -> Site:
    """A site in an empty place."""
    return Site(tmp_path / "new")
