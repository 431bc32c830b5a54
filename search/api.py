"""Search endpoint of the JSON API: the page of results as data.

Its parameters are those of the page, so that only the path of a URL differs.
"""

from dataclasses import asdict
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from haystack.exceptions import SearchBackendError
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from common.urls import page_url
from search.results import (
    FACETS,
    PER_PAGE,
    SearchPage,
    SearchRequest,
    execute,
    parse_date_range,
)

router = Router()


class SearchFilters(Schema):
    q: str = Field(min_length=1, max_length=2000, description=_("检索式，写法见“检索方法”"))
    province: list[str] = Field([], description=_("省份的 slug，可以几个"))
    year: list[int] = Field([], description=_("年份，可以几个"))
    theme: list[str] = Field([], description=_("主题名，可以几个"))
    level: list[str] = Field([], description=_("级别，可以几个"))
    type: list[str] = Field([], description=_("会议类型，可以几个"))
    since: str = Field("", alias="from", description=_("从这一天起：2024、2024-02 或 2024-02-21"))
    until: str = Field("", alias="to", description=_("到这一天止"))
    sort: Literal["relevance", "newest", "oldest"] = Field("relevance", description=_("排序"))
    page: int = Field(1, ge=1, le=1_000_000, description=_("第几页"))
    exact: bool = Field(False, description=_("照写的检索，不自动改用别的写法"))


class FacetValue(Schema):
    value: str | int
    label: str
    meetings: int


class ResultRow(Schema):
    id: int
    url: str
    title: str
    date: str | None
    province: str | None = Field(description=_("省份简称"))
    snippets: list[str] = Field(description=_("已转义的 HTML，命中处是 <mark>"))


class Correction(Schema):
    text: str
    meetings: int


class Relaxation(Schema):
    text: str
    explanation: str = Field(description=_("与所写的有什么不同"))
    meetings: int


class SearchResults(Schema):
    """找到的一页会议。"""

    query: str = Field(description=_("实际检索的"))
    original_query: str = Field(description=_("所写的；与 query 不同时，是照它什么也没找到"))
    count: int = Field(description=_("总数"))
    page: int = Field(description=_("这是第几页；所要的一页没有时，是最后一页"))
    pages: int
    page_size: int
    next: str | None = Field(description=_("下一页的网址"))
    previous: str | None = Field(description=_("上一页的网址"))
    notices: list[str] = Field(description=_("没有照写的那样理解的地方"))
    corrections: list[Correction] = Field(description=_("找到很少时，也许要找的是"))
    relaxations: list[Relaxation] = Field(description=_("什么也没找到时，条件少一些的写法"))
    facets: dict[str, list[FacetValue]]
    results: list[ResultRow]


class Error(Schema):
    """出了什么错。"""

    detail: str


@router.get(
    "/search/",
    response={200: SearchResults, 503: Error},
    summary=_("检索"),
    description=_("参数与检索页相同，检索也相同：什么也没找到时，自动改用最可能的写法。"),
    url_name="api-search",
)
def search(request: HttpRequest, params: Query[SearchFilters]) -> dict[str, Any]:
    filters = {facet.name: values for facet in FACETS if (values := getattr(params, facet.name))}
    search_request = SearchRequest(
        params.q.strip(),
        filters,
        params.sort,
        str(params.page),
        parse_date_range(params.since, params.until),
        params.exact,
    )
    try:
        response = execute(search_request)
        relaxations = response.relaxations
    except SearchBackendError:
        raise HttpError(503, _("检索索引正在准备，请稍后再试。")) from None
    return {
        "query": response.request.query_text,
        "original_query": response.original_query,
        "notices": response.warnings,
        "corrections": [asdict(each) for each in response.corrections],
        "relaxations": [asdict(each) for each in relaxations],
        "facets": {
            name: [value._asdict() for value in values]
            for name, values in response.results.facets.items()
        },
    } | _page(request, response.results)


def _page(request: HttpRequest, results: SearchPage) -> dict[str, Any]:
    page = results.page
    return {
        "count": results.total,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "page_size": PER_PAGE,
        "next": page_url(request, page.next_page_number()) if page.has_next() else None,
        "previous": page_url(request, page.previous_page_number()) if page.has_previous() else None,
        "results": [
            {
                "id": row.meeting.pk,
                "url": request.build_absolute_uri(row.meeting.get_absolute_url()),
                "title": str(row.meeting),
                "date": row.meeting.date or None,
                "province": row.meeting.province.short_name if row.meeting.province else None,
                "snippets": row.snippets,
            }
            for row in page
        ],
    }
