"""Measurements for people who change the archive: they report and never assert."""
