"""Write the error pages that a proxy in front of the site answers with."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from common.error_pages import error_page

# What nginx answers by itself; deploy/nginx/archive.conf names each.
PROXY_STATUSES = (400, 404, 405, 413, 414, 431, 501, 502, 503, 504, 505)


class Command(BaseCommand):
    help = _("写出代理服务器用的错误页（改过模板以后运行）")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=settings.BASE_DIR / "deploy/nginx/error_pages",
            help=_("写到哪个文件夹"),
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for status in PROXY_STATUSES:
            (folder / f"{status}.html").write_text(error_page(status), encoding="utf-8")
        self.stdout.write(_("写出 %(count)s 页") % {"count": len(PROXY_STATUSES)})
