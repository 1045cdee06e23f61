#!/bin/sh
# Print the first Python of the versions given that is here and runs; a pyenv shim may be there and not run.
for version in "$@"; do
    for candidate in "python$version" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/"python$version"; do
        if "$candidate" -c 'import ensurepip, sqlite3' 2>/dev/null; then
            echo "$candidate"
            exit
        fi
    done
done
echo "None of Python $* was found." >&2
exit 1
