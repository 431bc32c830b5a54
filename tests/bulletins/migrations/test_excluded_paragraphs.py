"""Migration 0012: paragraphs that editors had excluded become rows, and pairs again."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

OLD, NEW = ("bulletins", "0011_theme_ordering"), ("bulletins", "0013_drop_left_out")
PAIRS = [["头版", 0], ["又一条新闻。", 1], ["又一条新闻。", 1]]

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def migrate(target: tuple[str, str]) -> Any:
    """Migrate to a state; return its models."""
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return MigrationExecutor(connection).loader.project_state([target]).apps


def test_excluded_paragraphs_survive_the_migration_in_both_directions() -> None:
    try:
        apps = migrate(OLD)
        fields = {"file": "a", "size": 1, "media_type": "text/plain", "text": "原文"}
        bulletins = apps.get_model("bulletins", "Bulletin").objects
        bulletin = bulletins.create(name="1.txt", sha256="a" * 64, left_out=PAIRS, **fields)
        bulletins.create(name="2.txt", sha256="b" * 64, **fields)

        rows = migrate(NEW).get_model("bulletins", "ExcludedParagraph").objects
        assert [
            [row.text, row.index, row.paragraph, row.reason]
            for row in rows.filter(bulletin=bulletin.pk).order_by("position")
        ] == [[text, index, 0, "not_meeting"] for text, index in PAIRS]
        assert rows.count() == len(PAIRS)
        rows.create(
            bulletin_id=bulletin.pk, position=3, index=1, paragraph=0, reason="menu", text="首页"
        )

        bulletins = migrate(OLD).get_model("bulletins", "Bulletin").objects
        assert [bulletin.left_out for bulletin in bulletins.order_by("name")] == [PAIRS, []]
    finally:
        [latest] = MigrationExecutor(connection).loader.graph.leaf_nodes("bulletins")
        migrate(latest)
