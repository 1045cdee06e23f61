#!/bin/sh
# Runs pytest with the arguments given. Looks for a Chromium first, because the browser tests need one:
# $CHROMIUM, then the PATH, then (as root on Debian) the package. Without one they are skipped, and this says so
# before and after the run; with KOMMUNMAL_REQUIRE_BROWSER=1 it is an error instead.
set -u

chromium_on_path() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    return 1
}

is_root_on_debian() {
    [ "$(id -u)" = 0 ] && [ -r /etc/os-release ] && grep -q '^ID=debian$' /etc/os-release
}

install_chromium() {
    echo "No Chromium found: installing Debian's package for the browser tests ..."
    { apt-get update && apt-get install --yes --no-install-recommends chromium; } >/dev/null 2>&1
}

why=""
if [ -n "${CHROMIUM:-}" ]; then
    command -v "$CHROMIUM" >/dev/null || why="CHROMIUM is '$CHROMIUM', which is not a program"
elif CHROMIUM=$(chromium_on_path); then
    :
elif is_root_on_debian; then
    { install_chromium && CHROMIUM=$(chromium_on_path); } || why="no Chromium was found, and installing the package failed"
else
    why="no Chromium was found (chromium, chromium-browser or google-chrome on the PATH, or its path in CHROMIUM)"
fi

say_skipped() {
    [ -z "$why" ] && return
    echo "************************************************************************"
    echo "Browser tests are skipped: $why."
    echo "************************************************************************"
}

if [ -z "$why" ]; then
    export CHROMIUM
elif [ "${KOMMUNMAL_REQUIRE_BROWSER:-}" = 1 ]; then
    echo "Browser tests are required here, but $why." >&2
    exit 1
else
    unset CHROMIUM
fi

say_skipped
"${PYTHON:-python3}" -m pytest -n "${JOBS:-auto}" --dist loadgroup "$@"
status=$?
say_skipped
exit $status
