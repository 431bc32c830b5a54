"""Settings: safe defaults, values from the environment, one folder for all data."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT


def evaluate_settings(data: Path, expression: str, **environment: str) -> str:
    """Evaluate an expression on the settings in a new process and return what it prints."""
    return run_python(data, f"from config import settings; print({expression})", **environment)


def run_python(data: Path, code: str, **environment: str) -> str:
    """Run code in a new process, with a data folder and no other variable of ours."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")
    }
    done = subprocess.run(
        [sys.executable, "-B", "-c", code],
        cwd=ROOT,
        env=clean | {"ARCHIVE_DATA": str(data)} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.slow
def test_debug_is_off_and_only_local_hosts_are_allowed(tmp_path) -> None:
    assert (
        evaluate_settings(tmp_path, "settings.DEBUG, settings.ALLOWED_HOSTS")
        == "False ['127.0.0.1', 'localhost', '[::1]']"
    )


@pytest.mark.slow
def test_the_secret_key_is_created_once_and_readable_by_its_owner_only(tmp_path) -> None:
    first = evaluate_settings(tmp_path, "settings.SECRET_KEY")
    assert len(first) >= 50
    assert evaluate_settings(tmp_path, "settings.SECRET_KEY") == first
    mode = stat.S_IMODE((tmp_path / "secret_key").stat().st_mode)
    assert mode == 0o600
    assert sorted(p.name for p in tmp_path.iterdir()) == ["secret_key", "tmp"]


@pytest.mark.slow
def test_a_secret_key_from_the_environment_is_not_written_to_a_file(tmp_path) -> None:
    assert evaluate_settings(tmp_path, "settings.SECRET_KEY", SECRET_KEY="own") == "own"
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.slow
def test_everything_the_site_writes_is_in_the_data_folder(tmp_path) -> None:
    paths = [
        "settings.DATABASES['default']['NAME']",
        "settings.MEDIA_ROOT",
        "settings.STATIC_ROOT",
        "settings.JIEBA_CACHE",
        "settings.FILE_UPLOAD_TEMP_DIR",
        "settings.HAYSTACK_CONNECTIONS['default']['PATH']",
    ]
    values = evaluate_settings(tmp_path, f"*[{', '.join(paths)}], sep='\\n'").splitlines()
    assert len(values) == len(paths)
    assert all(Path(value).is_relative_to(tmp_path) for value in values), values


@pytest.mark.slow
def test_database_url_in_the_environment_selects_the_database(tmp_path) -> None:
    engine = evaluate_settings(
        tmp_path,
        "settings.DATABASES['default']['ENGINE']",
        DATABASE_URL="postgres://archive:secret@127.0.0.1/archive",
    )
    assert engine == "django.db.backends.postgresql"


def test_the_content_security_policy_allows_own_resources_only(client, db) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
