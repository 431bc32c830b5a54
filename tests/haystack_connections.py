"""The connections to the index: one of this thread, one of the background thread."""

from functools import partial

import haystack

from search.indexing import background


def reload_connections() -> None:
    """Drop both, so that the next use opens the index that is configured now."""
    background.join()
    haystack.connections.reload("default")
    background.submit(partial(haystack.connections.reload, "default"))
    background.join()
