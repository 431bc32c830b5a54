"""gunicorn's configuration: `gunicorn --config python:config.server.gunicorn_conf`."""

import os
import sys

from gunicorn.arbiter import Arbiter

# The worker reads the settings before the application names them.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

wsgi_app = "config.wsgi"
worker_class = "config.server.worker.WaitressWorker"
# A page is Python at work: more processes than cores would only take memory.
workers = 2
threads = 4
# Loads the dictionary once, for all processes.
preload_app = True
# In memory, where there is any: the site has to start where nothing can be written.
_MEMORY = "/dev/shm"  # noqa: S108 (gunicorn unlinks its files as it opens them)
worker_tmp_dir = _MEMORY if os.access(_MEMORY, os.W_OK) else None
control_socket_disable = True
loglevel = "warning"


def when_ready(server: Arbiter) -> None:
    """Print the address, once it answers."""
    for listener in server.LISTENERS:
        sys.stdout.write(f"{listener}/\n")
    sys.stdout.flush()
