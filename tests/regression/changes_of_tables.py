"""The office's tables and its users edited, in order; deletions come last."""

from tests.regression.changes import Change, Submission, WaitFor
from tests.regression.requests import STRANGER, Request

_STAY = ("_continue", "保存并继续编辑")
_WORDS = "/admin/search/dictionaryword"
_SYNONYMS = "/admin/search/synonymgroup"
_DESK = "/admin/bulletins"
_THEMES, _PROVINCES = f"{_DESK}/theme", f"{_DESK}/province"
_USERS = "/admin/auth/user"
_BY = "administrator"
_GROUPS = "编号,同义词,说明\n1,低保 最低生活保障 低保制度 低保金,导入\n,养老驿站 社区养老站,\n"


def _imported(table: str, text: str) -> Submission:
    """Return the upload of a table, which shows what would change."""
    files = {"import_file": [("表.csv", text.encode("utf-8-sig"))]}
    return Submission(_BY, f"{table}/import/", {"format": "0"}, files=files)


def _added(table: str, **values: str) -> Submission:
    return Submission(_BY, f"{table}/add/", values, _STAY)


def _changed(table: str, key: int, **values: str | list[str]) -> Submission:
    return Submission(_BY, f"{table}/{key}/change/", values, _STAY)


def _requests(user: str, *paths: str) -> list[Change]:
    return [Request(user, path) for path in paths]


_OF_WORDS: list[Change] = [
    _added(_SYNONYMS, words="孤零零"),
    _added(_SYNONYMS, words="低保 某某补助"),
    _added(_SYNONYMS, words="惠老食堂 敬老院", remark="试点"),
    *_requests(STRANGER, "/search/?q=惠老食堂"),
    Submission(_BY, f"{_SYNONYMS}/157/delete/", {"post": "yes"}, is_followed=False),
    _imported(_SYNONYMS, "词,说明\n甲乙,\n"),
    _imported(_SYNONYMS, f"{_GROUPS}x,甲乙 丙丁,\n"),
    _imported(_SYNONYMS, _GROUPS),
    Submission(_BY, action=f"{_SYNONYMS}/process_import/"),
    *_requests(STRANGER, "/search/?q=低保金"),
    *_requests(_BY, f"{_SYNONYMS}/1/history/"),
    Submission(_BY, f"{_SYNONYMS}/export/", {"format": "0"}),
    _added(_WORDS, word="老"),
    _added(_WORDS, word="党组书记", remark=""),
    *_requests(STRANGER, "/search/?q=党组书记 养老"),
    *_requests("editor", "/admin/"),
    # Whether the next page still shows the notice is a matter of milliseconds.
    Submission(_BY, "/admin/", action=f"{_WORDS}/rebuild/", is_followed=False),
    WaitFor(_BY, "/admin/", f"{_WORDS}/rebuild/"),
    *_requests(_BY, "/admin/"),
    *_requests(STRANGER, "/search/?q=党组书记 养老"),
    Submission(_BY, f"{_WORDS}/export/", {"format": "1"}),
]

_OF_FIELDS: list[Change] = [
    _changed(_PROVINCES, 360000, short_name="赣鄱", spellings="江西 赣"),
    *_requests(STRANGER, "/provinces/jiangxi/", "/search/?q=江西 座谈会"),
    Submission(_BY, f"{_PROVINCES}/export/", {"format": "1"}),
    _changed(_THEMES, 12, name="殡葬改革", position="1"),
    _added(_THEMES, slug="binzang", name="重复", words="重复"),
    _added(_THEMES, slug="cunju", name="村居", words="村居"),
    *_requests(STRANGER, "/themes/", "/themes/binzang/", "/api/themes/cunju/"),
    *_requests(STRANGER, "/search/?q=主题:殡葬改革"),
    Submission(_BY, f"{_THEMES}/export/", {"format": "0"}),
    *_requests(_BY, f"{_THEMES}/12/history/"),
]

_OF_USERS: list[Change] = [
    _added(_USERS, username="newcomer", password1="correct horse", password2="another"),
    _added(_USERS, username="newcomer", password1="correct horse 7", password2="correct horse 7"),
    _changed(_USERS, 4, groups=["1", "3"], last_name="改"),
    Submission(_BY, f"{_USERS}/5/password/", {"password1": "1", "password2": "1"}),
    Submission(
        _BY, f"{_USERS}/5/password/", {"password1": "battery staple", "password2": "battery staple"}
    ),
    Submission(_BY, f"{_USERS}/7/delete/", {"post": "yes"}),
    *_requests(_BY, f"{_USERS}/"),
]

_DELETIONS: list[Change] = [
    Submission(_BY, f"{_DESK}/meeting/40/delete/", {"post": "yes"}, is_followed=False),
    Submission(_BY, f"{_DESK}/bulletin/15/delete/", {"post": "yes"}),
    Submission(
        _BY,
        f"{_DESK}/bulletin/?q=剪报",
        {"action": "delete_selected", "_selected_action": ["20", "21"]},
    ),
    Submission(_BY, values={"post": "yes"}),
    *_requests(
        STRANGER, "/meetings/17/", "/years/unknown/", "/search/?q=龘龘", "/api/search/?q=qqq"
    ),
    *_requests(_BY, f"{_DESK}/meeting/statistics/", f"{_DESK}/meeting/queue/"),
    *_requests(STRANGER, "/years/2023/", "/provinces/hubei/?format=csv"),
    *_requests(STRANGER, "/api/meetings/?changed_since=2026-11-25"),
]

CHANGES_OF_TABLES: list[Change] = [*_OF_WORDS, *_OF_FIELDS, *_OF_USERS, *_DELETIONS]
