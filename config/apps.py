"""The admin of Django, with the archive's own admin site as the default one."""

from django.contrib.admin.apps import AdminConfig


class ArchiveAdminConfig(AdminConfig):
    default_site = "bulletins.access.admin_site.ArchiveAdminSite"
