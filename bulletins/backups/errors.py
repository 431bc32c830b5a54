"""The error of this package."""


class BackupError(Exception):
    """A backup or plain export cannot be made or used; the message is Chinese, for a person."""
