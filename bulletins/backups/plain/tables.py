"""Rows of tables as JSON and back, by Django's serializers: every column, primary keys included."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import User
from django.core import serializers
from django.core.serializers.base import DeserializedObject
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from bulletins.models import Meeting, Province, Theme
from search import services

# Tables of their own files, in the order in which rows refer to each other, each with its revisions
# where it has any.
TABLES: tuple[type[Model], ...] = (User, Province, Theme, *services.CONTENT_MODELS)
# The columns of a meeting that its record does not have, by attribute; those that follow from the
# record are derived again. `distinct_from` is a table of its own.
MEETING_STATE_COLUMNS = (
    "published",
    "assigned_to_id",
    "same_as_id",
    "corrected",
    "created_at",
    "changed_at",
)
_MEETING_FIELDS = ("distinct_from", *(name.removesuffix("_id") for name in MEETING_STATE_COLUMNS))
# A password stays where it was chosen; the last login is none of another installation.
_USER_COLUMNS = tuple(
    field.name
    for field in (*User._meta.fields, *User._meta.many_to_many)
    if field.name not in ("id", "password", "last_login")
)


class ExactEncoder(DjangoJSONEncoder):
    """Encoder that keeps the microseconds of times, which Django's cuts."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime.datetime) else super().default(o)


def models_of(table: type[Model]) -> list[type[Model]]:
    """Return a table and that of its revisions."""
    history = getattr(table, "history", None)
    return [table, history.model] if history else [table]


def columns_of(model: type[Model]) -> Iterable[str] | None:
    """Return the columns that are exported; None are all."""
    if model is Meeting:
        return _MEETING_FIELDS
    return _USER_COLUMNS if model is User else None


def to_rows(objects: Iterable[Model], model: type[Model]) -> list[dict[str, Any]]:
    """Return rows as plain values; groups and permissions of users by their names."""
    rows: list[dict[str, Any]] = serializers.serialize(
        "python", objects, fields=columns_of(model), use_natural_foreign_keys=model is User
    )
    return rows


def from_rows(rows: Any, *models: type[Model]) -> Iterator[DeserializedObject]:
    """Yield the unsaved objects of rows. Raises ValueError where they are of other models."""
    labels = {model._meta.label_lower for model in models}
    for row in rows:
        if row["model"] not in labels:
            raise ValueError(row["model"])
    yield from serializers.deserialize("python", rows)
