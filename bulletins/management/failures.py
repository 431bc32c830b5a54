"""The line that a command prints where it could not read or write a file."""

import errno

from django.utils.translation import gettext as _

from common.storage_errors import storage_error


def failure_line(error: Exception) -> str:
    """Return in Chinese, in one line, why a command has ended; of other errors their own text."""
    reasons = {
        errno.EROFS: _("磁盘是只读的：%(name)s。"),
        errno.ENOENT: _("没有这个文件或文件夹：%(name)s。"),
        errno.EISDIR: _("这是文件夹，不是文件：%(name)s。"),
        errno.ENOTDIR: _("这不是文件夹：%(name)s。"),
        errno.EACCES: _("没有权限：%(name)s。"),
        errno.EPERM: _("没有权限：%(name)s。"),
    }
    if isinstance(error, OSError) and error.errno in reasons:
        return reasons[error.errno] % {"name": error.filename or ""}
    if cause := storage_error(error):
        return f"{cause}。"
    if isinstance(error, OSError):
        params = {"name": error.filename or "", "error": error.strerror or error}
        return _("磁盘读写出错：%(name)s（%(error)s）。") % params
    return str(error)
