"""Backups and the way back; the whole archive as plain files, and an archive from them.

Other packages import from here only. A backup is one file for this program; a plain export
(`bulletins.backups.plain`) is for people, and for the day when nobody runs this program any more.
"""

from bulletins.backups.backup import BackupResult, write_backup
from bulletins.backups.errors import BackupError
from bulletins.backups.restore import restore_backup

__all__ = ["BackupError", "BackupResult", "restore_backup", "write_backup"]
