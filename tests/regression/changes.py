"""Forms submitted in order, and requests for the pages that show the result."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from tests.regression.forms import Button, Values
from tests.regression.requests import STRANGER, Request

VISITOR = "visitor"
"""A client that logs in by the form; the others are logged in from the beginning."""

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Submission:
    """A form of a page, filled in and submitted; redirects are followed by default.

    The form is the first of the page that has these fields, a field with the name and value
    `containing`, and the `action`. Without a page it is a form of the last response.
    """

    user: str
    page: str = ""
    values: Values = field(default_factory=dict)
    button: Button | None = None
    files: Mapping[str, Sequence[File]] = field(default_factory=dict)
    containing: Button | None = None
    action: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    follow_redirects: bool = True


@dataclass(frozen=True, slots=True)
class WaitFor:
    """A page that is requested until a text is on it, or no longer is; nothing is recorded."""

    user: str
    path: str
    text: str
    is_present: bool = False


Change = Submission | Request | WaitFor

_ADMIN = "/admin/bulletins"
_LOGIN = f"/admin/login/?next={_ADMIN}/meeting/queue/"
_ADD = f"{_ADMIN}/bulletin/add/"
_QUEUE = f"{_ADMIN}/meeting/queue/"
_SAVE, _CONTINUE, _NEXT = ("_save", "保存"), ("_continue", "保存并继续编辑"), ("_next", "保存")
_JSON = {"Accept": "application/json"}
_TEXT = "11月20日，海南省民政厅在海口召开全省未成年人保护工作会议。厅长苗林主持并讲话。".encode()
_HTML = (
    "<html><head><title>简报</title></head><body><h1>贵州省民政厅召开慈善工作座谈会</h1>"
    "<p>2026年11月21日，贵州省民政厅在贵阳召开慈善工作座谈会。副厅长石岚主持会议。</p></body></html>"
).encode()
_SIMILAR_REPORT = (
    "2026年2月5日，四川省民政工作会议在成都召开。民政厅厅长益西达瓦出席会议并讲话。\n"
    "会议强调：一是兜住民生底线；二是发展养老服务。"
)
_NOTICE = (
    "关于召开全省养老服务工作会议的通知\n各市州民政局：\n"
    "定于2026年12月3日在西宁召开全省养老服务工作会议。现将有关事项通知如下：\n"
    "一、会议时间：12月3日上午9时。\n二、会议地点：省民政厅三楼会议室。\n"
    "请于11月30日前报送参会人员名单。\n青海省民政厅办公室\n2026年11月24日"
)


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def _meeting(pk: int, view: str = "change/") -> str:
    return f"{_ADMIN}/meeting/{pk}/{view}"


def _bulletin(pk: int, view: str = "change/") -> str:
    return f"{_ADMIN}/bulletin/{pk}/{view}"


def _duplicate_choice(user: str, pk: int, choice: str, other: int) -> Submission:
    """Return the submission that decides about a pair of near-duplicates."""
    page, button = _meeting(pk, "duplicates/"), ("choice", choice)
    return Submission(user, page, {}, button, containing=("other", str(other)))


def _requests(user: str, *paths: str) -> list[Change]:
    return [Request(user, path) for path in paths]


_SESSION: list[Change] = [
    Submission(VISITOR, _LOGIN, {"username": "reader", "password": "wrong"}),
    Submission(VISITOR, _LOGIN, {"username": "former", "password": "password of former"}),
    Submission(VISITOR, _LOGIN, {"username": "reader", "password": "password of reader"}),
    Submission(
        VISITOR,
        "/admin/password_change/",
        {
            "old_password": "password of reader",
            "new_password1": "correct horse battery",
            "new_password2": "correct horse battery",
        },
    ),
    Submission(VISITOR, "/admin/", action="/admin/logout/"),
    *_requests(VISITOR, "/admin/"),
]

_UPLOADS: list[Change] = [
    Submission("editor", _ADD, {"pasted": " "}),
    Submission("editor", _ADD, {"pasted": "文字", "published_on": "2026-13-01"}),
    Submission("editor", _ADD, {"pasted": "文字"}, files={"upload": [("海南.txt", _TEXT)]}),
    Submission(
        "editor",
        _ADD,
        {"published_on": "2026-11-24", "source": "海南省民政厅"},
        files={"upload": [("海南.txt", _TEXT)]},
    ),
    Submission("publisher", _ADD, files={"upload": [("又一份.txt", _TEXT)]}),
    Submission(
        "publisher",
        _ADD,
        files={
            "upload": [
                ("一周.zip", _zip({"贵州.html": _HTML, "坏.pdf": b"%PDF-1.7 x", "b.txt": b""})),
                ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 90),
                ("图.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
                ("坏.zip", b"PK\x03\x04 and no more"),
            ]
        },
    ),
    Submission("editor", _ADD, {"pasted": _SIMILAR_REPORT, "source": "四川日报"}),
    Submission("editor", _ADD, files={"upload": [("海南.txt", _TEXT)]}, headers=_JSON),
    Submission("editor", _ADD, {"pasted": ""}, headers=_JSON),
    *_requests("editor", f"{_QUEUE}?reason=perhaps+reported+before"),
]

_CORRECTIONS: list[Change] = [
    Submission("editor", _meeting(54), {"date": "2026年13月40日"}, _CONTINUE),
    Submission(
        "editor",
        _meeting(54),
        {
            "date": "2026年11月20日至21日",
            "title": "民政部召开部长专题会议，研究老龄工作",
            "themes": ["3", "2"],
            "reviewed": "on",
            "reason": "核对原件",
        },
        _NEXT,
    ),
    Submission("editor", _meeting(54), {"seen": "2026-11-01T00:00:00+00:00"}, _CONTINUE),
    Submission(
        "editor",
        _meeting(11),
        {
            "speakers-0-position": "2",
            "speakers-1-position": "1",
            "speakers-4-DELETE": "on",
            "chairs-0-post": "民政部副部长",
            "priorities-0-heading": "改过的一项",
            "priorities-2-DELETE": "on",
            "exchange_units": "兰州市\r\n天水市",
        },
        _SAVE,
    ),
    *_requests("editor", _meeting(11, "history/")),
    *_requests(STRANGER, "/meetings/11/"),
    Submission("editor", _meeting(11, "history/"), action=_meeting(11, "states/11/")),
    *_requests("editor", _meeting(11, "history/")),
    Submission(
        "editor",
        _meeting(52),
        {"body": "会前一段。\r\n11月13日，四川省民政厅在成都召开党组（扩大）会议。"},
        _CONTINUE,
    ),
    *_requests(STRANGER, "/meetings/52/", "/meetings/52.json", "/search/?q=会前一段"),
]

_PUBLISHING: list[Change] = [
    Submission("publisher", _meeting(53), {"published": None}, _CONTINUE),
    Submission("publisher", _meeting(53), {"published": None, "reason": "重复"}, _CONTINUE),
    *_requests(STRANGER, "/meetings/53/", "/meetings/53.txt", "/search/?q=青海 救助"),
    *_requests(STRANGER, "/provinces/qinghai/", "/api/meetings/53/"),
    Submission(
        "publisher",
        f"{_ADMIN}/meeting/?published__exact=0&level__exact=prefecture",
        {"action": "publish", "_selected_action": ["34", "28"]},
    ),
    *_requests(STRANGER, "/", "/meetings/34/", "/search/?q=社会救助条例"),
    *_requests(STRANGER, "/provinces/guangdong/?format=atom"),
    Submission(
        "publisher",
        f"{_ADMIN}/meeting/?level__exact=county",
        {"action": "withdraw", "_selected_action": ["46", "38"]},
    ),
    Submission("publisher", f"{_ADMIN}/meeting/withdraw/?pk=46&pk=38", {"reason": " "}),
    Submission(
        "publisher",
        f"{_ADMIN}/meeting/withdraw/?pk=46&pk=38",
        {"reason": "日期待核"},
        follow_redirects=False,
    ),
    *_requests("publisher", _meeting(46, "history/")),
    *_requests(STRANGER, "/meetings/46/", "/provinces/unplaced/", "/people/unplaced/李树青/"),
    Submission("publisher", _bulletin(41), {"meetings-0-published": None}, _CONTINUE),
    Submission("publisher", _bulletin(18), {"meetings-0-published": "on"}, _CONTINUE),
    Submission("editor", _bulletin(18), {"published_on": "2024-05-10"}, _CONTINUE),
    *_requests(STRANGER, "/meetings/23/"),
]

_BOUNDARIES: list[Change] = [
    Submission("editor", _bulletin(41, "borders/"), {"mark": ["begins", "", "", ""]}),
    Submission("publisher", _bulletin(41, "borders/"), {"mark": ["none", "", "", ""]}),
    Submission("publisher", _bulletin(41, "borders/"), {"mark": ["begins", "", "", ""]}),
    *_requests(STRANGER, "/meetings/49/", "/meetings/50/"),
    Submission("publisher", _bulletin(41, "borders/"), {"mark": ["begins", "", "begins", ""]}),
    Submission("publisher", _bulletin(41, "borders/"), {"seen": "x", "mark": ["begins"] * 4}),
    Submission("editor", _bulletin(14, "borders/"), {"mark": ["begins", "", "", "", "begins", ""]}),
    *_requests("editor", _bulletin(14, "borders/"), _bulletin(41, "borders/")),
    Submission(
        "editor", _bulletin(1, "reread/"), {"take-1": ["title", "venue"]}, follow_redirects=False
    ),
    *_requests("editor", _bulletin(1, "reread/")),
    *_requests(STRANGER, "/meetings/1.txt"),
]

_DUPLICATES: list[Change] = [
    _duplicate_choice("editor", 22, "apart", 3),
    _duplicate_choice("editor", 29, "link", 21),
    *_requests("editor", _meeting(21)),
    _duplicate_choice("editor", 29, "unlink", 21),
    _duplicate_choice("publisher", 29, "replace", 21),
    *_requests(STRANGER, "/meetings/21/", "/meetings/24/"),
    Submission("editor", _QUEUE, {}, ("does", "take"), containing=("meeting", "17")),
    Submission(
        "publisher", f"{_QUEUE}?mine=1", {}, ("does", "leave"), containing=("meeting", "11")
    ),
    Submission("publisher", _QUEUE, {"from": ""}, ("does", "take"), containing=("meeting", "17")),
    Submission("publisher", _QUEUE, {}, ("does", "take"), containing=("meeting", "6")),
    *_requests("publisher", f"{_QUEUE}?mine=1"),
]

_NO_MEETINGS: list[Change] = [
    Submission("publisher", _ADD, {"pasted": _NOTICE}),
    *_requests("publisher", f"{_QUEUE}?withheld=1", f"{_ADMIN}/bulletin/?q=参会人员名单"),
    Submission("publisher", _meeting(59), {"published": "on"}, _CONTINUE),
    Submission(
        "publisher",
        _meeting(59),
        {"document_kind": "minutes", "published": "on", "reviewed": "on"},
        _CONTINUE,
    ),
    *_requests(STRANGER, "/meetings/59/", "/provinces/qinghai/?format=csv"),
    Submission(
        "publisher",
        _bulletin(14, "borders/"),
        {"mark": ["begins", "", "none", "resumes", "begins", ""]},
    ),
    *_requests("publisher", _bulletin(14, "borders/")),
    *_requests(STRANGER, "/meetings/15/"),
]

CHANGES: list[Change] = [
    *_SESSION,
    *_UPLOADS,
    *_CORRECTIONS,
    *_PUBLISHING,
    *_BOUNDARIES,
    *_DUPLICATES,
    *_NO_MEETINGS,
]
