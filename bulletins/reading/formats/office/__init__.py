"""Word documents (.docx). Other office formats are refused by `formats.documents`.

Detecting formats does not belong here; neither does what a text means.
"""

from bulletins.reading.formats.office.docx import docx_text

__all__ = ["docx_text"]
