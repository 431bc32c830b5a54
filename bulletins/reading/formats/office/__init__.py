"""Word documents (.docx). Other office formats are refused by `formats.documents`.

Detecting formats does not belong here; neither does what a text means.
"""

from bulletins.reading.formats.office.docx import docx_contents

__all__ = ["docx_contents"]
