"""Regression tests: the site's responses compared with recorded ones on a fixture archive."""
