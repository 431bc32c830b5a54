"""The container has all that the site needs, runs without privileges, and on a root it may read."""

import re
import tomllib

import pytest

from tests.paths import ROOT, environment_variables

DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
COPIED = [
    path
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    for path in sources.split()
]


def test_every_package_and_every_folder_of_pages_is_copied() -> None:
    packages = PYPROJECT["tool"]["importlinter"]["root_packages"]
    # docs has the guide that the admin shows, pyproject.toml the version for a backup.
    others = {"docs", "fixtures", "static", "templates", "manage.py", "pyproject.toml"}
    assert {*packages, *others} < {*COPIED}


def test_what_is_copied_exists_and_is_sent_to_docker_and_nothing_else_is() -> None:
    assert all((ROOT / path).exists() for path in COPIED)
    assert {line.removeprefix("!") for line in IGNORED if line.startswith("!")} == {*COPIED}
    assert IGNORED[0] == "*"


def test_the_container_runs_as_a_user_without_privileges() -> None:
    last = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)[-1]
    assert last == "10001"
    assert f'user: "{last}"' in COMPOSE


def test_compose_hands_every_setting_to_the_container() -> None:
    own = {"ARCHIVE_DATA", "DEBUG"}  # given by the image, and for development only
    handed = {*re.findall(r"^      ([A-Z_]+):", COMPOSE, re.MULTILINE)}
    assert environment_variables() - own <= handed


@pytest.mark.parametrize(
    "line",
    [
        "read_only: true",
        "cap_drop: [ALL]",
        'security_opt: ["no-new-privileges:true"]',
        '- "127.0.0.1:8000:8000"',
    ],
)
def test_compose_takes_from_the_container_what_it_does_not_need(line: str) -> None:
    assert f"    {line}\n" in COMPOSE
