"""Tell which format a zip file is in: a document made of many parts, or an archive of files.

Office documents, e-books and programs are zip files too. The names of the members decide; nothing
is unpacked here. Opening an archive of files belongs to `bulletins.ingest`.
"""

import io
import zipfile
from enum import Enum, auto
from pathlib import PurePath

# Before each entry of the list of members, the central directory (PKWARE APPNOTE, 4.3.12).
_ENTRY_SIGNATURE = b"PK\x01\x02"
# Each takes some 700 bytes of memory. Those of documents packed without compression count, too.
_MAX_ENTRIES = 50_000
_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


class ZipFormat(Enum):
    """Format of a zip file."""

    ARCHIVE = auto()
    """Files of any kind that somebody packed."""
    DAMAGED = auto()
    TOO_MANY_MEMBERS = auto()
    """A zip file of any kind whose list of members alone would take much memory."""
    WORD = auto()
    SPREADSHEET = auto()
    SLIDES = auto()
    OPEN_PACKAGING = auto()
    """Another format of the Open Packaging Conventions (ECMA-376, part 2), e.g. XPS."""
    OPEN_DOCUMENT = auto()
    UOF = auto()
    """标文通, the Chinese office format (GB/T 20916)."""
    OFD = auto()
    OTHER_PACKAGE = auto()
    """An e-book, a program, or a document of Apple's Pages, Numbers and Keynote."""


# Folders of the office formats of the Open Packaging Conventions.
_OFFICE_FOLDERS = {
    "word": ZipFormat.WORD,
    "xl": ZipFormat.SPREADSHEET,
    "ppt": ZipFormat.SLIDES,
}
# The member by which each of the other formats is opened.
_ENTRY_MEMBERS = {
    "OFD.xml": ZipFormat.OFD,
    "uof.xml": ZipFormat.UOF,
    "META-INF/manifest.xml": ZipFormat.OPEN_DOCUMENT,
    "Index/Document.iwa": ZipFormat.OTHER_PACKAGE,
    "META-INF/container.xml": ZipFormat.OTHER_PACKAGE,
    "META-INF/MANIFEST.MF": ZipFormat.OTHER_PACKAGE,
}
# A file with one of these names is a document, if a damaged one.
# fmt: off
DOCUMENT_EXTENSIONS = frozenset([
    ".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".pptx", ".pptm", ".wps", ".et", ".dps", ".ofd",
    ".uof", ".odt", ".ott", ".ods", ".odp",
])
# fmt: on


def is_zip(data: bytes) -> bool:
    """Return whether a file begins as zip files do."""
    return data.startswith(_SIGNATURES)


def zip_format(data: bytes) -> ZipFormat:
    """Return the format of a zip file."""
    if data.count(_ENTRY_SIGNATURE) > _MAX_ENTRIES:
        return ZipFormat.TOO_MANY_MEMBERS
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    # zipfile raises several kinds of errors for bytes that are no zip, not all documented.
    except Exception:
        return ZipFormat.DAMAGED
    if "[Content_Types].xml" in names:
        folders = {name.partition("/")[0] for name in names}
        found = (form for folder, form in _OFFICE_FOLDERS.items() if folder in folders)
        return next(found, ZipFormat.OPEN_PACKAGING)
    # An OpenDocument file may lack its manifest; its type is always the first member (part 2, 3.3).
    if names[:1] == ["mimetype"] and "META-INF/container.xml" not in names:
        return ZipFormat.OPEN_DOCUMENT
    entries = (form for member, form in _ENTRY_MEMBERS.items() if member in names)
    return next(entries, ZipFormat.ARCHIVE)


def is_archive_of_files(name: str, data: bytes) -> bool:
    """Return whether a file is a zip archive of files, which are to be read one by one.

    A damaged one is where its name says so. A document in a zip format never is.
    """
    extension = PurePath(name).suffix.lower()
    if not is_zip(data) or extension in DOCUMENT_EXTENSIONS:
        return False
    detected = zip_format(data)
    return detected is ZipFormat.ARCHIVE or (detected is ZipFormat.DAMAGED and extension == ".zip")
