"""A form that was submitted without a valid login, carried over the login in a hidden field.

Nothing is stored on the server, and nothing saved by the login: the login page has the fields,
signed, and after it the user sees them again, with a new CSRF token. Passwords and files are not
carried; the names of the files are, to be told.
"""

import re
from dataclasses import asdict, dataclass

from django.core import signing
from django.http import HttpRequest, QueryDict

from bulletins.access.sessions import idle_user_pk

_SALT = "bulletins.access.submissions"
_NEVER_CARRIED = re.compile(r"csrfmiddlewaretoken|submission|.*password.*")


@dataclass(frozen=True, slots=True)
class Submission:
    """The fields of a submitted form.

    Attributes:
        path: where it was submitted to, with the query string.
        fields: name and value of each field, in order.
        files: names of the files.
        user_pk: whose session had ended; None where that is not known.
    """

    path: str
    fields: list[list[str]]
    files: list[str]
    user_pk: str | None

    @classmethod
    def from_request(cls, request: HttpRequest) -> "Submission":
        """Return what a POST request submits."""
        fields = [
            [name, value]
            for name, values in request.POST.lists()
            if not _NEVER_CARRIED.fullmatch(name)
            for value in values
        ]
        uploads = [upload for _name, uploads in request.FILES.lists() for upload in uploads]
        files = [str(upload.name) for upload in uploads]
        return cls(request.get_full_path(), fields, files, idle_user_pk(request))

    @classmethod
    def loads(cls, text: str) -> "Submission | None":
        """Return what `dumps` signed; None for anything else."""
        try:
            return cls(**signing.loads(text, salt=_SALT))
        except signing.BadSignature:
            return None

    def dumps(self) -> str:
        """Return the submission as text that only this site can have made."""
        return signing.dumps(asdict(self), salt=_SALT, compress=True)

    def as_post(self) -> QueryDict:
        """Return the fields as a request has them."""
        post = QueryDict(mutable=True)
        for name, value in self.fields:
            post.appendlist(name, value)
        return post

    def texts(self) -> list[str]:
        """Return what a person has written, other than keys and choices."""
        values = dict.fromkeys(value for _name, value in self.fields)
        return [value for value in values if not value.isascii() or " " in value.strip()]
