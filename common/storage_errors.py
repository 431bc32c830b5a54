"""Errors of a disk that cannot be written, told from the errors of the program."""

import errno
import sqlite3

from django.utils.translation import gettext as _

from common.sqlite import CANNOT_WRITE, primary_code

_FULL = frozenset([errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
_DAMAGED = frozenset([sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB])
_FORBIDDEN = frozenset([errno.EACCES, errno.EPERM])
# Codes of PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html
_FULL_STATE = "53100"
_STATES = frozenset([_FULL_STATE, "25006", "58030"])


def storage_error(error: BaseException | None) -> str:
    """Return why nothing could be written, in Chinese; "" for an error that has another cause.

    Those of a database are the causes of Django's.
    """
    while error is not None:
        if cause := _cause(error):
            return cause
        error = error.__cause__ or error.__context__
    return ""


def _cause(error: BaseException) -> str:
    if isinstance(error, sqlite3.Error):
        return _sqlite_cause(primary_code(error))
    if isinstance(error, OSError):
        return _os_cause(error.errno)
    state = getattr(error, "sqlstate", None)
    if state not in _STATES:
        return ""
    return _("数据库的磁盘已满") if state == _FULL_STATE else _("数据库现在不能写入")


def _sqlite_cause(code: int) -> str:
    if code == sqlite3.SQLITE_FULL:
        return _("磁盘已满")
    if code in _DAMAGED:
        return _("数据库文件已损坏，请停下网站，从备份恢复")
    return _("数据库不能写入（磁盘已满、只读或出错）") if code in CANNOT_WRITE else ""


def _os_cause(number: int | None) -> str:
    if number in _FULL:
        return _("磁盘已满")
    if number == errno.EROFS:
        return _("磁盘是只读的")
    if number == errno.EIO:
        return _("磁盘出错")
    return _("没有写入数据文件夹的权限") if number in _FORBIDDEN else ""
