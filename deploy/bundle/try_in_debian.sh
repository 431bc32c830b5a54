#!/usr/bin/env bash
# Install and start a bundle in a fresh Debian 12 that has nothing but loopback, and use the site.
#
#   deploy/bundle/try_in_debian.sh BUNDLE.tar.gz [PACKAGE …]
#
# As root, with debootstrap and iproute2. Only debootstrap uses the network: it makes the smallest
# Debian with python3, and the other packages named.
set -euo pipefail
bundle=$(realpath "$1")
shift
packages=$(IFS=,; echo "python3${*:+,$*}")
work=$(mktemp --directory)
trap 'rm -rf --one-file-system "$work"' EXIT
chmod 755 "$work"
tree=$work/debian
echo "debootstrap ($packages) …"
debootstrap --variant=minbase --include="$packages" bookworm "$tree" >"$work/log" ||
	{ tail "$work/log" >&2; exit 1; }
chroot "$tree" useradd --create-home office
cp "$bundle" "$tree/home/office/"
cat >"$tree/home/office/try.sh" <<'TRY'
set -eu
cd
tar xf *.tar.gz
cd */
sh install.sh
sh archive/deploy/serve.sh >~/log 2>&1 &
site=$!
trap 'cat ~/log; kill $site' EXIT
SITE=$site python3 - <<'PYTHON'
import os, pathlib, re, socket, time, urllib.parse, urllib.request

try:
    socket.create_connection(("192.0.2.1", 443), timeout=3)
    raise SystemExit("there is a network")
except OSError as error:
    print("network:", error)
log = pathlib.Path.home() / "log"
deadline = time.monotonic() + 120
open_ = urllib.request.build_opener(urllib.request.HTTPCookieProcessor()).open
while True:
    try:
        home = open_("http://127.0.0.1:8000/").read().decode()
        break
    except OSError:
        os.kill(int(os.environ["SITE"]), 0)
        assert time.monotonic() < deadline, "the site does not answer"
        time.sleep(0.5)
assert "2024年全省民政工作视频会议" in home
found = open_("http://127.0.0.1:8000/search/?q=" + urllib.parse.quote("养老")).read().decode()
assert "<mark>养老</mark>" in found
name, password = re.search(r"管理员 (\S+)，密码 (\S+?)（", log.read_text()).groups()
form = open_("http://127.0.0.1:8000/admin/login/").read().decode()
token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
fields = {"csrfmiddlewaretoken": token, "username": name, "password": password, "next": "/admin/"}
admin = open_("http://127.0.0.1:8000/admin/login/", urllib.parse.urlencode(fields).encode())
assert admin.url.endswith("/admin/"), admin.url
print("home, search and login answer")
PYTHON
TRY
# shellcheck disable=SC2016 # the inner shell expands it
unshare --net --mount --pid --fork --kill-child bash -euc '
	ip link set lo up
	mount -t proc proc "$1/proc"
	chroot "$1" su --login office --command "sh try.sh"' _ "$tree"
