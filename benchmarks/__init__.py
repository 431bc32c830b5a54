"""Benchmarks of reading, search and pages, for developers: they report and assert nothing.

The commands are `admin`, `generate_bulletins`, `pages`, `reading` and `search`, each run with
`python -m benchmarks.NAME`. No module of the site may import this package.
"""
