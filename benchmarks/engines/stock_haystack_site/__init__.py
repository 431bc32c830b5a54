"""A Django app as guides to Chinese search with Haystack write it; for `engines.stock_haystack`."""
