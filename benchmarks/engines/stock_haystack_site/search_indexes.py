"""The Haystack index of reports, with jieba's analyzer in place of the English default."""

from haystack import indexes
from jieba.analyse import ChineseAnalyzer

from benchmarks.engines.stock_haystack_site.models import Report


class ReportIndex(indexes.SearchIndex, indexes.Indexable):
    """The searchable fields of a report."""

    text = indexes.CharField(document=True, analyzer=ChineseAnalyzer())
    title = indexes.CharField(model_attr="title", analyzer=ChineseAnalyzer())
    chair = indexes.CharField(model_attr="chair", analyzer=ChineseAnalyzer())
    province = indexes.CharField(model_attr="province", faceted=True, analyzer=ChineseAnalyzer())
    level = indexes.CharField(model_attr="level", faceted=True)
    meeting_type = indexes.CharField(model_attr="meeting_type", faceted=True)
    topics = indexes.MultiValueField(model_attr="topics", faceted=True)
    year = indexes.IntegerField(model_attr="year", faceted=True)
    day = indexes.DateField(model_attr="day")

    def get_model(self) -> type[Report]:
        return Report

    def prepare_text(self, report: Report) -> str:
        return f"{report.title}\n{report.text}"
