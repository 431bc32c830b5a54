"""Recognize what a notice tells those who are to attend a meeting. All texts are folded."""

import re

_ATTENDS = r"(?:准时|按时|提前|参[加会]|出席|到会|与会|入场|签到|就[座坐]|收[看听]|光临|莅临)"
_REQUEST = re.compile(
    r"(?<![希盼邀申聘提])[请望][^。；]{0,40}(?:参[加会]|出席|到会|准时|提前|入场|报送|报至|反馈|准备|填写|携带|汇总)"
)
_CALL = re.compile(
    r"(?:通知|公告|通告)如下|特此(?:通知|公告|通告)|另行通知|回执|报到|会期|报名|联系人[：及]"
    r"|参会(?:人员|名单|代表|单位)|会议(?:时间|地点)[：为]|敬[请邀]|恭请|诚邀|届时请|转告|不得(?:请假|缺席|迟到)"
)
# A sentence without a subject (请全体干部准时参加。) and what is only said to those who attend.
_ORDER = re.compile(
    rf"(?:^|[。！；\s])(?:务请|敬请|恭请|谨请|烦请|[请望])(?!问)[^，。；！]{{0,30}}?(?:{_ATTENDS}|回复|转告)"
    rf"|(?:^|[，。！；\s])(?:全体|所有|各|与会|参会)[^，。；！]{{0,12}}?(?:务必|务须)[^，。；！]{{0,4}}?{_ATTENDS}"
    r"|(?:请|切|请?务必)勿[^，。；！]{0,6}(?:迟到|早退|缺席|请假)|收到[^，。；！]{0,4}回复"
    r"|请[^，。；！]{1,16}回执|即日起(?:接受|开始)?报名|名额有限|扫码(?:报名|签到)"
    r"|欢迎(?:大家|各[位界]|广大[^，。]{1,6}|社会各界)?(?:踊跃|积极)?报名"
)


def calls_readers(text: str) -> bool:
    """Return whether the text, beside a meeting to come, tells readers what to do about it."""
    return _CALL.search(text) is not None or requests_of_readers(text)


def requests_of_readers(text: str) -> bool:
    """Return whether the text requests somebody to attend or to prepare (请…参加)."""
    return _REQUEST.search(text) is not None


def orders_readers(text: str) -> bool:
    """Return whether the text orders readers to attend, which no report does."""
    return _ORDER.search(text) is not None
