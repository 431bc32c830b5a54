"""Errors of the index library."""


class IndexUnavailableError(Exception):
    """There is no index, or it cannot be read."""


class CorruptFileError(Exception):
    """The file is not what was written."""
