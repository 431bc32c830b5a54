"""Template tags of the search: status of the index, URLs with one parameter changed."""
