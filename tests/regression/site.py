"""The site, running in this process on the archive that the environment names."""

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
from tests.regression.forms import find_form
from tests.regression.reduction import reduce_response
from tests.regression.requests import STRANGER, Request

NOW = datetime.datetime(2026, 11, 25, 2, 0, tzinfo=datetime.UTC)
"""Half a day after the last change of the archive."""

# The awaited rebuild of the small index takes less than a second.
_TIMEOUT_SECONDS = 60
_POLL_SECONDS = 0.05


class Site:
    """The site with a logged-in client for every active user of the archive."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        django.setup()
        from django.contrib.auth import get_user_model

        self.clock = clock
        call_command("migrate", interactive=False, verbosity=0)
        # Searches use an index built by the current code.
        call_command("rebuild_index", interactive=False, verbosity=0)
        self.clients = {STRANGER: new_client(), VISITOR: new_client()}
        self._last_page: tuple[str, str] = "", ""
        self._key_counts: Counter[str] = Counter()
        for account in get_user_model().objects.filter(is_active=True).order_by("pk"):
            client = self.clients[account.get_username()] = new_client()
            client.force_login(account)

    def request(self, request: Request) -> dict[str, Any]:
        """Return the answer to a request."""
        return self._numbered(self._send(request))

    def _send(self, request: Request) -> dict[str, Any]:
        response = self.clients[request.user].generic(
            request.method, iri_to_uri(request.path), headers=request.headers
        )
        return {"request": request.key} | answer_of(response)

    def command(self, arguments: Sequence[str]) -> dict[str, Any]:
        """Run a management command; return its output, errors and exit status."""
        archive = str(settings.ARCHIVE_DATA)
        name, *rest = (each.replace(ARCHIVE, archive) for each in arguments)
        out, err = StringIO(), StringIO()
        status = 0
        try:
            call_command(name, *rest, stdout=out, stderr=err)
        except CommandError as error:
            status = error.returncode
            err.write(str(error))
        output = "\n".join([out.getvalue(), err.getvalue()]).replace(archive, ARCHIVE)
        key = " ".join(["manage.py", *arguments])
        return self._numbered(
            {"request": key, "status": status, "headers": {}} | {"body": output.strip().split("\n")}
        )

    def change(self, change: Change) -> Iterator[dict[str, Any]]:
        """Advance the clock by a minute, make a change, and yield the answers."""
        self.clock.shift(60)
        match change:
            case Submission():
                answers = self._submit(change)
            case WaitFor():
                answers = self._wait(change)
            case Request():
                answers = iter([self._send(change)])
        yield from map(self._numbered, answers)

    def _numbered(self, answer: dict[str, Any]) -> dict[str, Any]:
        """Append a number to the key of a repeated request: pages are repeated after a change."""
        key = answer["request"]
        self._key_counts[key] += 1
        if self._key_counts[key] > 1:
            answer["request"] += f" ({self._key_counts[key]})"
        return answer

    def _submit(self, submission: Submission) -> Iterator[dict[str, Any]]:
        user = self.clients[submission.user]
        page, html = self._last_page
        if submission.page:
            page = iri_to_uri(submission.page)
            html = user.get(page).content.decode()
        form = find_form(
            html, {*submission.values, *submission.files}, submission.containing, submission.action
        )
        data: dict[str, Any] = dict(form.fill(submission.values, submission.button))
        for name, files in submission.files.items():
            data[name] = [SimpleUploadedFile(*file) for file in files]
        path = urljoin(page, form.action)
        response = user.post(path, data, headers=submission.headers)
        # Do the index work that the change left to the background thread.
        call_command("prepare_index", stdout=StringIO())
        yield {"request": f"{submission.user} submits {path}"} | answer_of(response)
        while response.status_code == 302 and submission.follow_redirects:
            path = urljoin(path, response["Location"])
            response = user.get(path)
            yield {"request": f"{submission.user} is led to {path}"} | answer_of(response)
        self._last_page = (
            path,
            "" if response.streaming else response.content.decode(errors="replace"),
        )

    def _wait(self, condition: WaitFor) -> Iterator[dict[str, Any]]:
        deadline = time.monotonic() + _TIMEOUT_SECONDS
        user = self.clients[condition.user]
        while condition.is_present != (condition.text in user.get(condition.path).content.decode()):
            if time.monotonic() > deadline:
                raise TimeoutError(f"waited for {condition}")
            time.sleep(_POLL_SECONDS)
        return iter(())


def new_client() -> Client:
    """Return a client without login, to which exceptions are error pages."""
    return Client(raise_request_exception=False, SERVER_NAME="localhost")


def answer_of(response: Any) -> dict[str, Any]:
    """Read a response and return what is compared of it."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return reduce_response(response.status_code, response.headers, body)
