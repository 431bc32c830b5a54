"""Work of the site's own processes, to be killed in the middle.

Uploads and saves go through the admin's pages, in this process. Each line printed says what has
been answered as done, and has to be there afterwards.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.regression.forms import find_form

DONE = "done:"
_SAVES = 20


def upload(folder: Path) -> None:
    """Upload the files of a folder, each by a request of its own; print their names."""
    client = _administrator()
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            response = client.post(reverse("admin:bulletins_bulletin_add"), {"upload": file})
        # 200 for a file that the archive has already.
        if response.status_code not in (200, 302):
            raise RuntimeError(f"{path.name}: {response.status_code}")
        print(DONE, path.name, flush=True)


def save(folder: Path) -> None:
    """Save meetings by the form of the admin; print their numbers."""
    from bulletins.models import Meeting

    client = _administrator()
    for pk in Meeting.objects.order_by("pk").values_list("pk", flat=True)[:_SAVES]:
        url = reverse("admin:bulletins_meeting_change", args=[pk])
        form = find_form(client.get(url).content.decode(), {"venue"})
        response = client.post(url, form.fill({"venue": f"第{pk}会议室"}, None))
        if response.status_code != 302:
            raise RuntimeError(f"{pk}: {response.status_code}")
        print(DONE, pk, flush=True)


def consume(folder: Path) -> None:
    """Index what is waiting, after rows were changed without the site noticing."""
    from bulletins.models import Meeting
    from search.indexing import outbox

    outbox.enqueue(Meeting, Meeting.objects.values_list("pk", flat=True))
    outbox.drain()


OPERATIONS: dict[str, Callable[[Path], None]] = {"upload": upload, "save": save, "consume": consume}


def _administrator() -> Client:
    from django.contrib.auth import get_user_model

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(get_user_model().objects.get(username="admin"))
    return client


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("operation", choices=OPERATIONS)
    parser.add_argument("folder", type=Path, help="of files to upload")
    arguments = parser.parse_args()
    django.setup()
    OPERATIONS[arguments.operation](arguments.folder)


if __name__ == "__main__":
    main()
