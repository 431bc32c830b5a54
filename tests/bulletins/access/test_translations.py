"""The Chinese of Django's admin: the texts that Django's own translation lacks."""

import gettext
import re

from django.conf import settings
from django.urls import reverse

FOLDER = settings.BASE_DIR / "locale" / "zh_Hans" / "LC_MESSAGES"


def test_the_compiled_texts_are_those_of_the_source() -> None:
    source = (FOLDER / "django.po").read_text(encoding="utf-8")
    pairs = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', source, re.MULTILINE))
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    assert pairs
    assert {text: compiled.gettext(text) for text in pairs} == pairs


def test_the_pages_of_users_are_chinese(admin_client, admin_user) -> None:
    for name, args in [
        ("index", []),
        ("auth_user_add", []),
        ("auth_user_password_change", [admin_user.pk]),
    ]:
        page = admin_client.get(reverse(f"admin:{name}", args=args)).content.decode()
        visible = re.sub(r"(?s)<script.*?</script>|<[^>]+>", " ", page)
        assert not re.findall(r"[A-Za-z]+ [A-Za-z]+ [a-z]+|Model name|Add link", visible), name
