"""deploy/nginx: the error pages are those of the site, and nginx accepts the configuration."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from bulletins.management.commands.render_error_pages import PROXY_STATUSES
from tests.paths import ROOT

_FOLDER = ROOT / "deploy" / "nginx"


def test_the_pages_of_nginx_are_those_that_the_site_renders(tmp_path: Path) -> None:
    call_command("render_error_pages", str(tmp_path))

    rendered = {page.name: page.read_text(encoding="utf-8") for page in tmp_path.iterdir()}
    # If they differ: `manage.py render_error_pages`.
    assert rendered == {
        page.name: page.read_text(encoding="utf-8") for page in (_FOLDER / "error_pages").iterdir()
    }


@pytest.mark.parametrize("status", PROXY_STATUSES)
def test_the_configuration_names_the_page_of_each_status(status: int) -> None:
    configuration = (_FOLDER / "archive.conf").read_text(encoding="utf-8")

    assert f" /error_pages/{status}.html;" in configuration


def test_nginx_accepts_the_configuration(tmp_path: Path) -> None:
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        if os.environ.get("CI"):
            pytest.fail("CI has to have nginx")
        pytest.skip("needs nginx: apt-get install nginx-light")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run(
        [*command, "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    site = (_FOLDER / "archive.conf").read_text(encoding="utf-8")
    site = site.replace("/etc/ssl/certs/archive.example.pem", str(certificate))
    site = site.replace("/etc/ssl/private/archive.example.key", str(key))
    (tmp_path / "site.conf").write_text(site, encoding="utf-8")
    main = tmp_path / "nginx.conf"
    main.write_text(
        f"pid {tmp_path}/pid; error_log stderr;\nevents {{}}\n"
        f"http {{ include {tmp_path}/site.conf; }}\n",
        encoding="utf-8",
    )

    done = subprocess.run(
        [nginx, "-t", "-e", "stderr", "-c", str(main)], check=False, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr
