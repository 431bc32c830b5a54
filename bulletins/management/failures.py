"""What a command prints where it could not read or write a file."""

import errno

from django.utils.translation import gettext as _


def failure_line(error: Exception) -> str:
    """Return in Chinese, in one line, why a command has ended; of other errors their own text."""
    if not isinstance(error, OSError):
        return str(error)
    name = {"name": error.filename or ""}
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("磁盘已满。")
    if error.errno == errno.EROFS:
        return _("磁盘是只读的：%(name)s。") % name
    if isinstance(error, FileNotFoundError):
        return _("没有这个文件或文件夹：%(name)s。") % name
    if isinstance(error, PermissionError):
        return _("没有权限：%(name)s。") % name
    return _("磁盘读写出错：%(error)s。") % {"error": error}
