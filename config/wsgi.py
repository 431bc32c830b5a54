"""The door for a WSGI server (gunicorn in `make run`).

gunicorn loads this once and forks its workers from it: what is loaded here is shared by all of
them, and the first search does not wait for the dictionary.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from search import analysis  # noqa: E402 (settings have to be there first)

analysis.segment("民政")
