"""Reading pages of the archive. Queries belong in `bulletins.selectors`, downloads in `exports`."""
