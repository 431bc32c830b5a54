"""Changes of lookup tables, lexicon and users, in order; deletions come last."""

from tests.regression.changes import Change, Submission, WaitFor
from tests.regression.requests import STRANGER, Request

_CONTINUE = ("_continue", "保存并继续编辑")
_WORDS = "/admin/search/dictionaryword"
_SYNONYMS = "/admin/search/synonymgroup"
_ADMIN = "/admin/bulletins"
_THEMES, _PROVINCES = f"{_ADMIN}/theme", f"{_ADMIN}/province"
_ACCOUNTS = "/admin/auth/user"
_USER = "administrator"
_SYNONYMS_CSV = (
    "编号,同义词,说明\n1,低保 最低生活保障 低保制度 低保金,导入\n,养老驿站 社区养老站,\n"
)


def _import(table: str, text: str) -> Submission:
    """Return the upload of a CSV table, answered with a preview of the changes."""
    files = {"import_file": [("表.csv", text.encode("utf-8-sig"))]}
    return Submission(_USER, f"{table}/import/", {"format": "0"}, files=files)


def _add(table: str, **values: str) -> Submission:
    return Submission(_USER, f"{table}/add/", values, _CONTINUE)


def _change(table: str, pk: int, **values: str | list[str]) -> Submission:
    return Submission(_USER, f"{table}/{pk}/change/", values, _CONTINUE)


def _requests(user: str, *paths: str) -> list[Change]:
    return [Request(user, path) for path in paths]


_LEXICON: list[Change] = [
    _add(_SYNONYMS, words="孤零零"),
    _add(_SYNONYMS, words="低保 某某补助"),
    _add(_SYNONYMS, words="惠老食堂 敬老院", remark="试点"),
    *_requests(STRANGER, "/search/?q=惠老食堂"),
    Submission(_USER, f"{_SYNONYMS}/157/delete/", {"post": "yes"}, follow_redirects=False),
    _import(_SYNONYMS, "词,说明\n甲乙,\n"),
    _import(_SYNONYMS, f"{_SYNONYMS_CSV}x,甲乙 丙丁,\n"),
    _import(_SYNONYMS, _SYNONYMS_CSV),
    Submission(_USER, action=f"{_SYNONYMS}/process_import/"),
    *_requests(STRANGER, "/search/?q=低保金"),
    *_requests(_USER, f"{_SYNONYMS}/1/history/"),
    Submission(_USER, f"{_SYNONYMS}/export/", {"format": "0"}),
    _add(_WORDS, word="老"),
    _add(_WORDS, word="党组书记", remark=""),
    *_requests(STRANGER, "/search/?q=党组书记 养老"),
    *_requests("editor", "/admin/"),
    # Not followed: whether the next page still shows the notice depends on milliseconds.
    Submission(_USER, "/admin/", action=f"{_WORDS}/rebuild/", follow_redirects=False),
    WaitFor(_USER, "/admin/", f"{_WORDS}/rebuild/"),
    *_requests(_USER, "/admin/"),
    *_requests(STRANGER, "/search/?q=党组书记 养老"),
    Submission(_USER, f"{_WORDS}/export/", {"format": "1"}),
]

_LOOKUP_TABLES: list[Change] = [
    _change(_PROVINCES, 360000, short_name="赣鄱", spellings="江西 赣"),
    *_requests(STRANGER, "/provinces/jiangxi/", "/search/?q=江西 座谈会"),
    Submission(_USER, f"{_PROVINCES}/export/", {"format": "1"}),
    _change(_THEMES, 12, name="殡葬改革", position="1"),
    _add(_THEMES, slug="binzang", name="重复", words="重复"),
    _add(_THEMES, slug="cunju", name="村居", words="村居"),
    *_requests(STRANGER, "/themes/", "/themes/binzang/", "/api/themes/cunju/"),
    *_requests(STRANGER, "/search/?q=主题:殡葬改革"),
    Submission(_USER, f"{_THEMES}/export/", {"format": "0"}),
    *_requests(_USER, f"{_THEMES}/12/history/"),
]

_USER_CHANGES: list[Change] = [
    _add(_ACCOUNTS, username="newcomer", password1="correct horse", password2="another"),
    _add(_ACCOUNTS, username="newcomer", password1="correct horse 7", password2="correct horse 7"),
    _change(_ACCOUNTS, 4, groups=["1", "3"], last_name="改"),
    Submission(_USER, f"{_ACCOUNTS}/5/password/", {"password1": "1", "password2": "1"}),
    Submission(
        _USER,
        f"{_ACCOUNTS}/5/password/",
        {"password1": "battery staple", "password2": "battery staple"},
    ),
    Submission(_USER, f"{_ACCOUNTS}/7/delete/", {"post": "yes"}),
    *_requests(_USER, f"{_ACCOUNTS}/"),
]

_DELETIONS: list[Change] = [
    Submission(_USER, f"{_ADMIN}/meeting/40/delete/", {"post": "yes"}, follow_redirects=False),
    Submission(_USER, f"{_ADMIN}/bulletin/15/delete/", {"post": "yes"}),
    Submission(
        _USER,
        f"{_ADMIN}/bulletin/?q=剪报",
        {"action": "delete_selected", "_selected_action": ["20", "21"]},
    ),
    Submission(_USER, values={"post": "yes"}),
    *_requests(
        STRANGER, "/meetings/17/", "/years/unknown/", "/search/?q=龘龘", "/api/search/?q=qqq"
    ),
    # Counted in the background.
    WaitFor(_USER, f"{_ADMIN}/meeting/statistics/", "qqq", is_present=True),
    *_requests(_USER, f"{_ADMIN}/meeting/statistics/", f"{_ADMIN}/meeting/queue/"),
    *_requests(STRANGER, "/years/2023/", "/provinces/hubei/?format=csv"),
    *_requests(STRANGER, "/api/meetings/?changed_since=2026-11-25"),
]

CHANGES_OF_TABLES: list[Change] = [*_LEXICON, *_LOOKUP_TABLES, *_USER_CHANGES, *_DELETIONS]
