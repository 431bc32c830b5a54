#!/bin/sh
# Check this bundle, then install its packages into archive/.venv. Needs Python and no network.
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-python3}

fail() {
	echo "没有安装：$1" >&2
	exit 1
}

wanted=$(cat python-version)
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])') ||
	fail "这台机器没有 $python。请从系统安装盘或单位的软件源安装 Python $wanted"
[ "$found" = "$wanted" ] ||
	fail "这个安装包要 Python $wanted，这里是 $found。别的路径上有的话：PYTHON=/路径/python$wanted sh install.sh"
echo "核对文件……"
sha256sum --check --quiet --strict SHA256SUMS ||
	fail "有文件缺失或与打包时不同。请重新拷贝安装包"
echo "安装 $(wc -l <wheels.txt) 个包到 $PWD/archive/.venv……"
"$python" -m venv --clear --without-pip archive/.venv
# pip runs from its wheel.
archive/.venv/bin/python "$(echo wheels/pip-*.whl)/pip" install --no-index --find-links wheels \
	--no-deps --require-hashes --disable-pip-version-check --requirement wheels.txt
# Tells make that the packages of requirements.txt are there.
touch archive/.venv/.runs
echo "装好了。启动：sh $PWD/archive/deploy/serve.sh"
