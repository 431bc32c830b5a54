"""Views of the reading pages, a module each; URLs are in `bulletins.urls`. No rules of the archive.

Views read the request, call `bulletins.selectors`, `bulletins.stats` and `bulletins.exports`, and
render a template.
"""
