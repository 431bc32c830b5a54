"""A meeting at the desk: what was read, beside its words, to be corrected and published."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import models
from django.db.models import Q, QuerySet
from django.forms import ModelForm, Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from haystack.exceptions import SearchBackendError
from haystack.query import SearchQuerySet

from bulletins.admin.filters import MeetingDayFilter
from bulletins.admin.forms import MeetingForm, OrderedFormSet, PriorityFormSet
from bulletins.admin.pages import check
from bulletins.admin.pages.duplicates import duplicates_view
from bulletins.admin.pages.publishing import withdraw_view
from bulletins.admin.pages.queue import queue_view
from bulletins.admin.pages.revisions import restore_view, revisions_view
from bulletins.admin.pages.statistics import statistics_view
from bulletins.editing import near_duplicates, publishing, review_queue, revisions, source_spans
from bulletins.formatting import review_label
from bulletins.models import Chair, Meeting, Priority, Speaker
from bulletins.selectors import params
from bulletins.selectors.annotated_text import AnnotatedText


def review_list(meeting: Meeting) -> SafeString | str:
    """Say what somebody should look at."""
    if not meeting.needs_review:
        return gettext("无")
    return format_html(
        "<ul>{}</ul>",
        format_html_join("", "<li>{}</li>", ((review_label(r),) for r in meeting.needs_review)),
    )


class ChairInline(admin.TabularInline):
    model = Chair
    formset = OrderedFormSet
    extra = 0
    formfield_overrides = {models.TextField: {"widget": AdminTextInputWidget}}


class SpeakerInline(admin.TabularInline):
    model = Speaker
    formset = OrderedFormSet
    extra = 0
    formfield_overrides = {models.TextField: {"widget": AdminTextInputWidget}}


class PriorityInline(admin.TabularInline):
    model = Priority
    formset = PriorityFormSet
    extra = 0
    fields = ("ordinal", "section", "heading", "text")
    formfield_overrides = {models.TextField: {"widget": Textarea(attrs={"rows": 3, "cols": 24})}}


# As many as anybody goes through; a database takes so many keys in one question.
_MOST_FOUND = 1000
_LIST = "bulletins_meeting_changelist"


@admin.register(Meeting)
class MeetingAdmin(admin.ModelAdmin):
    """What was read, beside the words it was read from, to be corrected and published."""

    form = MeetingForm
    inlines = (ChairInline, SpeakerInline, PriorityInline)
    list_display = ("heading", "place", "when", "published", "is_settled")
    list_filter = ("published", "is_doubtful", "level", MeetingDayFilter, "province")
    list_per_page = 50
    # By other columns a hundred thousand rows would have to be sorted for each page.
    sortable_by = ("when",)
    search_fields = ("title", "body")
    actions = ("publish", "withdraw")
    readonly_fields = ("from_bulletin", "doubts", "perhaps_same", "words")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # meetings come out of bulletins

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Meeting], search_term: str
    ) -> tuple[QuerySet[Meeting], bool]:
        """Search as the site does; drafts, which no index has, by the words themselves."""
        if not search_term.strip():
            return queryset, False
        try:
            found = SearchQuerySet().models(Meeting).auto_query(search_term)[:_MOST_FOUND]
            keys, by_words = {int(each.pk) for each in found}, Meeting.objects.drafts()
        except SearchBackendError:
            # Editors go on while the index is being made: slower, and by the words alone.
            keys, by_words = set(), Meeting.objects.all()
        for word in search_term.split():
            by_words = by_words.filter(Q(title__icontains=word) | Q(body__icontains=word))
        # Looked for once, and not once more for the number of pages.
        keys.update(by_words.order_by().values_list("pk", flat=True)[:_MOST_FOUND])
        return queryset.filter(pk__in=keys), False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        meetings: QuerySet[Meeting] = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == _LIST:
            # Long, and not shown. Not joined either: a late page would wait for the rows before it.
            meetings = meetings.defer("body", "evidence").prefetch_related("province")
        return meetings

    def view_on_site(self, obj: Meeting) -> str | None:
        return obj.get_absolute_url() if obj.published else None

    @admin.display(description=_("会议"))
    def heading(self, meeting: Meeting) -> str:
        return meeting.display_title

    # Not the field: for a field admin joins all that is related.
    @admin.display(description=_("省份"))
    def place(self, meeting: Meeting) -> str:
        return meeting.province.name if meeting.province else ""

    @admin.display(description=_("日期"), ordering="first_day")
    def when(self, meeting: Meeting) -> str:
        return meeting.date_in_words

    @admin.display(description=_("没有疑点"), boolean=True)
    def is_settled(self, meeting: Meeting) -> bool:
        return not meeting.needs_review

    @admin.display(description=_("简报"))
    def from_bulletin(self, meeting: Meeting) -> SafeString:
        address = reverse("admin:bulletins_bulletin_change", args=[meeting.bulletin_id])
        return format_html('<a href="{}">{}</a>', address, meeting.bulletin.name)

    @admin.display(description=_("待核"))
    def doubts(self, meeting: Meeting) -> SafeString | str:
        return review_list(meeting)

    @admin.display(description=_("可能重复"))
    def perhaps_same(self, meeting: Meeting) -> SafeString | str:
        found, linked = (
            len(near_duplicates.find_candidates(meeting)),
            len(near_duplicates.linked_reports(meeting)),
        )
        if not (found or linked):
            return gettext("没有发现")
        told = []
        if found:
            told.append(ngettext("%d 篇，并排看", "%d 篇，并排看", found) % found)
        if linked:
            told.append(ngettext("已连着 %d 篇", "已连着 %d 篇", linked) % linked)
        address = reverse("admin:bulletins_meeting_duplicates", args=[meeting.pk])
        return format_html('<a href="{}">{}</a>', address, "；".join(told))

    @admin.display(description=_("原文"))
    def words(self, meeting: Meeting) -> SafeString:
        return format_html_join(
            "",
            "<p><strong>{}</strong>　{}</p>",
            (
                (label, format_html_join("　", "<q>{}</q>", ((words,) for words in found)))
                for label, found in source_spans.quotes_by_field(meeting)
            ),
        )

    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        return check.fieldsets(obj, may_change=self.has_change_permission(request, obj))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        meeting = self.get_object(request, object_id)
        beside = {"text": AnnotatedText(meeting)} if meeting else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | beside)

    def response_change(self, request: HttpRequest, obj: Meeting) -> HttpResponse:
        if "_next" not in request.POST:
            return super().response_change(request, obj)
        following = review_queue.next_after(obj)
        if following is None:
            self.message_user(request, gettext("待核的都看过了。"), messages.SUCCESS)
            return redirect("admin:bulletins_meeting_queue")
        return redirect("admin:bulletins_meeting_change", following.pk)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("bulletins.publish_meeting")

    def get_readonly_fields(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        locked = () if self.has_publish_permission(request) else ("published",)
        return (*self.readonly_fields, *locked)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        fields = [formset.prefix for formset in formsets]
        before = [[each.instance.pk for each in formset.initial_forms] for formset in formsets]
        super().save_related(request, form, formsets, change)
        self._move_source_spans(form.instance, dict(zip(fields, before, strict=True)))
        if "body" in form.changed_data:
            near_duplicates.update_fingerprint(form.instance)
        revisions.record_revision(
            form.instance, params.request_user(request), form.cleaned_data.get("reason", "")
        )

    @staticmethod
    def _move_source_spans(meeting: Meeting, before: dict[str, list[int]]) -> None:
        """Let the words of people and priorities follow them to their new places."""
        moved = dict(meeting.evidence)
        for field, keys in before.items():
            after = list(getattr(meeting, field).values_list("pk", flat=True))
            if field in moved:
                moved[field] = source_spans.reorder_spans(moved[field], keys, after)
        if moved != meeting.evidence:
            meeting.evidence = {field: spans for field, spans in moved.items() if spans}
            meeting.save()

    def get_urls(self) -> list[URLPattern]:
        own = self.admin_site.admin_view
        restore = path(
            "<int:pk>/states/<int:state>/", own(self.restore), name="bulletins_meeting_restore"
        )
        withdraw = path(
            "withdraw/", own(self.withdraw_with_reason), name="bulletins_meeting_withdraw"
        )
        side_by_side = path(
            "<int:pk>/duplicates/", own(self.side_by_side), name="bulletins_meeting_duplicates"
        )
        queue = path("queue/", own(self.queue), name="bulletins_meeting_queue")
        figures = path("statistics/", own(self.figures), name="bulletins_statistics")
        return [restore, withdraw, side_by_side, queue, figures, *super().get_urls()]

    def figures(self, request: HttpRequest) -> HttpResponse:
        return statistics_view(request, self)

    def side_by_side(self, request: HttpRequest, pk: int) -> HttpResponse:
        return duplicates_view(request, self, pk)

    def queue(self, request: HttpRequest) -> HttpResponse:
        return queue_view(request, self)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        return revisions_view(request, self, object_id)

    def restore(self, request: HttpRequest, pk: int, state: int) -> HttpResponse:
        return restore_view(request, self, pk, state)

    def withdraw_with_reason(self, request: HttpRequest) -> HttpResponse:
        return withdraw_view(request, self)

    @admin.action(description=_("发布所选会议"), permissions=["publish"])
    def publish(self, request: HttpRequest, meetings: QuerySet[Meeting]) -> None:
        done = publishing.publish(meetings, params.request_user(request))
        told = ngettext("已发布 %d 次会议。", "已发布 %d 次会议。", done)
        self.message_user(request, told % done, messages.SUCCESS)

    @admin.action(description=_("退回所选会议（改为草稿）"), permissions=["publish"])
    def withdraw(self, request: HttpRequest, meetings: QuerySet[Meeting]) -> HttpResponse:
        chosen = [("pk", str(pk)) for pk in meetings.values_list("pk", flat=True)]
        return redirect(f"{reverse('admin:bulletins_meeting_withdraw')}?{urlencode(chosen)}")
