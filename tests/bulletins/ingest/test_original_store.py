"""Originals that are copied from a backup: only bytes and names that are right are stored."""

import hashlib
import stat
from pathlib import Path

import pytest
from django.conf import settings

from bulletins.ingest import copy_original, original_names

DATA = b"original"
SHA256 = hashlib.sha256(DATA).hexdigest()
NAME = f"{SHA256[:2]}/{SHA256}"


def test_an_original_is_copied_piece_by_piece_for_its_owner_only() -> None:
    copy_original(iter([DATA[:3], DATA[3:]]), NAME, SHA256)
    path = Path(settings.MEDIA_ROOT) / NAME
    assert path.read_bytes() == DATA
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(original_names()) == [NAME]


def test_other_bytes_are_refused_and_leave_nothing() -> None:
    with pytest.raises(ValueError, match=SHA256):
        copy_original([b"another"], NAME, SHA256)
    assert not list(original_names())
    assert not list((Path(settings.MEDIA_ROOT) / SHA256[:2]).iterdir())


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", f"00/{SHA256}", f"{NAME}/x", NAME.upper()])
def test_a_name_of_another_form_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        copy_original([DATA], name, SHA256)


def test_a_damaged_original_is_replaced_and_a_sound_one_stays() -> None:
    copy_original([DATA], NAME, SHA256)
    path = Path(settings.MEDIA_ROOT) / NAME
    inode = path.stat().st_ino
    copy_original([DATA], NAME, SHA256)
    assert path.stat().st_ino == inode
    path.write_bytes(b"damaged")
    copy_original([DATA], NAME, SHA256)
    assert path.read_bytes() == DATA
