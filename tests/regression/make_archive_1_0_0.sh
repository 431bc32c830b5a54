#!/usr/bin/env bash
# Make archive-1.0.0.tar.xz: the archive of an office that works with release 1.0.0.
#
#   tests/regression/make_archive_1_0_0.sh FILE
#
# Runs the code of the tag v1.0.0 with this project's environment, which has the packages that the
# release names: see requirements.txt of both.
set -euo pipefail
file=$(realpath "$1")
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp --directory)
trap 'rm -rf "$work"' EXIT
git -C "$root" archive --prefix code/ v1.0.0 | tar --extract --directory "$work"
cp "$work/code/tests/corpus/texts_folded/041.txt" "$work/041-folded.txt"
cd "$work/code"
export ARCHIVE_DATA=$work/data PYTHONDONTWRITEBYTECODE=1
manage() { "$root/.venv/bin/python" manage.py "$@"; }

manage prepare_archive
manage import_bulletins tests/corpus/own/1?1.txt tests/corpus/texts/0[47]*.txt "$work/041-folded.txt"
manage import_bulletins --draft tests/corpus/texts/001.txt
manage shell --no-imports <<'EDITS'
from django.contrib.auth.models import Group, User

from bulletins.editing import boundaries, duplicate_links, publishing, revisions
from bulletins.models import Bulletin, Meeting
from search.models import DictionaryWord, SynonymGroup

editor = User.objects.create_user("editor", password="password of editor", is_staff=True)
editor.groups.add(Group.objects.get(name="发布"))
first = Meeting.objects.filter(bulletin__name__startswith="000_").earliest("index")
with revisions.change(first, editor, "按原件更正"):
    first.venue = "武昌"
    first.save()
    first.speakers.create(name="王小明", post="副厅长", position=9)
publishing.withdraw(Meeting.objects.filter(bulletin__name="131.txt"), editor, "待核实")
bulletin = Bulletin.objects.get(name="101.txt")
marks = [each.mark for each in boundaries.bulletin_paragraphs(bulletin)]
boundaries.move_boundaries(bulletin, [*marks[:-1], boundaries.EXCLUDE], editor)
report = Meeting.objects.get(bulletin__name="041.txt")
copy = Meeting.objects.get(bulletin__name="041-folded.txt")
duplicate_links.link_reports(report, copy, editor)
SynonymGroup.objects.create(words="办公室 秘书处")
DictionaryWord.objects.create(word="敬老文化节")
EDITS
manage rebuild_index --noinput

# Only what an upgrade keeps: assets, caches and locks are made again.
manage shell --no-imports <<'VACUUM'
from django.db import connection
connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
connection.cursor().execute("VACUUM")
VACUUM
tar --create --xz --file "$file" --directory "$ARCHIVE_DATA" --sort name --owner 0 --group 0 \
	archive.sqlite3 files index
