"""Pages of a list by number, with the URLs of the pages beside each."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Schema
from ninja.errors import HttpError
from ninja.pagination import PaginationBase

from common.urls import page_url


class NumberedPages(PaginationBase):
    """The pagination of every list of this API, for ninja's `@paginate`."""

    class Input(Schema):
        page: int = Field(1, ge=1, description=_("第几页"))
        page_size: int = Field(50, ge=1, le=100, description=_("一页几条"))

    class Output(Schema):
        count: int = Field(description=_("总数"))
        page: int
        page_size: int
        next: str | None = Field(description=_("下一页的网址"))
        previous: str | None = Field(description=_("上一页的网址"))
        results: list[Any]

    items_attribute = "results"

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], pagination: Input, **params: Any
    ) -> dict[str, Any]:
        """Return a page. Raises HttpError 404 if it does not exist."""
        request: HttpRequest = params["request"]
        try:
            page = Paginator(queryset, pagination.page_size).page(pagination.page)
        except InvalidPage:
            raise HttpError(404, _("没有这一页。")) from None
        number = page.number
        return {
            "count": page.paginator.count,
            "page": number,
            "page_size": pagination.page_size,
            "next": page_url(request, number + 1) if page.has_next() else None,
            "previous": page_url(request, number - 1) if page.has_previous() else None,
            "results": list(page),
        }
