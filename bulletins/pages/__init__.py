"""Reading pages of the archive: views of what is published.

Queries do not belong here but in `bulletins.selectors`, files and feeds in `bulletins.exports`.
"""
