"""What of the index is Whoosh's: its schema, its segments' codec, its TOC.

The only package beside `search.analysis` that imports Whoosh. `whoosh.index.open_dir` opens an
index written here. How to answer a query does not belong here.
"""

from whoosh.fields import Schema

__all__ = ["Schema"]
