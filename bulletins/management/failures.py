"""What a command prints where it could not read or write a file."""

import errno

from django.db import OperationalError
from django.utils.translation import gettext as _


def failure_line(error: Exception) -> str:
    """Return in Chinese, in one line, why a command has ended; of other errors their own text."""
    # SQLite says it by its message only.
    is_full = isinstance(error, OperationalError) and "disk is full" in str(error)
    if not isinstance(error, OSError):
        return _("磁盘已满。") if is_full else str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("磁盘已满。")
    reasons = {
        errno.EROFS: _("磁盘是只读的：%(name)s。"),
        errno.ENOENT: _("没有这个文件或文件夹：%(name)s。"),
        errno.EISDIR: _("这是文件夹，不是文件：%(name)s。"),
        errno.ENOTDIR: _("这不是文件夹：%(name)s。"),
        errno.EACCES: _("没有权限：%(name)s。"),
        errno.EPERM: _("没有权限：%(name)s。"),
    }
    reason = reasons.get(error.errno or 0, _("磁盘读写出错：%(name)s（%(error)s）。"))
    return reason % {"name": error.filename or "", "error": error.strerror or error}
