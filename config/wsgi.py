"""WSGI entry point (gunicorn in `make run`).

gunicorn preloads the application: it imports this once and forks its workers, so that they share
the loaded dictionary and the first search does not wait for it.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from django.db import connections  # noqa: E402 (settings have to be loaded first)

from search import analysis  # noqa: E402

analysis.segment("民政")
# The dictionary was read through it, and no connection may be used on both sides of a fork.
connections.close_all()
# What is loaded stays to the end: no collection looks at it, nor writes into memory that the
# workers share.
gc.collect()
gc.freeze()
