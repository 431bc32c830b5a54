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
    own = "0123456789" * 5
    assert evaluate_settings(tmp_path, "settings.SECRET_KEY", SECRET_KEY=own) == own
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
def test_the_data_folder_may_have_any_characters_in_its_name(tmp_path) -> None:
    data = tmp_path / "档案 1.0+g12 #2?a=b%20&c"
    name = evaluate_settings(data, "settings.DATABASES['default']['NAME']")
    assert Path(name) == data / "archive.sqlite3"


@pytest.mark.slow
def test_database_url_in_the_environment_selects_the_database(tmp_path) -> None:
    # Not connected to, so that it may be empty.
    (tmp_path / "psycopg.py").touch()
    engine = evaluate_settings(
        tmp_path / "data",
        "settings.DATABASES['default']['ENGINE']",
        DATABASE_URL="postgres://archive:secret@127.0.0.1/archive",
        PYTHONPATH=str(tmp_path),
    )
    assert engine == "django.db.backends.postgresql"


def manage(data: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of manage.py with a data folder and no other variable of ours."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-B", "manage.py", *arguments],
        cwd=ROOT,
        env=clean | {"ARCHIVE_DATA": str(data)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_deployment_checks_find_nothing_with_https(tmp_path) -> None:
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", HTTPS="on")
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_https_turns_on_hsts_for_the_seconds_that_are_set(tmp_path) -> None:
    seconds = "getattr(settings, 'SECURE_HSTS_SECONDS', None)"
    assert evaluate_settings(tmp_path, seconds) == "None"
    assert evaluate_settings(tmp_path, seconds, HTTPS="on") == "31536000"
    assert evaluate_settings(tmp_path, seconds, HTTPS="on", HSTS_SECONDS="300") == "300"


@pytest.mark.slow
def test_with_https_a_request_over_http_gets_the_address_of_https_and_nothing_else(
    tmp_path,
) -> None:
    (tmp_path / "ask.py").write_text(
        "from django.test import Client\n"
        "for path in ('/', '/admin/login/', '/static/site/site.css'):\n"
        "    answer = Client(HTTP_HOST='localhost').get(path)\n"
        "    print(path, answer.status_code, answer.get('Location'), answer.cookies.output(),\n"
        "          'Strict-Transport-Security' in answer, len(b''.join(answer)))\n"
    )
    asked = manage(
        tmp_path,
        "shell",
        "-v",
        "0",
        "-c",
        f"exec(open({str(tmp_path / 'ask.py')!r}).read())",
        HTTPS="on",
    )
    assert asked.stdout.splitlines() == [
        f"{path} 301 https://localhost{path}  False 0"
        for path in ("/", "/admin/login/", "/static/site/site.css")
    ], asked.stderr


@pytest.mark.slow
def test_with_https_a_proxy_on_this_machine_is_trusted_and_without_none(tmp_path) -> None:
    proxies = "[str(each) for each in settings.TRUSTED_PROXIES]"
    assert evaluate_settings(tmp_path, proxies) == "[]"
    assert evaluate_settings(tmp_path, proxies, HTTPS="on") == "['127.0.0.1/32', '::1/128']"
    named = evaluate_settings(tmp_path, proxies, TRUSTED_PROXIES="10.0.0.1, 172.16.0.0/12")
    assert named == "['10.0.0.1/32', '172.16.0.0/12']"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TRUSTED_PROXIES", "nginx"),
        ("TRUSTED_PROXIES", "0.0.0.0/0"),
        ("ARCHIVE_DATA", "/proc/x"),
        ("ARCHIVE_DATA", "/etc/passwd/x"),
    ],
)
def test_a_wrong_setting_is_reported_in_one_line(tmp_path, variable, value) -> None:
    done = manage(tmp_path, "check", **{variable: value})
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert variable in done.stderr
    assert value in done.stderr


@pytest.mark.slow
def test_a_secret_key_that_cannot_be_read_is_reported_in_one_line(tmp_path) -> None:
    (tmp_path / "secret_key").mkdir()
    done = manage(tmp_path, "check")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert str(tmp_path / "secret_key") in done.stderr


@pytest.mark.slow
def test_a_data_folder_that_others_can_read_is_closed_or_refused_in_one_line(tmp_path) -> None:
    foreign, empty = tmp_path / "foreign", tmp_path / "empty"
    for folder in (foreign, empty):
        folder.mkdir()
        folder.chmod(0o755)
    (foreign / "letter.txt").touch()
    assert manage(empty, "check").returncode == 0
    assert stat.S_IMODE(empty.stat().st_mode) == 0o700
    refused = manage(foreign, "check")
    assert refused.returncode == 1
    assert refused.stderr.splitlines() == [
        f"数据文件夹（ARCHIVE_DATA）{foreign} 别的用户也能读。"
        f"请由它的主人运行 chmod 700 {foreign}，或者另选一个文件夹。"
    ]
    assert sorted(path.name for path in foreign.iterdir()) == ["letter.txt"]


def test_the_content_security_policy_allows_own_resources_only(client, db) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
