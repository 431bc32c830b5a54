"""Haystack's backend on the index library, and the manager that keeps the index up to date.

`backend` is the module named in HAYSTACK_CONNECTIONS. Its `manager` is used through
`search.indexing.engine`, searches are made with `query.ArchiveSearchQuerySet`. How a query
is evaluated or scored belongs in `search.index`, and when a change is indexed in `search.indexing`.
"""
