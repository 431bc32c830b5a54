"""Prepare the archive for serving; `make run` runs this before the server.

Every step is skipped if it is already done: a start takes seconds, and an interrupted first start
is completed by the next.
"""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from tqdm import tqdm

from bulletins.editing import near_duplicates
from bulletins.ingest import original_names
from bulletins.models import Bulletin
from common.commands import ArchiveCommand
from common.storage_errors import storage_error

FIRST_ADMINISTRATOR = "admin"
_PASSWORD_BYTES = 12  # 96 random bits


class Command(ArchiveCommand):
    requires_migrations_checks = False  # it makes the tables
    help = _("准备档案库：建表、读入随附的简报、备好索引和管理员")

    def handle(self, *args: Any, **options: Any) -> None:
        self.check_connection()
        try:
            self.prepare()
        except (OSError, DatabaseError, CommandError) as error:
            if not (cause := storage_error(error)) or not Bulletin.objects.exists():
                raise
            # Of this version, or the site would not work.
            self.check_migrations()
            self.stderr.write(
                _("%s：档案没有备好，只能查阅，不能收入和修改。处理好以后请重新启动。") % cause
            )

    def progress_message(self) -> str:
        return _("档案还没有备好")

    def prepare(self) -> None:
        """Do every step that is not done. Raises CommandError where the database has been lost."""
        if not MigrationRecorder(connection).has_table() and any(original_names()):
            raise CommandError(
                _(
                    "收到的原件还在，数据库却不见了。请运行 manage.py restore 从备份恢复；"
                    "真要重新开始，请先把 %s 移到别处。"
                )
                % settings.MEDIA_ROOT
            )
        self.migrate()
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("clearsessions")
        # The seed text is imported into an empty archive only.
        if not Bulletin.objects.exists():
            seeds = sorted((settings.BASE_DIR / "fixtures").glob("*.txt"))
            call_command("import_bulletins", *map(str, seeds), stdout=self.stdout)
        for meeting in tqdm(
            near_duplicates.meetings_without_fingerprint(), unit=_("篇"), disable=None
        ):
            near_duplicates.update_fingerprint(meeting)
        call_command("prepare_index", stdout=self.stdout)
        self.ensure_administrator()

    def migrate(self) -> None:
        """Bring the tables to this version; in a large archive a step may take minutes."""
        executor = MigrationExecutor(connection)
        if steps := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write(_("建表或更新表结构，共 %d 步……") % len(steps))
        call_command("migrate", interactive=False, verbosity=0)

    def ensure_administrator(self) -> None:
        """Create a superuser if there is none, and print its password, only this once."""
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(_PASSWORD_BYTES)
        name = FIRST_ADMINISTRATOR
        while users.filter(username=name).exists():
            name += "1"
        users.create_superuser(name, password=password)
        self.stdout.write(
            _("已建管理员 %(name)s，密码 %(password)s（只显示这一次，登录后请修改）")
            % {"name": name, "password": password}
        )
