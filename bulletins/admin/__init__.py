"""Django admin of the archive: ModelAdmins, forms, filters, and the pages beside them.

Importing this package registers the ModelAdmins: Django's autodiscovery imports it, and nothing
else. Rules of the archive do not belong here but in `bulletins.ingest` and `bulletins.editing`.
"""

from bulletins.admin.bulletin import BulletinAdmin
from bulletins.admin.lookup_tables import ProvinceAdmin, ThemeAdmin
from bulletins.admin.meeting import MeetingAdmin
from bulletins.admin.users import AccountAdmin

__all__ = ["AccountAdmin", "BulletinAdmin", "MeetingAdmin", "ProvinceAdmin", "ThemeAdmin"]
