"""Synonyms and dictionary words: the default files, and the lexicon in use; no Django."""
