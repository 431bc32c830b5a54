"""Word documents (.docx). Other office formats are refused by `formats.documents`."""

from bulletins.reading.formats.office.docx import docx_text, zip_member_names

__all__ = ["docx_text", "zip_member_names"]
