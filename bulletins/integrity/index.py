"""The search index against the published meetings, and the work that is pending for it."""

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletins.integrity.findings import Area, Finding
from bulletins.models import Meeting
from search import services

_BATCH = 500
# The targets of findings about the index as a whole.
_INDEX, _OUTBOX = "index", "outbox"


class OutboxArea(Area):
    """No change waits for the index for too long."""

    key = "outbox"
    label = gettext_lazy("待入索引")

    def size(self) -> int:
        return 1

    def check(self, after: int) -> Iterator[tuple[int, list[Finding]]]:
        if after:
            return
        since = services.overdue_since()
        if since is None:
            yield 1, []
            return
        when = date_format(timezone.localtime(since), "Y-m-d H:i")
        message = _("有改动从 %(when)s 起一直没有进检索索引") % {"when": when}
        advice = _("修复后仍在，说明有会议建不了索引，请看网站的错误日志。")
        yield 1, [Finding(message, _OUTBOX, advice)]

    def repair(self, targets: Sequence[str]) -> set[str]:
        services.drain()
        return set() if services.overdue_since() else set(targets)


class IndexArea(Area):
    """Each published meeting is in the index as it is now, and nothing else is in it."""

    key = "index"
    label = gettext_lazy("检索索引")

    def size(self) -> int:
        return Meeting.objects.public().count()

    def check(self, after: int) -> Iterator[tuple[int, list[Finding]]]:
        if not services.is_index_intact():
            if not after:
                yield 1, [Finding(_("检索索引没有、已损坏，或者是另一版本的"), _INDEX)]
            return
        if services.is_index_stale():
            # Documents of other rules all differ.
            if not after:
                yield 1, [Finding(_("检索索引是按旧的规则建的，检索照常"), _INDEX)]
            return
        public = set(Meeting.objects.public().order_by().values_list("pk", flat=True))
        indexed = {int(pk) for pk in services.indexed_pks(Meeting)}
        pks = sorted(pk for pk in public | indexed if pk > after)
        for start in range(0, len(pks), _BATCH):
            batch = pks[start : start + _BATCH]
            differing = services.differing_pks(Meeting, batch)
            for pk in batch:
                yield pk, [_finding(pk, public, indexed)] if str(pk) in differing else []

    def repair(self, targets: Sequence[str]) -> set[str]:
        services.rebuild()
        services.drain()
        pks = {target for target in targets if target != _INDEX}
        # What cannot be indexed is in the outbox again.
        return set(targets) - services.differing_pks(Meeting, pks) - services.pending_pks(Meeting)


def _finding(pk: int, public: set[int], indexed: set[int]) -> Finding:
    if pk not in public:
        message = _("索引里的会议 %(pk)d 没有公开，或者已经没有了")
    elif pk not in indexed:
        message = _("会议 %(pk)d 已公开，索引里没有")
    else:
        message = _("会议 %(pk)d 在索引里的文字不是现在的")
    advice = _("修复后仍在，说明这次会议建不了索引，请看网站的错误日志。")
    return Finding(message % {"pk": pk}, str(pk), advice)
