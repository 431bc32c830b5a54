"""Views of the admin's own pages, and the layout of a meeting's form (`check`).

ModelAdmins route to the views and pass themselves as `admin`. A view checks permissions, reads the
form and renders; what it changes is done by `bulletins.ingest` and `bulletins.editing`.
"""

from bulletins.admin.pages.boundaries import boundaries_view
from bulletins.admin.pages.duplicates import duplicates_view
from bulletins.admin.pages.guide import guide_view
from bulletins.admin.pages.publishing import withdraw_view
from bulletins.admin.pages.queue import queue_view
from bulletins.admin.pages.reextract import reextract_view
from bulletins.admin.pages.revisions import restore_view, revisions_view
from bulletins.admin.pages.statistics import statistics_view
from bulletins.admin.pages.upload import upload_view

__all__ = [
    "boundaries_view",
    "duplicates_view",
    "guide_view",
    "queue_view",
    "reextract_view",
    "restore_view",
    "revisions_view",
    "statistics_view",
    "upload_view",
    "withdraw_view",
]
