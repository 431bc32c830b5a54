"""Pages for errors that the server, or a proxy in front of it, answers without a view."""

from collections.abc import Mapping
from typing import Any

from django.template import loader
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By status: title and text.
_ERRORS: dict[int, tuple[Promise, Promise]] = {
    400: (
        _("这个请求看不懂"),
        _(
            "地址或表单里有不能识别的内容。请回到上一页重新操作；从别处复制来的地址，请核对后再打开。"
        ),
    ),
    404: (_("没有这一页"), _("地址可能写错了，也可能这一页已经撤下。")),
    405: (_("这个地址不能这样用"), _("这一页只能打开来看，不能向它提交内容。请回到首页重新操作。")),
    413: (
        _("提交的内容太大"),
        _(
            "没有登录或者登录已失效时，一次最多提交 64 KB；编辑上传也有上限。内容没有保存。"
            "请先登录，或者把文件分几次上传。"
        ),
    ),
    414: (_("地址太长"), _("检索的文字或条件太多，地址放不下。请删去一些再试。")),
    431: (
        _("请求的附带信息太多"),
        _("浏览器附带的信息超过了上限。请清除本站的 Cookie 后再试，或者请管理员帮助。"),
    ),
    500: (
        _("服务器出错了"),
        _(
            "这不是您的操作造成的，档案里的内容没有受影响。请过一会儿再试；"
            "仍然不行时，请把时间和所做的操作告诉管理员。"
        ),
    ),
    501: (_("不支持这种请求"), _("请用浏览器打开本站；程序请按接口说明访问。")),
    502: (_("档案暂时连不上"), _("网站正在启动或者已经停下。请过一会儿再试。")),
    503: (
        _("访问的人太多"),
        _("同时打开的页面、正在导出的名单，或者一分钟里的登录次数超过了上限。请过几秒再试。"),
    ),
    504: (_("等得太久"), _("这一页没有按时做好。请过一会儿再试，或者缩小检索的范围。")),
    505: (_("不支持这种请求"), _("请换一个较新的浏览器打开本站。")),
    507: (
        _("服务器现在不能保存"),
        _(
            "磁盘满了、只读或者出错，刚才的内容没有保存，已有的档案没有受影响，照常可以查阅。"
            "请告诉管理员处理磁盘，然后再试。"
        ),
    ),
}


def error_page(
    status: int, template: str = "error_standalone.html", context: Mapping[str, Any] | None = None
) -> str:
    """Return the page for a status that is answered without a view; KeyError for any other.

    Args:
        status: the status.
        template: extends `error_standalone.html`.
        context: what it needs beside title and text.
    """
    title, text = _ERRORS[status]
    # Rendered without the request, so no context processor runs that may be what failed.
    return loader.render_to_string(template, {"title": title, "text": text, **(context or {})})
