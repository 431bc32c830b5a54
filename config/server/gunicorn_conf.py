"""gunicorn's configuration: `gunicorn --config python:config.server.gunicorn_conf`."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings
from gunicorn.arbiter import Arbiter

wsgi_app = "config.wsgi"
worker_class = "config.server.worker.WaitressWorker"
# A page is Python at work: more processes than cores would only take memory.
workers = 2
threads = 4
# Loads the dictionary once, for all processes.
preload_app = True
worker_tmp_dir = str(settings.ARCHIVE_TEMP)
control_socket_disable = True
loglevel = "warning"


def when_ready(server: Arbiter) -> None:
    """Print the address, once it answers."""
    for listener in server.LISTENERS:
        sys.stdout.write(f"{listener}/\n")
    sys.stdout.flush()
