"""Log of index work that failed and is kept in the outbox.

A disk that cannot be written fails at every save and every search: each message is then one line, a
warning, and not repeated for a while. Any other failure is an error of the program, with traceback.
"""

import logging
import time
from math import inf

from common.storage_errors import storage_error

_REPEATED_SECONDS = 60.0

# Message → `time.monotonic` at which it was last logged for a disk.
_logged_at: dict[str, float] = {}


def log_failure(logger: logging.Logger, message: str, error: Exception) -> None:
    """Log why work failed; call it where the error is handled."""
    if not (cause := storage_error(error)):
        logger.error(message, exc_info=error)
        return
    now = time.monotonic()
    if now - _logged_at.get(message, -inf) >= _REPEATED_SECONDS:
        _logged_at[message] = now
        logger.warning("%s %s（%s）", message, cause, " ".join(str(error).split()))
