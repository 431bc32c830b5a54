"""Management of the archive from the command line."""
