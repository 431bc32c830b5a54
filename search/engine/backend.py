from haystack.backends.simple_backend import SimpleEngine


class ArchiveEngine(SimpleEngine):
    pass
