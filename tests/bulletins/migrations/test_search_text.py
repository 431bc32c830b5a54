"""Migration 0014: bulletins of earlier versions are searched by the text of their files."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

OLD, NEW = ("bulletins", "0013_drop_left_out"), ("bulletins", "0014_search_text")

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_text_of_a_file_is_searched_without_its_spaces_after_the_migration() -> None:
    try:
        executor = MigrationExecutor(connection)
        executor.migrate([OLD])
        apps = executor.loader.project_state([OLD]).apps
        apps.get_model("bulletins", "Bulletin").objects.create(
            name="1.txt", sha256="a" * 64, file="a", size=1, media_type="", text="第 3 期\n会议。"
        )
        executor = MigrationExecutor(connection)
        executor.migrate([NEW])
        apps = executor.loader.project_state([NEW]).apps
        assert apps.get_model("bulletins", "Bulletin").objects.get().search_text == "第3期会议。"
    finally:
        [latest] = MigrationExecutor(connection).loader.graph.leaf_nodes("bulletins")
        MigrationExecutor(connection).migrate([latest])
