"""The JSON API of the archive: endpoints, response schemas and pagination, read-only.

Queries belong in `bulletins.selectors`, error responses and assembly in `config.api`.
"""

from bulletins.api.endpoints import router

__all__ = ["router"]
