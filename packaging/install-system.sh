#!/usr/bin/env bash
# Installs what Debian 12 lacks: `demo` for a seat and its virtual screen, `test` for the database server and the
# browser of exported maps as well, `bench` for the peers it is measured beside.
# Without the right to install, it says exactly what to install and fails. Runs in milliseconds when nothing lacks.
set -euo pipefail
purpose=${1:?"demo, test or bench"}
python=${PYTHON:-python3}

seat=(
    fonts-noto-cjk libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4
    libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-render0 libxcb-shape0 libxcb-shm0
    libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1 libxkbcommon-x11-0 libxkbcommon0
)
screen=(openbox x11-utils x11-xserver-utils xauth xclip xdotool xvfb)
# binutils: PyInstaller reads a library's needs with it.
server=(binutils postgresql)
# Driven over its DevTools pipe: no driver program beside it.
browser=(chromium)
# The libraries are those of Qt WebEngine, in which Leaflet runs as the map's peer.
peers=(
    libasound2 libatomic1 libdrm2 libgbm1 libnspr4 libnss3 libxcb-dri3-0 libxcomposite1 libxdamage1 libxkbfile1
    libxrandr2 libxshmfence1 libxtst6 redis-server
)

packages=("${seat[@]}" "${screen[@]}")
case $purpose in
    demo) ;;
    test) packages+=("${server[@]}" "${browser[@]}") ;;
    bench) packages+=("${server[@]}" "${peers[@]}") ;;
    *) echo "install-system.sh: demo, test or bench, not '$purpose'" >&2; exit 2 ;;
esac

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Python 3.11 or newer is needed; '$python' is $("$python" --version 2>&1 || echo missing)." >&2
    echo "Name another with: make PYTHON=/path/to/python3 …" >&2
    exit 1
fi
# Debian keeps what `python3 -m venv` needs in a package of its own.
"$python" -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This system has no apt. What Debian calls ${packages[*]} has to be there under its own names." >&2
    exit 0
fi

missing=()
for package in "${packages[@]}"; do
    # A name that a newer release renamed (libglib2.0-0 → libglib2.0-0t64) counts as installed by what it provides.
    status=$(dpkg-query -W -f='${db:Status-Status} ' "$package" "${package}t64" 2>/dev/null || true)
    [[ $status == *"installed "* && $status != "not-installed " ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

if ((EUID == 0)); then
    as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
else
    echo "These Debian packages are missing, and installing them takes an administrator:" >&2
    echo "    apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
fi
echo "Installing from Debian: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
    # A fresh system may be updating itself: its lock is waited for.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 \
        "$@" </dev/null >>"$log" 2>&1
}
# A list that cannot be renewed (some other source is down) need not keep these packages from coming.
apt update || echo "apt-get update failed; trying with the lists that are there." >&2
if ! apt install -y --no-install-recommends "${missing[@]}"; then
    cat "$log" >&2
    echo "apt-get failed. Needed: ${missing[*]}" >&2
    exit 1
fi
