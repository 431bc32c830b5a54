"""Errors of the index library; both may be mended by a rebuild."""


class IndexUnavailableError(Exception):
    """The index is missing or cannot be read."""


class CorruptFileError(Exception):
    """A file differs from what was written."""
