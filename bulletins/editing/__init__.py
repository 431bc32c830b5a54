"""Operations of editors on stored meetings: revisions, publishing, duplicates, boundaries, …

Rules that forms, admin pages and commands share. No requests, forms or messages; new files are
imported by `bulletins.ingest`. Callers import its modules by name
(`from bulletins.editing import revisions`).
"""
