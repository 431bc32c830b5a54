"""What the search keeps in the database: what has changed, and the office's words about words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext, gettext_lazy
from simple_history.models import HistoricalRecords

from search.analysis import CHINESE
from search.lexicon.files import COMMENT_SIGN
from search.query.synonyms import parse_groups


class OutboxRow(models.Model):
    """One row of an indexed model whose entry in the index has to be made anew or removed.

    Written in the transaction of the change, deleted once the index has it; so the outbox is
    empty whenever nobody is saving. Which of the two is to be done is seen in the database then.
    """

    model = models.CharField(max_length=100)
    object_pk = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.model}.{self.object_pk}"


class SynonymGroup(models.Model):
    """Words that mean the same; a word is in one group at most (search/synonyms.py)."""

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
        # A line of the file that searches read (search/tables.py).
        self.words = " ".join(self.words.split())
        self.remark = " ".join(self.remark.split())
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if COMMENT_SIGN in self.words:
            raise ValidationError({"words": gettext("词里不能有井号")})
        others = SynonymGroup.objects.exclude(pk=self.pk).values_list("words", flat=True)
        groups = parse_groups([*others, self.words])
        if groups.errors and groups.errors[-1][0] == len(others) + 1:
            raise ValidationError({"words": groups.errors[-1][1]})


class DictionaryWord(models.Model):
    """A word that is searched as a whole (search/analysis.py)."""

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
        super().save(*args, **kwargs)
