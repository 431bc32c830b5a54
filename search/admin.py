"""Admin of the lexicon: groups of synonyms, and the dictionary of words searched as a whole.

Edits of both take effect on searches as soon as they are saved; but the index has the words it was
built with, so that after an edit of the dictionary it should be rebuilt, for which there is a
button beside the notice of it.
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.sheets import TableAdmin, TableResource, number_column, text_column
from search.indexing import outbox
from search.indexing.engine import index_manager
from search.models import DictionaryWord, SynonymGroup


class SynonymResource(TableResource):
    """Groups of synonyms as a file; a row without an id is a new group."""

    id = number_column("id", gettext_lazy("编号"))
    words = text_column("words", gettext_lazy("同义词"))
    remark = text_column("remark", gettext_lazy("说明"))

    class Meta:
        model = SynonymGroup
        fields = ("id", "words", "remark")


class DictionaryResource(TableResource):
    """The dictionary as a file; a row is identified by its word."""

    word = text_column("word", gettext_lazy("词"))
    remark = text_column("remark", gettext_lazy("说明"))

    class Meta:
        model = DictionaryWord
        fields = ("word", "remark")
        import_id_fields = ("word",)


class LexiconAdmin(TableAdmin):
    """Base of both tables; `effect` is the message on what an edit leads to."""

    effect: Any = ""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        # A remark has no effect.
        if set(form.changed_data) - {"remark"}:
            messages.info(request, self.effect)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        messages.info(request, self.effect)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        messages.info(request, self.effect)

    def add_success_message(self, result: Any, request: HttpRequest) -> None:
        super().add_success_message(result, request)
        messages.info(request, self.effect)


@admin.register(SynonymGroup)
class SynonymGroupAdmin(LexiconAdmin):
    """Groups of synonyms."""

    list_display = ("words", "remark")
    search_fields = ("words", "remark")
    resource_classes = [SynonymResource]
    effect = gettext_lazy("马上用于检索，不用重启，索引也不用重建。")


@admin.register(DictionaryWord)
class DictionaryWordAdmin(LexiconAdmin):
    """The dictionary, and the button that rebuilds the index."""

    list_display = ("word", "remark")
    search_fields = ("word", "remark")
    resource_classes = [DictionaryResource]
    effect = gettext_lazy(
        "马上用于检索和以后收入的会议，不用重启。"
        "已有的会议要等索引重建后才按它切词；在那之前照样搜得到。"
    )

    def get_urls(self) -> list[URLPattern]:
        rebuild = self.admin_site.admin_view(self.rebuild)
        return [path("rebuild/", rebuild, name="search_rebuild"), *super().get_urls()]

    def rebuild(self, request: HttpRequest) -> HttpResponse:
        """Start a rebuild of the index in the background. Raises PermissionDenied."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        outbox.rebuild_in_background(index_manager().live_version())
        messages.success(request, _("已开始在后台重建索引，检索照常；建好后提示自动消失。"))
        return redirect("admin:index")
