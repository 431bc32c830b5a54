"""Admin of the lookup tables: spellings of provinces, words of themes.

An edit applies from the next extraction on; pages and index are updated automatically. Meetings
extracted before change only by re-extraction. A table can be exported to a spreadsheet and imported
again, with a preview; an import never deletes rows.
"""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletins.admin.import_export import ProvinceResource, ThemeResource
from bulletins.models import Meeting, Province, Theme
from common.sheets import TableAdmin


def _message_effect(request: HttpRequest) -> None:
    messages.info(
        request,
        _(
            "马上生效，不用重启：以后读取的简报按它读，网页和索引自动跟着改。"
            "已有的会议如要按它重读，请用“重新读取”或 manage.py reread。"
        ),
    )


class LookupTableAdmin(TableAdmin):
    """Base of both tables: tells the editor when an edit takes effect."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.has_changed():
            _message_effect(request)

    def add_success_message(self, result: Any, request: HttpRequest) -> None:
        super().add_success_message(result, request)
        _message_effect(request)


@admin.register(Province)
class ProvinceAdmin(LookupTableAdmin):
    """The 34 provinces: names and spellings may be edited, rows neither added nor deleted."""

    list_display = ("name", "short_name", "spellings", "region", "code")
    search_fields = ("name", "short_name", "spellings")
    readonly_fields = ("code", "slug", "region")
    resource_classes = [ProvinceResource]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Province | None = None) -> bool:
        return False


@admin.register(Theme)
class ThemeAdmin(LookupTableAdmin):
    """Themes, which may be added, edited except for the slug, and deleted where not in use."""

    list_display = ("name", "slug", "position", "words", "meeting_count")
    search_fields = ("name", "slug", "words")
    resource_classes = [ThemeResource]
    actions = None  # bulk deletion would not check whether meetings have the themes

    def get_queryset(self, request: HttpRequest) -> QuerySet[Theme]:
        themes: QuerySet[Theme] = super().get_queryset(request)
        # From the through table alone: joined with 100,000 meetings it takes two seconds.
        through: Any = Meeting.themes.through.objects
        links = through.filter(theme=OuterRef("pk")).order_by().values("theme")
        count = Subquery(links.annotate(number=Count("pk")).values("number"))
        return themes.annotate(meetings_about=Coalesce(count, 0))

    @admin.display(description=gettext_lazy("会议数"))
    def meeting_count(self, theme: Theme) -> int:
        return int(theme.meetings_about)  # type: ignore[attr-defined]

    def get_readonly_fields(self, request: HttpRequest, obj: Theme | None = None) -> Any:
        return ("slug",) if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        last = Theme.objects.aggregate(last=Max("position"))["last"] or 0
        return {"position": last + 1, **super().get_changeform_initial_data(request)}

    def has_delete_permission(self, request: HttpRequest, obj: Theme | None = None) -> bool:
        is_used = obj is not None and (obj.meetings.exists() or obj.priorities.exists())
        return not is_used and super().has_delete_permission(request, obj)
