"""The site running on the copy of the archive that the environment names."""

import datetime
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any
from urllib.parse import urljoin

import django
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.encoding import iri_to_uri

from tests.regression.changes import VISITOR, Change, Submission, WaitFor
from tests.regression.commands import ARCHIVE
from tests.regression.forms import form_with
from tests.regression.reduction import reduced
from tests.regression.requests import STRANGER, Request

NOW = datetime.datetime(2026, 11, 25, 2, 0, tzinfo=datetime.UTC)
"""Half a day after the archive was changed last."""

# A rebuild of so small an index takes less than a second.
_TIMEOUT_SECONDS = 60
_POLL_SECONDS = 0.05


class Site:
    """Clients of all users of the archive, each logged in."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        django.setup()
        from django.contrib.auth import get_user_model

        self.clock = clock
        call_command("migrate", interactive=False, verbosity=0)
        # The index of the current code, whichever version made that of the archive.
        call_command("rebuild_index", interactive=False, verbosity=0)
        self.clients = {STRANGER: client(), VISITOR: client()}
        self._last: tuple[str, str] = "", ""
        self._times: Counter[str] = Counter()
        for account in get_user_model().objects.filter(is_active=True).order_by("pk"):
            self.clients[account.get_username()] = client()
            self.clients[account.get_username()].force_login(account)

    def request(self, request: Request) -> dict[str, Any]:
        """Return the answer to a request."""
        return self._numbered(self._requested(request))

    def _requested(self, request: Request) -> dict[str, Any]:
        response = self.clients[request.user].generic(
            request.method, iri_to_uri(request.path), headers=request.headers
        )
        return {"request": request.key} | answer(response)

    def command(self, arguments: Sequence[str]) -> dict[str, Any]:
        """Return what a management command writes, and its exit status."""
        archive = str(settings.ARCHIVE_DATA)
        name, *rest = (each.replace(ARCHIVE, archive) for each in arguments)
        out, err = StringIO(), StringIO()
        status = 0
        try:
            call_command(name, *rest, stdout=out, stderr=err)
        except CommandError as error:
            status = error.returncode
            err.write(str(error))
        written = "\n".join([out.getvalue(), err.getvalue()]).replace(archive, ARCHIVE)
        key = " ".join(["manage.py", *arguments])
        return self._numbered(
            {"request": key, "status": status, "headers": {}}
            | {"body": written.strip().split("\n")}
        )

    def change(self, change: Change) -> Iterator[dict[str, Any]]:
        """Make a change a minute after the last one, and yield the answers."""
        self.clock.shift(60)
        match change:
            case Submission():
                answers = self._submit(change)
            case WaitFor():
                answers = self._wait(change)
            case Request():
                answers = iter([self._requested(change)])
        yield from map(self._numbered, answers)

    def _numbered(self, answer: dict[str, Any]) -> dict[str, Any]:
        """Number an answer whose request was made before: pages are repeated after a change."""
        key = answer["request"]
        self._times[key] += 1
        if self._times[key] > 1:
            answer["request"] += f" ({self._times[key]})"
        return answer

    def _submit(self, submission: Submission) -> Iterator[dict[str, Any]]:
        user = self.clients[submission.user]
        page, html = self._last
        if submission.page:
            page = iri_to_uri(submission.page)
            html = user.get(page).content.decode()
        form = form_with(
            html, {*submission.values, *submission.files}, submission.holding, submission.action
        )
        data: dict[str, Any] = dict(form.filled(submission.values, submission.button))
        for name, files in submission.files.items():
            data[name] = [SimpleUploadedFile(*file) for file in files]
        path = urljoin(page, form.action)
        response = user.post(path, data, headers=submission.headers)
        # Complete index work that the change left to the background.
        call_command("prepare_index", stdout=StringIO())
        yield {"request": f"{submission.user} submits {path}"} | answer(response)
        while response.status_code == 302 and submission.is_followed:
            path = urljoin(path, response["Location"])
            response = user.get(path)
            yield {"request": f"{submission.user} is led to {path}"} | answer(response)
        self._last = path, "" if response.streaming else response.content.decode(errors="replace")

    def _wait(self, condition: WaitFor) -> Iterator[dict[str, Any]]:
        until = time.monotonic() + _TIMEOUT_SECONDS
        user = self.clients[condition.user]
        while condition.text in user.get(condition.path).content.decode():
            if time.monotonic() > until:
                raise TimeoutError(f"{condition.text} is still on {condition.path}")
            time.sleep(_POLL_SECONDS)
        return iter(())


def client() -> Client:
    """Return a client that is not logged in and receives errors as pages."""
    return Client(raise_request_exception=False, SERVER_NAME="localhost")


def answer(response: Any) -> dict[str, Any]:
    """Return what is compared of a response."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return reduced(response.status_code, response.headers, body)
