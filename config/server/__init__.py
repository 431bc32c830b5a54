"""The HTTP server: gunicorn starts and watches the processes, waitress reads and answers in each.

waitress collects head and body of a request in one loop and hands it to a thread when it is whole,
so a client that sends nothing, or stops in the middle, takes no thread. What it does not do is
here: limits of a body by who sends it, error pages of the site, heads that must end.
"""
