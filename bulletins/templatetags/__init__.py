"""Template tags and filters of the archive: the tile map, admin pages, marked texts."""
