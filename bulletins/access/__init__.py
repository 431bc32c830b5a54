"""Access: the login and its throttle, sessions that end when idle, forms that survive both.

Settings name what is used by Django: the admin site, the handler of django-axes, the response to a
failed CSRF check.
"""

from bulletins.access.sessions import connect_signals, end_idle_sessions
from bulletins.access.submissions import Submission

__all__ = ["Submission", "connect_signals", "end_idle_sessions"]
