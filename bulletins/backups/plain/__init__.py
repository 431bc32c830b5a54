"""The whole archive as plain files, and an archive from them.

The files are text, JSON, CSV and the originals, so that people and other programs read them without
this one; `layout` has their names and the page that explains them.
"""

from bulletins.backups.plain.exporter import ExportResult, export_archive
from bulletins.backups.plain.importer import ImportedArchive, import_archive

__all__ = ["ExportResult", "ImportedArchive", "export_archive", "import_archive"]
