"""Management of the index from the command line: the commands, and the options they share."""
