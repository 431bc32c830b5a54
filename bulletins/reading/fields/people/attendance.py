"""Tell words spoken at another meeting or elsewhere from those spoken at the one reported."""

import re
from collections.abc import Iterable

from bulletins.reading.fields.people.speech_roles import PLAIN_SPEECH
from bulletins.reading.report_splitting.lead_sentences import Sentence, is_national

# Those who lead the country are only quoted at local meetings; the ministry's may speak there.
_LEADS_COUNTRY = re.compile(
    r"国务院|国务委员|总理|政治局|国家副?主席|中央书记处|全国(?:人大常委会副?委员长|政协副?主席)"
)
_OF_MINISTRY = re.compile(r"民政部(?!门)")
_COMES = re.compile(r"出席|到会|莅临|亲临|主持|致辞|讲话")
# 在视察福利院时强调: said on a visit. Where the report is about a visit, so is its lead.
_SAID_ON_VISIT = re.compile(
    r"(?:同志)?，?在[^，。；]{0,24}?(?P<visit>视察|考察|调研|走访|检查|慰问|看望)[^，。；]{0,16}时"
    r"(?:还|也|进一步)?(?:指出|强调|要求|表示)"
)
_DAY = r"(?:(?:19|20)\d\d年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
_ANY_DAY = re.compile(_DAY)
_OTHER_TIME = re.compile(
    rf"在?(?:(?P<before>(?:在此|在这)?之前|此前|早前|早些时候|不久前|前不久|上周|上个?月|去年)|(?P<yesterday>[昨前][天日])|{_DAY})"
)
_AT_THE_MEETING = re.compile(r"，会(?:议)?上")
_MONTHS_IN_YEAR, _DAYS_IN_MONTH = 12, 31


class Attendance:
    """The words of a report that were spoken at its meeting, by the leads of the report."""

    def __init__(self, leads: list[Sentence]) -> None:
        local = [lead for lead in leads if not is_national(lead.text)]
        self._lead = local[0] if local else None
        day = _ANY_DAY.search(self._lead.text) if self._lead else None
        self._day = _day_of_year(day) if day else None

    def is_of_another_meeting(self, sentence: Sentence) -> bool:
        """Return whether the sentence opens with a time before the day of the meeting."""
        if self._lead is None or sentence.start <= self._lead.start:
            return False
        time = _OTHER_TIME.match(sentence.text)
        if time is None or _AT_THE_MEETING.search(sentence.text):
            return False
        if time["before"]:
            return True
        if self._day is None:
            return False
        if time["yesterday"]:
            return re.search(r"[昨前][天日]", self._lead.text) is None
        # A day up to half a year back: 12月3日 is before 1月5日.
        year = _MONTHS_IN_YEAR * _DAYS_IN_MONTH
        return 0 < (self._day - _day_of_year(time)) % year < year / 2

    def is_quoted(self, post: str, predicate: str, roles: Iterable[str]) -> bool:
        """Return whether a person did not do at this meeting what the predicate says.

        Args:
            post: the job title of the person, "" if unknown.
            predicate: the words after the person.
            roles: the roles that these assign.
        """
        visit = _SAID_ON_VISIT.match(predicate)
        if visit:
            return self._lead is not None and visit["visit"] not in self._lead.text
        if self._lead is None or _COMES.search(predicate):
            return False
        if _LEADS_COUNTRY.search(post):
            return True
        return _OF_MINISTRY.search(post) is not None and set(roles) == {PLAIN_SPEECH}


def _day_of_year(day: re.Match[str]) -> int:
    return int(day["month"]) * _DAYS_IN_MONTH + int(day["day"])
