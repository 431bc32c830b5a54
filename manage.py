#!/usr/bin/env python
"""Django's command line; `python manage.py help` lists the commands."""

import io
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A terminal without Chinese shows \u4e2d, and the work is done.
                stream.reconfigure(errors="backslashreplace")
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has ended, as `head` does; Python would flush once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except ImproperlyConfigured as error:
        # A wrong setting is for whoever set it: one line, and no traceback.
        sys.exit(str(error))


if __name__ == "__main__":
    main()
