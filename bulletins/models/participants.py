"""The participants of a meeting: one row for each mention in the text."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bulletins.models.meeting import Meeting
from bulletins.models.mixins import IndexedModel


class Participant(IndexedModel):
    """A person named in the text as taking part; `position` is the order in the text."""

    position = models.PositiveSmallIntegerField(_("次序"))
    name = models.CharField(_("姓名"), max_length=100)
    post = models.TextField(_("职务"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Chair(Participant):
    """A person who chaired (主持) the meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="chairs")

    class Meta:
        verbose_name = _("主持人")
        verbose_name_plural = _("主持人")
        ordering = ("meeting", "position")
        indexes = [
            models.Index(fields=["name"], name="chair_by_name"),
            models.Index(fields=["meeting", "name"], name="chair_names_of_meeting"),
        ]
        constraints = [
            models.UniqueConstraint("meeting", "position", name="chair_has_one_position"),
            models.CheckConstraint(condition=~Q(name=""), name="chair_has_a_name"),
        ]


class Speaker(Participant):
    """A person who spoke, reported, conveyed …; `role` is the wording of the text."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="speakers")
    role = models.TextField(_("发言方式"), blank=True)

    class Meta:
        verbose_name = _("发言人")
        verbose_name_plural = _("发言人")
        ordering = ("meeting", "position")
        indexes = [
            models.Index(fields=["name"], name="speaker_by_name"),
            models.Index(fields=["meeting", "name"], name="speaker_names_of_meeting"),
        ]
        constraints = [
            models.UniqueConstraint("meeting", "position", name="speaker_has_one_position"),
            models.CheckConstraint(condition=~Q(name=""), name="speaker_has_a_name"),
        ]
