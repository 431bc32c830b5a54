"""The editor's desk: what stands in admin beside Django's own lists and forms."""
