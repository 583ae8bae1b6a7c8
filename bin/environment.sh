# shellcheck shell=bash
# Sourced by the scripts beside it: where the checkout is, where .NET is, and a .NET that asks nobody and leaves no process behind.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
readonly root

say() { printf '%s: %s\n' "bin/$(basename "$0")" "$*" >&2; }
fail() { say "$*"; exit 1; }

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export DOTNET_CLI_UI_LANGUAGE=en
# Build servers would outlive the script that started them.
export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false

# The places the SDK's own installers use when they leave PATH alone.
if ! command -v dotnet >/dev/null; then
    for folder in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/local/share/dotnet /usr/share/dotnet; do
        if [[ -n $folder && -x $folder/dotnet ]]; then
            PATH=$folder:$PATH
            break
        fi
    done
fi

# The server's own executable looks for the runtime in the default place only, or where this variable says.
if [[ -z ${DOTNET_ROOT:-} ]] && command -v dotnet >/dev/null; then
    folder=$(dirname "$(readlink -f "$(command -v dotnet)")")
    if [[ -d $folder/shared ]]; then export DOTNET_ROOT=$folder; fi
fi

# lock NAME: waits until no other script of this checkout holds it; it is given back when this process ends. What may outlive the
# script (an installed daemon, say) is started with 9>&-, so that it does not inherit the lock.
lock() {
    mkdir -p "$root/artifacts"
    exec 9>"$root/artifacts/$1.lock"
    if command -v flock >/dev/null; then
        flock 9
    else # macOS
        perl -MFcntl=:flock -e 'open(my $file, ">&=", 9) and flock($file, LOCK_EX) or die "flock: $!"'
    fi
}

unlock() { exec 9>&-; }
