"""Request a page of the archive in a folder until it contains a text.

    python -m tests.regression.poll FOLDER PATH TEXT

Print all statuses and the last response, reduced, as one JSON object. The archive is used as it
is, with its index.
"""

import json
import os
import sys
import time
from pathlib import Path

import django

from tests.regression import archive
from tests.regression.site import answer_of, new_client

_TIMEOUT_SECONDS = 60
_POLL_SECONDS = 0.2


def main() -> None:
    """Request the page; exit with status 1 if the text does not appear in time."""
    folder, path, text = sys.argv[1:]
    os.environ.clear()
    os.environ.update(archive.environment(Path(folder)))
    django.setup()
    client, statuses = new_client(), []
    deadline = time.monotonic() + _TIMEOUT_SECONDS
    while True:
        last = answer_of(client.get(path))
        statuses.append(last["status"])
        is_found = any(text in line for line in last["body"])
        if is_found or time.monotonic() > deadline:
            break
        time.sleep(_POLL_SECONDS)
    print(json.dumps({"statuses": statuses, "answer": last}))
    sys.exit(not is_found)


if __name__ == "__main__":
    main()
