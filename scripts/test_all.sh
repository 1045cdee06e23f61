#!/usr/bin/env bash
# The whole suite on every leg of the matrix: the oldest and the newest versions, three databases, the stock base page and
# one of the site's own. Each service must answer before the first leg starts; the last lines say what each leg did.
#   POSTGRESQL=postgres://… MARIADB=mysql://…         where the services are
#   LEGS="oldest-mariadb newest-sqlite-custom-base"   these legs: oldest or newest, a database, the base page; or "once";
#                                                     with -own-sql only what lies beside SQL that is the package's own
set -euo pipefail
cd "$(dirname "$0")/.."

postgresql="${POSTGRESQL:-postgres://postgres@127.0.0.1:5432/test}"
mariadb="${MARIADB:-mysql://root@127.0.0.1:3306/test}"
newest="wagtail~=8.0.0 Django~=6.1.0"
legs="${LEGS:-once newest-sqlite newest-postgresql newest-mariadb-custom-base oldest-postgresql}"
jobs="${JOBS:-2}"
own_sql=(tests/api tests/delivery tests/models tests/releasing tests/safety)
own_sql+=(tests/exchange/test_killed.py tests/exchange/test_ten_secretaries.py tests/kolada/test_concurrency.py)
unset DATABASE_URL
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
summary=()
seen=" "
failed=0

say() {
    printf '\n=== %s\n' "$*"
}

prepare() {
    say "Environments"
    make --no-print-directory .venv-newest/.installed-matrix VENV=.venv-newest PYTHON="$(sh scripts/find_python.sh 3.13 3.14 3.12)" WITH="$newest"
    if [[ $legs == *oldest* ]]; then
        .venv-newest/bin/python scripts/lowest.py >"$logs/lowest.txt"
        make --no-print-directory .venv-oldest/.installed-matrix VENV=.venv-oldest PYTHON="$(sh scripts/find_python.sh 3.11)" \
            WITH="--constraint $logs/lowest.txt"
    fi
}

# answers NAME URL MODULE: the service is there, or nothing is run.
answers() {
    [[ $legs == *$1* ]] || return 0
    DATABASE_URL="$2" DJANGO_SETTINGS_MODULE=tests.settings .venv-newest/bin/python -c '
import django
django.setup()
from django.db import connection
connection.ensure_connection()
print(connection.display_name, ".".join(map(str, connection.get_database_version())), "answers")' || {
        echo "No $1 answers at ${2##*@}: start one, or name it in ${1^^}." >&2
        exit 1
    }
}

versions() {
    "$1/bin/python" -c 'import django, platform, wagtail
print(f"Wagtail {wagtail.__version__}, Django {django.__version__}, Python {platform.python_version()}")'
}

leg() {
    local name=$1 venv=.venv-newest status
    local -a settings=(BASE_PAGE=stock) arguments=(-rfEs --durations=10)
    [[ $name == oldest-* ]] && venv=.venv-oldest
    case $name in
    *-postgresql*) settings+=(DATABASE_URL="$postgresql") ;;
    *-mariadb*) settings+=(DATABASE_URL="$mariadb") ;;
    esac
    [[ $name == *-custom-base* ]] && settings+=(BASE_PAGE=custom)
    [[ $name == *-own-sql ]] && arguments+=("${own_sql[@]}")
    # What depends neither on the database nor on the versions is a leg of its own, without the measurement of coverage.
    # What the pages and each Wagtail's admin look like is seen once for these versions.
    local chosen="not same_everywhere"
    if [[ $name == once ]]; then
        chosen="same_everywhere"
    elif [[ $seen == *" $venv "* ]]; then
        chosen+=" and not same_on_every_database"
    fi
    arguments+=(-m "$chosen")
    [[ $name == newest-sqlite ]] && arguments+=(--cov --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=95)
    say "$name"
    env "${settings[@]}" PYTHON="$venv/bin/python" JOBS="$jobs" sh scripts/test.sh "${arguments[@]}" 2>&1 |
        tee "$logs/$name" || failed=1
    status=$(grep -E '^=+ .*(passed|failed|error).* in ' "$logs/$name" | tail -n 1 | tr -d '=' | xargs || true)
    [[ $name == once ]] || seen+="$venv "
    summary+=("$name ($(versions "$venv")): ${status:-NOT RUN}; $chosen")
    mapfile -t -O "${#summary[@]}" summary < <(grep -E '^(FAILED|ERROR) ' "$logs/$name" | sort -u)
}

prepare
answers postgresql "$postgresql"
answers mariadb "$mariadb"
for name in $legs; do leg "$name"; done
say "Legs"
printf '%s\n' "${summary[@]}"
exit "$failed"
