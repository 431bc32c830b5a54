"""Template tags and filters of the archive: charts, counts, admin pages, marked texts."""
