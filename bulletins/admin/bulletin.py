"""Admin of bulletins: the received files, with the meetings read from each, and the other text."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import BaseModelFormSet, ModelForm
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bulletins.admin.filters import ReceivedFilter
from bulletins.admin.meeting import review_list, special_kind
from bulletins.admin.pages import boundaries_view, guide_view, reextract_view, upload_view
from bulletins.editing import publishing
from bulletins.models import Bulletin, Meeting
from bulletins.models.choices import DocumentKind, ExclusionReason
from bulletins.permissions import may_publish
from bulletins.selectors import admin_search, params


class PublishingForm(ModelForm):
    """Form of a meeting in its bulletin's inline: it can be published here, but not withdrawn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "published" in self.fields:
            # The column's heading is a label only for those who see it.
            self.fields["published"].widget.attrs["aria-label"] = gettext("已发布")

    def clean_published(self) -> bool:
        published = bool(self.cleaned_data["published"])
        was_published = bool(self.initial.get("published"))
        if publishing.lacks_reason("", was_published=was_published, is_published=published):
            raise ValidationError(
                gettext("退回草稿要写明理由，请点开这次会议，或在会议列表里选“退回所选会议”。")
            )
        if published and not DocumentKind(self.instance.document_kind).is_meeting:
            raise ValidationError(publishing.NO_MEETING)
        return published


class MeetingInline(admin.TabularInline):
    """The meetings read from a bulletin, one a row, with links and check boxes to publish."""

    model = Meeting
    form = PublishingForm
    extra = 0
    ordering = ("index",)
    can_delete = False
    view_on_site = False
    fields = ("heading", "province", "display_date", "doubts", "published")
    readonly_fields = ("heading", "province", "display_date", "doubts")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        locked = () if may_publish(request.user) else ("published",)
        return (*self.readonly_fields, *locked)

    @admin.display(description=_("会议"))
    def heading(self, meeting: Meeting) -> SafeString:
        url = reverse("admin:bulletins_meeting_change", args=[meeting.pk])
        kind = special_kind(meeting)
        badge = format_html(' <span class="badge">{}</span>', kind) if kind else ""
        return format_html('<a href="{}">{}</a>{}', url, meeting.display_title, badge)

    @admin.display(description=_("日期"))
    def display_date(self, meeting: Meeting) -> str:
        return meeting.display_date

    @admin.display(description=_("待核"))
    def doubts(self, meeting: Meeting) -> SafeString | str:
        return review_list(meeting)


_CHANGELIST = "bulletins_bulletin_changelist"


def excluded_texts(bulletin: Bulletin) -> list[tuple[ExclusionReason, list[str]]]:
    """Return the paragraphs that are in no meeting by their reasons, text before page furniture."""
    texts: dict[str, list[str]] = {}
    for row in bulletin.excluded_paragraphs.order_by("position"):
        texts.setdefault(row.reason, []).append(row.text)
    return [(reason, texts[reason]) for reason in ExclusionReason if reason in texts]


@admin.register(Bulletin)
class BulletinAdmin(admin.ModelAdmin):
    """Received files; only the day of publication can be edited, adding is the upload page."""

    list_display = ("name", "received_at", "received_by", "published_on", "meeting_count")
    list_filter = (ReceivedFilter,)
    search_fields = ("name",)
    list_per_page = 50
    sortable_by = ("received_at",)
    show_full_result_count = False
    readonly_fields = (
        "name",
        "original",
        "media_type",
        "size",
        "received_at",
        "received_by",
        "sha256",
        "text",
    )
    fieldsets = (
        (None, {"fields": ("name", "original", "published_on", "received_at", "received_by")}),
        (_("读出的文字"), {"classes": ("collapse",), "fields": ("text",)}),
        (_("原件"), {"classes": ("collapse",), "fields": ("media_type", "size", "sha256")}),
    )

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return upload_view(request, self)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Bulletin], search_term: str
    ) -> tuple[QuerySet[Bulletin], bool]:
        if not search_term.strip():
            return queryset, False
        # Evaluated here, so that the paginator's count does not search again.
        return queryset.filter(pk__in=admin_search.find_bulletins(search_term)), False

    def get_inlines(self, request: HttpRequest, obj: Bulletin | None) -> Any:
        return [MeetingInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Bulletin]:
        bulletins: QuerySet[Bulletin] = super().get_queryset(request)
        meetings = Meeting.objects.filter(bulletin=OuterRef("pk")).order_by().values("bulletin")
        count = Subquery(meetings.annotate(number=Count("pk")).values("number"))
        bulletins = bulletins.annotate(meetings_read=Coalesce(count, 0))
        is_list = request.resolver_match and request.resolver_match.url_name == _CHANGELIST
        return bulletins.defer("text", "search_text") if is_list else bulletins

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        bulletin = self.get_object(request, object_id)
        context = {"excluded": excluded_texts(bulletin)} if bulletin else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | context)

    @admin.display(description=_("会议数"))
    def meeting_count(self, bulletin: Bulletin) -> int:
        return int(bulletin.meetings_read)  # type: ignore[attr-defined]

    @admin.display(description=_("原件"))
    def original(self, bulletin: Bulletin) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>　<a href="{}">{}</a>　<a href="{}">{}</a>',
            reverse("admin:bulletins_bulletin_original", args=[bulletin.pk]),
            _("下载收到的文件"),
            reverse("admin:bulletins_bulletin_reextract", args=[bulletin.pk]),
            _("重新读取"),
            reverse("admin:bulletins_bulletin_boundaries", args=[bulletin.pk]),
            _("分开或合并会议"),
        )

    def save_model(
        self, request: HttpRequest, obj: Bulletin, form: ModelForm, change: bool
    ) -> None:
        """Save the day of publication, the only field of a bulletin that may be corrected.

        The file itself is never changed; its meetings are saved by the inline.
        """
        if "published_on" in form.changed_data:
            obj.save(update_fields=["published_on"])
            message = gettext("发布日期已改。会议的年份如要按它重新推定，请点“重新读取”。")
            messages.info(request, message)

    def save_formset(
        self, request: HttpRequest, form: Any, formset: BaseModelFormSet, change: bool
    ) -> None:
        # The only field that the form of a bulletin has of its meetings is whether they are public.
        ticked = [meeting.pk for meeting in formset.save(commit=False)]
        if ticked:
            publishing.publish(Meeting.objects.filter(pk__in=ticked), params.request_user(request))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        boundaries = partial(boundaries_view, admin=self)
        reextract = partial(reextract_view, admin=self)
        guide = partial(guide_view, admin=self)
        return [
            path(
                "<int:pk>/original/",
                wrap(self.download_original),
                name="bulletins_bulletin_original",
            ),
            path("<int:pk>/reread/", wrap(reextract), name="bulletins_bulletin_reextract"),
            path("<int:pk>/borders/", wrap(boundaries), name="bulletins_bulletin_boundaries"),
            path("guide/", wrap(guide), name="bulletins_guide"),
            *super().get_urls(),
        ]

    def download_original(self, request: HttpRequest, pk: int) -> FileResponse | HttpResponse:
        bulletin = get_object_or_404(Bulletin, pk=pk)
        if not self.has_view_permission(request, bulletin):
            return HttpResponse(status=403)
        # Always a download, never shown as a page: uploaded files are not trusted.
        return FileResponse(
            bulletin.file.open("rb"),
            as_attachment=True,
            filename=bulletin.name,
            content_type="application/octet-stream",
        )
