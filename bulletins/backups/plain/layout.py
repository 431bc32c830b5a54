"""Names of the files of a plain export, and the page in it that explains them to people."""

import json
import re
from pathlib import Path
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from bulletins.backups.errors import BackupError
from bulletins.backups.plain.tables import ExactEncoder
from bulletins.models import Bulletin

FORMAT = 1
ARCHIVE = "archive.json"
README = "说明.txt"
INDEX = "index.csv"
BULLETINS = "bulletins"
BULLETIN = "bulletin.json"
TEXT = "文字.txt"
REVISIONS = "revisions.json"
ORIGINAL = "original"
# Revisions of meetings whose bulletin was deleted.
DELETED = "deleted_bulletins.json"
_UNKNOWN_YEAR = "年份不详"
# A file name has 255 bytes at most, a Chinese character three of them.
_MAX_NAME_BYTES, _MAX_STEM_BYTES = 200, 90
# Characters that a file name cannot have, or not on every system.
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


def readme_text(version: str, time: str) -> str:
    """Return the explanation in the folder."""
    return _(
        "简报档案的全部内容，%(time)s 由版本 %(version)s 导出。\n"
        "\n"
        "所有文字都是 UTF-8。不用这套程序，用记事本、表格软件或任何能读 JSON 的程序就能看。\n"
        "里面有草稿和人名，请像对待档案本身一样保管。\n"
        "\n"
        "index.csv            目录：每次会议一行，写明在哪个文件夹\n"
        "bulletins/年份/编号 文件名/   每份简报一个文件夹；年份是第一次会议的，\n"
        "                     没有会议日期的看发布日期\n"
        "  original/          收到的原件，用收到时的文件名\n"
        "  文字.txt           从原件读出的文字\n"
        "  bulletin.json      简报的各项：文件名、SHA-256、收到时间和收件人、整份的疑点，\n"
        "                     以及不属于任何会议的文字（excluded_paragraphs）\n"
        "  meeting-1.txt      第一次会议，给人看的\n"
        "  meeting-1.json     同一会议：record 是会议的各项和疑点（needs_review）；\n"
        "                     row 是发布与否、核对人、同一会议、收入和修改的时间\n"
        "  revisions.json     这份简报里的会议的每一次修改：何时、何人、为何、改后的全部内容\n"
        "tables/              用户（没有密码）、省份、主题、同义词、词典、没有结果的检索，\n"
        "                     和它们的修改记录；deleted_bulletins.json 是已删除的简报里的会议的\n"
        "archive.json         导出的版本和数目，导入时核对\n"
        "SHA256SUMS           每个文件的 SHA-256，导入时核对；自己核对：sha256sum -c SHA256SUMS\n"
        "\n"
        "要重新装成档案库：在新的 ARCHIVE_DATA 里运行 manage.py import_archive 这个文件夹。\n"
        "导入只读 original/ 里的原件和各个 .json；.txt 和 index.csv 是给人看的。\n"
    ) % {"version": version, "time": time}


def bulletin_folder(bulletin: Bulletin, year: int | None) -> str:
    """Return the folder of a bulletin, relative to the export; `year` is that of its meetings."""
    if year is None and bulletin.published_on:
        year = bulletin.published_on.year
    stem = file_name(Path(bulletin.name).stem, _MAX_STEM_BYTES)
    return f"{BULLETINS}/{year or _UNKNOWN_YEAR}/{bulletin.pk:06} {stem}".rstrip(" .")


def file_name(name: str, max_bytes: int = _MAX_NAME_BYTES) -> str:
    """Return a received file's name as one that every system can store, with its extension."""
    name = _NOT_IN_NAMES.sub("_", name).strip(" .") or "_"
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension.encode()) > 10:
        stem, dot, extension = name, "", ""
    room = max_bytes - len((dot + extension).encode(errors="replace"))
    return stem.encode(errors="replace")[:room].decode(errors="ignore") + dot + extension


def meeting_file(index: int, extension: str) -> str:
    """Return the file of a meeting in the folder of its bulletin."""
    return f"meeting-{index + 1}.{extension}"


def table_file(model: type[Model]) -> str:
    """Return the file of a table, relative to the export."""
    return f"tables/{model._meta.label_lower}.json"


def write_json(path: Path, value: Any) -> None:
    """Write a value for people and programs. Raises OSError."""
    text = json.dumps(value, ensure_ascii=False, indent=1, cls=ExactEncoder)
    path.write_text(text + "\n", encoding="utf-8")


def read_json(path: Path) -> Any:
    """Return a value that `write_json` wrote. Raises BackupError where it is damaged; OSError."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BackupError(_("%(path)s 已损坏，读不出来。") % {"path": path}) from error
