# shellcheck shell=bash
# Sourced by the scripts beside it: the server as it is run, built when sources changed.
#
# Each state of the sources has its own folder, artifacts/run/<hash>, made whole or not at all: two at once build once, and a build
# never touches the files of a server that runs. The two newest folders are kept, and those in use.

builds=$root/artifacts/run

# All that a build is made from, TagLibSharp's kind included (Directory.Build.props chooses by that file).
hash_of_sources() {
    local sum=(sha256sum)
    command -v sha256sum >/dev/null || sum=(shasum -a 256)
    cd "$root"
    {
        find src \( -name bin -o -name obj \) -prune -o -type f -print0
        find . -maxdepth 1 -type f \( -name '*.props' -o -name '*.targets' -o -name global.json -o -iname nuget.config \) -print0
    } | LC_ALL=C sort -z | xargs -0 "${sum[@]}" | { cat; ls /usr/lib/cli/taglib-sharp-2.1/taglib-sharp.dll 2>/dev/null || true; } |
        "${sum[@]}" | cut -c1-16
}

in_use() {
    local executable
    for executable in /proc/[0-9]*/exe; do
        if [[ $(readlink "$executable" 2>/dev/null) == "$1/"* ]]; then return 0; fi
    done
    return 1
}

remove_old() {
    local folder
    if [[ ! -d /proc/self ]]; then return; fi
    # shellcheck disable=SC2012 # names are hashes, and find cannot sort by age everywhere
    ls -1t "$builds" | tail -n +3 | while read -r folder; do
        in_use "$builds/$folder" || rm -rf "${builds:?}/$folder"
    done
}

# The analyzers are bin/test's matter: a newer SDK's new advice must not stop anyone from starting the server.
# Compiled ahead of time (ReadyToRun) it starts in about half the time: EF Core and the other packages hold no machine code of their own.
build() {
    local new=$builds/.new-$$ log=$root/artifacts/run.log
    rm -rf "$builds"/.new-* # of a build that was stopped
    say "building (only when sources changed; the first time takes a minute or two)"
    (cd "$root" && dotnet publish src/AudioServer.Api -c Release -o "$new" --artifacts-path artifacts/publish -v quiet \
        --use-current-runtime --self-contained false -p:PublishReadyToRun=true -p:UseAppHost=true -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false) >"$log" 2>&1 </dev/null 9>&- ||
        { cat "$log" >&2; fail "the build failed: its messages are above"; }
    mv "$new" "$builds/$1"
}

# Builds what is not built yet, and sets server to the executable.
publish() {
    local hash
    hash=$(hash_of_sources)
    mkdir -p "$builds"
    if [[ ! -d $builds/$hash ]]; then
        lock run
        if [[ ! -d $builds/$hash ]]; then
            build "$hash"
            remove_old
        fi
        unlock
    fi
    touch "$builds/$hash" 2>/dev/null || true # read-only for this user: then nobody removes it either
    server=$builds/$hash/AudioServer.Api
}
