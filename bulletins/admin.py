"""The editor's desk: a bulletin arrives, what was read from it is corrected and published."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.auth.models import User
from django.db import models
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, ModelForm, Textarea
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bulletins import evidence, history
from bulletins.desk import publishing
from bulletins.desk.publishing import withdraw_view
from bulletins.desk.states import restore_view, states_view
from bulletins.desk.uploading import upload_view
from bulletins.desk.users import AccountAdmin
from bulletins.forms import MeetingForm, NumberedFormSet, PriorityFormSet
from bulletins.models import Bulletin, Chair, Meeting, Priority, Province, Speaker
from bulletins.wording import review_in_words

__all__ = ["AccountAdmin", "BulletinAdmin", "MeetingAdmin", "ProvinceAdmin"]

admin.site.site_header = _("会议简报档案 · 编辑台")
admin.site.site_title = _("会议简报档案")
admin.site.index_title = _("收件、核对与发布")


@admin.register(Province)
class ProvinceAdmin(admin.ModelAdmin):
    """The 34 units stand; their spellings may be changed."""

    list_display = ("name", "short_name", "region", "code")
    readonly_fields = ("code",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Province | None = None) -> bool:
        return False


def _review_list(meeting: Meeting) -> SafeString | str:
    if not meeting.needs_review:
        return gettext("无")
    return format_html(
        "<ul>{}</ul>",
        format_html_join("", "<li>{}</li>", ((review_in_words(r),) for r in meeting.needs_review)),
    )


class MeetingInline(admin.TabularInline):
    """What was read from a bulletin, each a line, to be opened and published."""

    model = Meeting
    extra = 0
    can_delete = False
    view_on_site = False
    fields = ("heading", "province", "when", "doubts", "published")
    readonly_fields = ("heading", "province", "when", "doubts")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        locked = () if request.user.has_perm("bulletins.publish_meeting") else ("published",)
        return (*self.readonly_fields, *locked)

    @admin.display(description=_("会议"))
    def heading(self, meeting: Meeting) -> SafeString:
        address = reverse("admin:bulletins_meeting_change", args=[meeting.pk])
        return format_html('<a href="{}">{}</a>', address, meeting.display_title)

    @admin.display(description=_("日期"))
    def when(self, meeting: Meeting) -> str:
        return meeting.date_in_words

    @admin.display(description=_("待核"))
    def doubts(self, meeting: Meeting) -> SafeString | str:
        return _review_list(meeting)


@admin.register(Bulletin)
class BulletinAdmin(admin.ModelAdmin):
    """Received files: uploaded once, kept as they are."""

    class Media:
        css = {"all": ("desk.css",)}

    list_display = ("name", "received_at", "received_by", "published_on", "meeting_count")
    list_filter = ("received_at",)
    search_fields = ("name",)
    date_hierarchy = "received_at"
    readonly_fields = (
        "name",
        "original",
        "media_type",
        "size",
        "published_on",
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

    def get_inlines(self, request: HttpRequest, obj: Bulletin | None) -> Any:
        return [MeetingInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Bulletin]:
        bulletins: QuerySet[Bulletin] = super().get_queryset(request)
        return bulletins.annotate(meetings_read=models.Count("meetings"))

    @admin.display(description=_("会议数"))
    def meeting_count(self, bulletin: Bulletin) -> int:
        return int(bulletin.meetings_read)  # type: ignore[attr-defined]

    @admin.display(description=_("原件"))
    def original(self, bulletin: Bulletin) -> SafeString:
        address = reverse("admin:bulletins_bulletin_original", args=[bulletin.pk])
        return format_html('<a href="{}">{}</a>', address, _("下载收到的文件"))

    def save_model(
        self, request: HttpRequest, obj: Bulletin, form: ModelForm, change: bool
    ) -> None:
        """A received file is never changed; its meetings are saved by their own rows."""

    def save_formset(
        self, request: HttpRequest, form: Any, formset: BaseModelFormSet, change: bool
    ) -> None:
        super().save_formset(request, form, formset, change)
        for meeting, _fields in formset.changed_objects:
            history.note(meeting, _user(request))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.download_original)
        here = path("<int:pk>/original/", view, name="bulletins_bulletin_original")
        return [here, *super().get_urls()]

    def download_original(self, request: HttpRequest, pk: int) -> FileResponse | HttpResponse:
        bulletin = get_object_or_404(Bulletin, pk=pk)
        if not self.has_view_permission(request, bulletin):
            return HttpResponse(status=403)
        # Always a download and never a page: what was uploaded is not trusted.
        return FileResponse(
            bulletin.file.open("rb"),
            as_attachment=True,
            filename=bulletin.name,
            content_type="application/octet-stream",
        )


class ChairInline(admin.TabularInline):
    model = Chair
    formset = NumberedFormSet
    extra = 0
    formfield_overrides = {models.TextField: {"widget": AdminTextInputWidget}}


class SpeakerInline(admin.TabularInline):
    model = Speaker
    formset = NumberedFormSet
    extra = 0
    formfield_overrides = {models.TextField: {"widget": AdminTextInputWidget}}


class PriorityInline(admin.TabularInline):
    model = Priority
    formset = PriorityFormSet
    extra = 0
    fields = ("ordinal", "section", "heading", "text")
    formfield_overrides = {models.TextField: {"widget": Textarea(attrs={"rows": 3, "cols": 24})}}


@admin.register(Meeting)
class MeetingAdmin(admin.ModelAdmin):
    """What was read, beside the words it was read from, to be corrected and published."""

    class Media:
        css = {"all": ("desk.css",)}

    form = MeetingForm
    inlines = (ChairInline, SpeakerInline, PriorityInline)
    list_display = ("heading", "province", "when", "published", "is_settled")
    list_filter = ("published", "level", "year", "province")
    list_select_related = ("province",)
    search_fields = ("title", "body")
    actions = ("publish", "withdraw")
    readonly_fields = ("from_bulletin", "doubts", "words")
    fieldsets = (
        (None, {"fields": ("published", "reason", "from_bulletin", "doubts", "reviewed")}),
        (_("读出的字段"), {"fields": MeetingForm.Meta.fields[:-2]}),
        (_("各字段所据的原文"), {"fields": ("words",)}),
        (_("正文"), {"fields": ("body",)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # meetings come out of bulletins

    def view_on_site(self, obj: Meeting) -> str | None:
        return obj.get_absolute_url() if obj.published else None

    @admin.display(description=_("会议"), ordering="title")
    def heading(self, meeting: Meeting) -> str:
        return meeting.display_title

    @admin.display(description=_("日期"), ordering="first_day")
    def when(self, meeting: Meeting) -> str:
        return meeting.date_in_words

    @admin.display(description=_("已核"), boolean=True)
    def is_settled(self, meeting: Meeting) -> bool:
        return not meeting.needs_review

    @admin.display(description=_("简报"))
    def from_bulletin(self, meeting: Meeting) -> SafeString:
        address = reverse("admin:bulletins_bulletin_change", args=[meeting.bulletin_id])
        return format_html('<a href="{}">{}</a>', address, meeting.bulletin.name)

    @admin.display(description=_("待核"))
    def doubts(self, meeting: Meeting) -> SafeString | str:
        return _review_list(meeting)

    @admin.display(description=_("原文"))
    def words(self, meeting: Meeting) -> SafeString:
        return format_html_join(
            "",
            "<p><strong>{}</strong>　{}</p>",
            (
                (label, format_html_join("　", "<q>{}</q>", ((words,) for words in found)))
                for label, found in evidence.words_by_field(meeting)
            ),
        )

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("bulletins.publish_meeting")

    def get_readonly_fields(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        locked = () if self.has_publish_permission(request) else ("published",)
        return (*self.readonly_fields, *locked)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        history.note(form.instance, _user(request), form.cleaned_data.get("reason", ""))

    def get_urls(self) -> list[URLPattern]:
        own = self.admin_site.admin_view
        restore = path(
            "<int:pk>/states/<int:state>/", own(self.restore), name="bulletins_meeting_restore"
        )
        withdraw = path(
            "withdraw/", own(self.withdraw_with_reason), name="bulletins_meeting_withdraw"
        )
        return [restore, withdraw, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        return states_view(request, self, object_id)

    def restore(self, request: HttpRequest, pk: int, state: int) -> HttpResponse:
        return restore_view(request, self, pk, state)

    def withdraw_with_reason(self, request: HttpRequest) -> HttpResponse:
        return withdraw_view(request, self)

    @admin.action(description=_("发布所选会议"), permissions=["publish"])
    def publish(self, request: HttpRequest, meetings: QuerySet[Meeting]) -> None:
        done = publishing.publish(meetings, _user(request))
        told = ngettext("已发布 %d 次会议。", "已发布 %d 次会议。", done)
        self.message_user(request, told % done, messages.SUCCESS)

    @admin.action(description=_("退回所选会议（改为草稿）"), permissions=["publish"])
    def withdraw(self, request: HttpRequest, meetings: QuerySet[Meeting]) -> HttpResponse:
        chosen = [("pk", str(pk)) for pk in meetings.values_list("pk", flat=True)]
        return redirect(f"{reverse('admin:bulletins_meeting_withdraw')}?{urlencode(chosen)}")


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
