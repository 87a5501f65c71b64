# shellcheck shell=bash
# Makes .venv from requirements.txt, or sees that it stands already. Sourced by the other scripts; after it the working
# directory is the checkout, .venv/bin comes first in PATH, and nothing is written outside of the checkout.
# PYTHON=/path/to/python chooses the interpreter; without it .venv keeps the one that it has.
set -euo pipefail
unset CDPATH PYTHONPATH PYTHONHOME
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cd "$(pwd -P)"

venv=$PWD/.venv
state=$venv/made-from # what .venv was made from; written last, so that a run cut short is seen

suits() { # can this interpreter make the environment? A name may be a shim that fails, so it is asked, not looked up
    "$1" -c 'import importlib.util, sys, venv
have = any(map(importlib.util.find_spec, ("ensurepip", "pip")))
sys.exit(not (have and sys.version_info >= (3, 11)))' >/dev/null 2>&1
}

find_python() {
    local candidate candidates=(python3.13 python3.12 python3.11 python3 python)
    if [[ -n ${PYTHON:-} ]]; then candidates=("$PYTHON"); fi
    for candidate in "${candidates[@]}"; do
        if suits "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    echo "No Python 3.11 or newer with venv and pip among: ${candidates[*]}." \
        "Install one, or name it: PYTHON=/path/to/python ${0}" >&2
    return 1
}

describe() { # what .venv would be made from: the interpreter and the place on the first line, then the two files
    "$1" -c 'import hashlib, os, pathlib, sys
print(*sys.version_info[:2], os.getcwd())
for name in ("requirements.txt", "pyproject.toml"):
    print(name, hashlib.sha256(pathlib.Path(name).read_bytes()).hexdigest())' 2>/dev/null
}

environment_stands() {
    [[ -x $venv/bin/python && -f $state ]] || return 1
    [[ "$(describe "${PYTHON:-$venv/bin/python}")" == "$(cat "$state")" ]]
}

can_be_updated() { # a finished .venv of this interpreter in this place, or one that was made by hand
    suits "$venv/bin/python" || return 1
    local now was
    now=$(describe "$1" | head -n 1)
    was=$(describe "$venv/bin/python" | head -n 1)
    if [[ -f $state ]]; then was=$(head -n 1 "$state"); fi
    [[ $now == "$was" ]]
}

pip_install() { # quiet when it works; when it fails, all that pip said
    local pip=("$venv/bin/python" -m pip)
    # Some systems cut ensurepip out of venv: then the interpreter's own pip installs into .venv.
    if ! "${pip[@]}" --version >/dev/null 2>&1; then pip=("$1" -m pip --python "$venv/bin/python"); fi
    mkdir -p "$venv/tmp"
    if ! TMPDIR=$venv/tmp PIP_USER=0 "${pip[@]}" --quiet --no-input --disable-pip-version-check install \
        --no-cache-dir "${@:2}" >"$venv/pip.log" 2>&1; then
        cat "$venv/pip.log" >&2
        echo "pip could not install the packages of requirements.txt (see above); .venv is unfinished, run again." >&2
        return 1
    fi
}

make_environment() {
    local python
    python=$(find_python)
    mkdir -p "$venv"
    # The lock belongs to the open file and goes with this shell, also when it is killed; flock(1) is not everywhere.
    exec 9>>"$venv/lock"
    "$python" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)' 2>/dev/null || {
        echo "Another run is making .venv: waiting for it." >&2
        "$python" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)'
    }
    if ! environment_stands; then
        if can_be_updated "$python"; then
            echo "Updating .venv to requirements.txt …" >&2
        else
            echo "Making .venv with $("$python" -V) (once, a minute or two; needs the network) …" >&2
            find "$venv" -mindepth 1 -maxdepth 1 ! -name lock -exec rm -rf {} +
            "$python" -m venv $("$python" -c 'import ensurepip' 2>/dev/null || echo --without-pip) "$venv"
        fi
        echo unfinished >"$state"
        # Wheels only: what a build would fetch is covered by no hash. No resolving: the lock names every package, and a
        # resolver that meets `coverage[toml]` may look for a release newer than the one locked.
        pip_install "$python" --require-hashes --only-binary :all: --no-deps -r requirements.txt
        "$venv/bin/python" -m pip --disable-pip-version-check check >"$venv/pip.log" || {
            cat "$venv/pip.log" >&2
            echo "requirements.txt lacks a package (see above): see CONTRIBUTING.md on how it is made." >&2
            return 1
        }
        pip_install "$python" --no-index --no-deps --no-build-isolation -e .
        rm -rf "$venv/tmp"
        describe "$venv/bin/python" >"$state.new"
        mv "$state.new" "$state"
    fi
    exec 9>&-
}

environment_stands || make_environment
export PATH=$venv/bin:$PATH VIRTUAL_ENV=$venv
export HF_HOME=$PWD/build/huggingface PYTHONNOUSERSITE=1
