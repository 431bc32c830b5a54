"""Views of the admin's own pages; the ModelAdmins route to them and pass themselves as `admin`.

A view checks permissions, reads the form and renders; what it changes is done by `bulletins.ingest`
and `bulletins.editing`.
"""
