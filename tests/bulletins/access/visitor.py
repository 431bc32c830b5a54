"""A browser, reduced to what logins and sessions are about: cookies, CSRF tokens, one address."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.test import Client

PASSWORD = "correct horse"
ORIGIN = "http://testserver"


@dataclass
class Visitor:
    """A browser with its cookies at an address; forms have the CSRF token it has now.

    Attributes:
        client: what sends the requests.
        address: where they come from.
    """

    client: Client
    address: str = "10.0.0.1"

    def get(self, path: str, **headers: Any) -> Any:
        return self.client.get(path, REMOTE_ADDR=self.address, **headers)

    def post(self, path: str, fields: dict[str, Any], **headers: Any) -> Any:
        """Submit a form of this site; `fields` may have another CSRF token."""
        fields = {"csrfmiddlewaretoken": self.csrf_token} | fields
        headers = {"HTTP_ORIGIN": ORIGIN, "REMOTE_ADDR": self.address} | headers
        return self.client.post(path, fields, **headers)

    def log_in(self, password: str = PASSWORD, name: str = "editor", **fields: str) -> Any:
        if not self.csrf_token:
            self.get("/admin/login/")
        return self.post("/admin/login/", {"username": name, "password": password} | fields)

    @property
    def csrf_token(self) -> str:
        return self._cookie("csrftoken")

    @property
    def session_key(self) -> str:
        return self._cookie("sessionid")

    def is_logged_in(self) -> bool:
        return bool(self.get("/admin/").status_code == 200)

    def _cookie(self, name: str) -> str:
        return self.client.cookies[name].value if name in self.client.cookies else ""


def hidden_fields(html: str) -> dict[str, str]:
    """Return the hidden fields of a page by name."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {unescape(name): unescape(value) for name, value in found}
