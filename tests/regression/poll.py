"""Request a page of the archive in a folder until it contains a text.

    python -m tests.regression.poll FOLDER PATH TEXT

Print the statuses and the last page, reduced, as one JSON object. The archive is used as it is,
with its index.
"""

import json
import os
import sys
import time
from pathlib import Path

import django

from tests.regression import archive
from tests.regression.site import answer, client

_TIMEOUT_SECONDS = 60
_POLL_SECONDS = 0.2


def main() -> None:
    """Request the page; end with status 1 where the text does not come."""
    folder, path, text = sys.argv[1:]
    os.environ.clear()
    os.environ.update(archive.environment(Path(folder)))
    django.setup()
    visitor, statuses = client(), []
    until = time.monotonic() + _TIMEOUT_SECONDS
    while True:
        reply = answer(visitor.get(path))
        statuses.append(reply["status"])
        is_found = any(text in line for line in reply["body"])
        if is_found or time.monotonic() > until:
            break
        time.sleep(_POLL_SECONDS)
    print(json.dumps({"statuses": statuses, "answer": reply}))
    sys.exit(not is_found)


if __name__ == "__main__":
    main()
