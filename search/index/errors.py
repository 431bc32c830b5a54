"""Errors of the index library; both are repaired by a rebuild."""


class IndexUnavailableError(Exception):
    """Error for an index that is missing or cannot be read."""


class CorruptFileError(Exception):
    """Error for a file that differs from what was written."""
