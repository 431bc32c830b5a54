"""WSGI entry point (gunicorn in `make run`).

gunicorn runs with --preload: it imports this once and forks its workers, so that they share the
loaded dictionary and the first search does not wait for it.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from search import analysis  # noqa: E402 (settings have to be loaded first)

analysis.segment("民政")
