#!/usr/bin/env bash
# Pack wheels, sources and docs of the last commit into one file that installs without a network.
#
#   deploy/bundle/make_bundle.sh FOLDER
#
# The wheels are for the processor and the Python of this machine; the name of the file says which.
# Downloads are checked against the hashes of the locks. What has no wheel (jieba) is built here.
set -euo pipefail
mkdir -p "$1"
target=$(realpath "$1")
cd "$(dirname "$0")/../.."
python=$PWD/.venv/bin/python
commit=$(git rev-parse --short=8 HEAD)
version=$(git show HEAD:pyproject.toml | sed -n 's/^version = "\(.*\)"$/\1/p')
# Between releases the name has the commit, too.
git describe --tags --exact-match --match "v$version" HEAD >/dev/null 2>&1 || version+=+g$commit
platform=$("$python" -c 'import sys, sysconfig
print(f"cp{sys.version_info[0]}{sys.version_info[1]}-{sysconfig.get_platform()}")')
name=bulletin-archive-$version-$platform
# Timestamps in wheels that are built here, and of the files of the bundle.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct HEAD)
export SOURCE_DATE_EPOCH
work=$(mktemp --directory)
trap 'rm -rf "$work"' EXIT

[ -z "$(git status --porcelain)" ] || echo "未提交的改动不在安装包里" >&2
echo "源代码和文档：$(git log -1 --format='%h %s')"
mkdir -p "$work/$name/wheels"
git archive --prefix archive/ HEAD | tar --extract --directory "$work/$name"
cd "$work/$name"
cp archive/deploy/bundle/README.md archive/deploy/bundle/install.sh .

# pip itself is one of them: Debian's python3 comes without it.
sed -n '/^pip==/,/[^\\]$/p' archive/requirements-dev.txt >"$work/pip.txt"
echo "下载并构建 $(grep -c '^[a-z].*==' archive/requirements-postgres.txt) 个包……"
"$python" -m pip wheel --no-deps --require-hashes --wheel-dir wheels \
	--requirement archive/requirements-postgres.txt --requirement "$work/pip.txt"
# The lock has the hashes of what was downloaded; these are those of what is in the bundle.
for wheel in wheels/*.whl; do
	IFS=- read -r package release _ <<<"$(basename "$wheel")"
	echo "$package==$release --hash=sha256:$(sha256sum <"$wheel" | cut -d ' ' -f 1)"
done >wheels.txt
"$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' >python-version
find . -type f -printf '%P\0' | sort -z | xargs -0 sha256sum >"$work/sums"
mv "$work/sums" SHA256SUMS

tar --create --sort name --mtime "@$SOURCE_DATE_EPOCH" --owner 0 --group 0 --numeric-owner \
	--directory "$work" "$name" | gzip --no-name >"$target/$name.part"
mv "$target/$name.part" "$target/$name.tar.gz"
(cd "$target" && sha256sum "$name.tar.gz")
