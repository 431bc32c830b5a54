"""Database queries of the pages, the API and the exports, as plain data for their templates.

Read only: no view, no HTML page and no write to the database. Keyword search is in `search`;
counts that are stored in advance are in `bulletins.stats`. Callers import its modules by name
(`from bulletins.selectors import people`).
"""
