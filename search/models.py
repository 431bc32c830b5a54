"""Models of the search: outbox, data folders, zero-result queries, lexicon."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from search.analysis import CHINESE
from search.query.synonyms import parse_groups


class OutboxRow(models.Model):
    """A row of an indexed model whose document has to be updated in the index, or removed.

    Written in the transaction of the change, deleted once the index has committed it; so the
    outbox is empty whenever nobody is saving. Which of the two is due is read from the database
    when the row is processed.
    """

    model = models.CharField(max_length=100)
    object_pk = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.model}.{self.object_pk}"


class DataFolder(models.Model):
    """A data folder, with an index of its own, and when it last used this database.

    There should be one (`search.indexing.data_folders`): others that were used after
    `report_since` are reported in it. Host and path are for people.
    """

    key = models.CharField(max_length=300, unique=True)
    hostname = models.CharField(max_length=255)
    path = models.TextField()
    report_since = models.DateTimeField()
    last_seen = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.hostname}:{self.path}"


class ZeroResultQuery(models.Model):
    """A query that found nothing, how often it was searched, and the last day that it was."""

    # Longer queries are cut: they are unique, and their beginning says enough.
    query = models.CharField(max_length=60, unique=True)
    count = models.PositiveIntegerField()
    last = models.DateField()

    class Meta:
        ordering = ("-count", "-last", "query")
        # Whoever may see the statistics may see it.
        default_permissions = ()

    def __str__(self) -> str:
        return self.query


class LexiconVersion(models.Model):
    """The state of the two tables of the lexicon: one row, changed by every edit of them.

    By it a process sees that it has to read them again (`search.indexing.lexicon_sync`). A random
    value, because numbers would repeat after an older database is restored.
    """

    version = models.UUIDField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.version)


class SynonymGroup(models.Model):
    """Words of one meaning; a word is in one group at most (`search.query.synonyms`)."""

    words = models.TextField(
        gettext_lazy("同义词"),
        help_text=gettext_lazy("意思相同的说法，用空格隔开，例如：低保 最低生活保障"),
    )
    remark = models.CharField(gettext_lazy("说明"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("同义词")
        verbose_name_plural = gettext_lazy("同义词")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.words

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.words = " ".join(self.words.split())
        self.remark = " ".join(self.remark.split())
        # One transaction with the change of `LexiconVersion` that follows.
        with transaction.atomic(kwargs.get("using")):
            super().save(*args, **kwargs)

    def clean(self) -> None:
        others = SynonymGroup.objects.exclude(pk=self.pk).values_list("words", flat=True)
        groups = parse_groups([*others, self.words])
        if groups.errors and groups.errors[-1][0] == len(others) + 1:
            raise ValidationError({"words": groups.errors[-1][1]})


class DictionaryWord(models.Model):
    """A word that is searched as a whole (`search.analysis`)."""

    word = models.CharField(
        gettext_lazy("词"),
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(rf"^[{CHINESE}]{{2,}}$", gettext_lazy("只写一个词，两个汉字以上"))
        ],
        error_messages={"unique": gettext_lazy("词典里已有这个词。")},
    )
    remark = models.CharField(gettext_lazy("说明"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("词典")
        verbose_name_plural = gettext_lazy("词典")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.word

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.remark = " ".join(self.remark.split())
        with transaction.atomic(kwargs.get("using")):
            super().save(*args, **kwargs)


# Models whose rows are content of the archive. The others belong to one installation: its outbox,
# its data folders, the state of its lexicon.
CONTENT_MODELS: tuple[type[models.Model], ...] = (SynonymGroup, DictionaryWord, ZeroResultQuery)
