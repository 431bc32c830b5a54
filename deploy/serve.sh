#!/bin/sh
# Prepare the archive and serve it: `make run`, the systemd unit, the container and the offline
# bundle all start the site by this.
#
# From the environment: ARCHIVE_DATA (default var/), HOST (default 127.0.0.1) and PORT (default
# 8000) to listen on, and the settings of README.md.
set -eu
cd "$(dirname "$0")/.."
# The site writes into its data folder only; bytecode would be written beside the code.
export ARCHIVE_DATA="${ARCHIVE_DATA:-$PWD/var}" PYTHONDONTWRITEBYTECODE=1
# Before anything is prepared: one line where nothing could listen.
address=$(.venv/bin/python -m config.server.listen_address "${HOST:-127.0.0.1}" "${PORT:-8000}")
.venv/bin/python manage.py prepare_archive
exec .venv/bin/gunicorn --config python:config.server.gunicorn_conf --bind "$address"
