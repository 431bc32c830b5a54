"""Rules for passwords, beside Django's own."""

from typing import Any

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Django's rule, with the message that its Chinese translation does not have."""

    def get_error_message(self) -> Any:
        return _("密码太短，至少要 %(length)d 个字符。") % {"length": self.min_length}
