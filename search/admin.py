"""The words about words at the desk: what means the same, and what is searched as a whole.

Synonyms work as soon as they are saved, and the dictionary too; but the index has the words it
was made with, so that after an edit of the dictionary it should be made anew, for which there is
a button wherever the desk says so.
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
from search.haystack_backend.manager import index_manager
from search.indexing import outbox
from search.models import DictionaryWord, SynonymGroup


class SynonymResource(TableResource):
    """The groups as a file; a row without a number is a new group."""

    id = number_column("id", gettext_lazy("编号"))
    words = text_column("words", gettext_lazy("同义词"))
    remark = text_column("remark", gettext_lazy("说明"))

    class Meta:
        model = SynonymGroup
        fields = ("id", "words", "remark")


class DictionaryResource(TableResource):
    """The dictionary as a file; a row is told by its word."""

    word = text_column("word", gettext_lazy("词"))
    remark = text_column("remark", gettext_lazy("说明"))

    class Meta:
        model = DictionaryWord
        fields = ("word", "remark")
        import_id_fields = ("word",)


class WordsAdmin(TableAdmin):
    """What the two tables have in common; `follows` says what an edit leads to."""

    follows: Any = ""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        # A remark leads to nothing.
        if set(form.changed_data) - {"remark"}:
            messages.info(request, self.follows)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        messages.info(request, self.follows)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        messages.info(request, self.follows)

    def add_success_message(self, result: Any, request: HttpRequest) -> None:
        super().add_success_message(result, request)
        messages.info(request, self.follows)


@admin.register(SynonymGroup)
class SynonymGroupAdmin(WordsAdmin):
    """Groups of synonyms."""

    list_display = ("words", "remark")
    search_fields = ("words", "remark")
    resource_classes = [SynonymResource]
    follows = gettext_lazy("马上用于检索，不用重启，索引也不用重建。")


@admin.register(DictionaryWord)
class DictionaryWordAdmin(WordsAdmin):
    """The dictionary, and the button that makes the index anew."""

    list_display = ("word", "remark")
    search_fields = ("word", "remark")
    resource_classes = [DictionaryResource]
    follows = gettext_lazy(
        "马上用于检索和以后收入的会议，不用重启。"
        "已有的会议要等索引重建后才按它切词；在那之前照样搜得到。"
    )

    def get_urls(self) -> list[URLPattern]:
        rebuild = self.admin_site.admin_view(self.rebuild)
        return [path("rebuild/", rebuild, name="search_rebuild"), *super().get_urls()]

    def rebuild(self, request: HttpRequest) -> HttpResponse:
        """Have the index made anew in the background."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        outbox.rebuild_in_background(index_manager().live_folder())
        messages.success(request, _("已开始在后台重建索引，检索照常；建好后提示自动消失。"))
        return redirect("admin:index")
