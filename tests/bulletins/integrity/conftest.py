"""An archive of imported bulletins, all published, and its self-check."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from bulletins import ingest
from bulletins.models import Bulletin
from bulletins.stats import get_counts
from search.indexing import background
from tests.factories import load_provinces

TEXTS = [
    "2024年2月21日，湖北省民政厅在武汉召开全省民政工作会议。厅长王芳主持会议并讲话。",
    "2023年3月5日，湖南省民政厅在长沙召开全省养老服务工作会议。厅长李强主持会议并讲话。",
]

# Exit status and lines of output.
Check = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def archive(transactional_db: None, settings, tmp_path: Path) -> list[Bulletin]:
    """Two bulletins of one meeting each, indexed and counted, in a data folder of their own."""
    settings.ARCHIVE_DATA, settings.ARCHIVE_TEMP = tmp_path, tmp_path / "tmp"
    settings.ARCHIVE_TEMP.mkdir()
    load_provinces()
    options = ingest.ImportOptions(publish=ingest.PublishPolicy.DOUBTED)
    for text in TEXTS:
        assert ingest.import_text(text, options).is_new
    call_command("prepare_index", stdout=StringIO())
    background.join()
    get_counts()
    return list(Bulletin.objects.order_by("pk"))


@pytest.fixture
def check() -> Check:
    """A function that runs `check_archive`."""

    def run(*options: str) -> tuple[int, list[str]]:
        out = StringIO()
        try:
            call_command("check_archive", *options, stdout=out)
        except SystemExit as exit_:
            return int(str(exit_.code)), out.getvalue().splitlines()
        return 0, out.getvalue().splitlines()

    return run
