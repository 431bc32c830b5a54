"""Options of Haystack's commands, shared by the commands that replace them.

Scripts and crontabs written for Haystack continue to work; an option that has no effect here is
accepted, and its help says so.
"""

from argparse import ArgumentParser
from collections.abc import Sequence

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from haystack import connections

from common.commands import positive_int


def add_connection_options(parser: ArgumentParser) -> None:
    """Add `--using`, the connections to work on, and `--nocommit`, which has no effect."""
    parser.add_argument(
        "-u", "--using", action="append", default=[], help=_("只处理这个索引连接（可多次给出）")
    )
    parser.add_argument(
        "--nocommit",
        action="store_false",
        dest="commit",
        help=_("为兼容 Haystack 而保留：每次改动都会提交"),
    )


def add_noinput_option(parser: ArgumentParser, help_text: str) -> None:
    """Add `--noinput`: do not ask for confirmation."""
    parser.add_argument("--noinput", action="store_false", dest="interactive", help=help_text)


def add_batch_options(parser: ArgumentParser) -> None:
    """Add `--batch-size`, `--workers`, and `--max-retries`, which has no effect."""
    parser.add_argument(
        "-b", "--batch-size", type=positive_int, dest="batchsize", help=_("每次从数据库读取的篇数")
    )
    parser.add_argument(
        "-k", "--workers", type=int, default=0, help=_("进程数；0 表示有几个处理器核就用几个")
    )
    parser.add_argument(
        "-t", "--max-retries", type=int, help=_("为兼容 Haystack 而保留：失败的改动留待下次再做")
    )


def check_using(using: Sequence[str]) -> None:
    """Raise CommandError where a named connection does not exist."""
    for alias in using:
        if alias not in connections.connections_info:
            raise CommandError(_("没有名为“%s”的索引连接") % alias)
