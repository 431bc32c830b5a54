"""Commands of the archive: import, re-extract, load samples, prepare it for serving."""
