"""The form of the login page."""

from math import ceil

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bulletins.access.throttle import Wait, time_to_wait


class LoginForm(AuthenticationForm):
    """Name and password; an error says how long to wait after too many failures.

    Accounts that are not staff have nothing to log in to, unless the whole site requires a login.
    """

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if not (user.is_staff or settings.LOGIN_REQUIRED):
            raise ValidationError(_("这个账号不能进编辑台，请找管理员。"), code="not_staff")

    def get_invalid_login_error(self) -> ValidationError:
        # Where a form has no request, no throttle has counted.
        wait = time_to_wait(self.request, self.cleaned_data) if self.request else Wait(0, False)
        if not wait.seconds:
            return ValidationError(_("用户名或密码不对。密码区分大小写。"), code="invalid_login")
        params = {"minutes": ceil(wait.seconds / 60)}
        if wait.is_of_address:
            message = _(
                "从您这个网络地址登录，用各个账号输错的次数太多了，请等 %(minutes)d 分钟再试。"
                "以前从这里登录过的账号不用等。"
            )
            return ValidationError(message, code="throttled", params=params)
        message = _(
            "从您这里登录这个账号，输错的次数太多了，请等 %(minutes)d 分钟再试。"
            "继续输错，要等得更久。忘了密码，请找管理员重设。"
        )
        return ValidationError(message, code="throttled", params=params)
