# Sets the machine up, and builds the page. Sourced by scripts/serve and scripts/test; never run alone.
#
# It looks for each part first and says in a line what it installs. Programs built from crates go into a folder of
# their own under the user's cache, so that nothing of the user's is replaced.

set -eu
export CI=true
cd "$(dirname "$0")/.."

trunk_version=0.22.1
nextest_version=0.9.143
tools="${XDG_CACHE_HOME:-$HOME/.cache}/backstamp/tools"
export PATH="$tools/bin:$PWD/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH:/usr/sbin" # servers stand in the last

say() { printf '\n== %s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
have_one() { for name in "$@"; do if have "$name"; then return 0; fi; done; return 1; }
pinned() { sed -n "s/^$1 = \"\(.*\)\"/\1/p" rust-toolchain.toml; }

# What the scripts cannot install themselves.
check_machine() {
    missing=''
    have rustup || missing="$missing
  rustup, which installs Rust: https://rustup.rs"
    have_one cc gcc clang || missing="$missing
  a C compiler (Debian: apt-get install gcc libc6-dev)"
    if ! have node || ! have npm || ! node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)'; then
        missing="$missing
  Node.js 20 or newer, with npm: https://nodejs.org"
    fi
    [ -z "$missing" ] || fail "This needs, and did not find:$missing"
}

setup_rust() {
    rust="$(pinned channel)"
    if ! rustup toolchain list | grep -q "^$rust-"; then
        say "Installing Rust $rust"
        rustup toolchain install "$rust" --profile minimal
    fi
    have_parts="$(rustup component list --toolchain "$rust" --installed)"
    # The page is built with a library of Rust's own that is compiled for it: see build_page.
    for part in clippy rustfmt rust-src; do
        printf '%s\n' "$have_parts" | grep -q "^$part" || {
            say "Installing $part"
            rustup component add --toolchain "$rust" "$part"
        }
    done
    printf '%s\n' "$have_parts" | grep -q '^rust-std-wasm32-unknown-unknown' || {
        say 'Installing the WebAssembly target'
        rustup target add --toolchain "$rust" wasm32-unknown-unknown
    }
}

# crate, version, minutes it takes, program and its argument that says the version
#
# By the tool's own lock file and no other way: without it, today's newest versions of everything would run here. Where a
# folder of the crate's name stands beside this file, its lock file is taken in place of the tool's: see there.
setup_program() {
    crate="$1" version="$2" minutes="$3"
    shift 3
    if "$@" 2>/dev/null </dev/null | grep -qwF "$version"; then return; fi
    say "Installing $crate $version (about $minutes minutes on two cores)"
    if [ -d "scripts/lib/$crate" ]; then
        grep -q "^$crate = .*\"=$version\"" "scripts/lib/$crate/Cargo.toml" \
            || fail "scripts/lib/$crate is not for $crate $version: change the version there too, and run cargo update in it."
        cargo install --quiet --root "$tools" --locked --path "scripts/lib/$crate" --target-dir target/tools </dev/null && rm -rf target/tools && return
    else
        cargo install --quiet --root "$tools" --locked "$crate" --version "$version" </dev/null && return
    fi
    fail "$crate $version could not be installed with the versions that its lock file names. Where a mirror of the registry
lacks one of them, install $crate $version by hand into $tools, and look at what it is built from."
}

setup_node_packages() {
    if cmp -s package-lock.json node_modules/.installed-lock.json; then return; fi
    say 'Installing the npm packages of package-lock.json'
    # Haraka's optional plugins are many, and the tests use none.
    npm ci --omit=optional --no-audit --no-fund --loglevel=error </dev/null
    cp package-lock.json node_modules/.installed-lock.json
}

# Debian package, then the names that its program may have; without a name it is installed
setup_debian_package() {
    package="$1"
    shift
    if have_one "$@"; then return; fi
    command="apt-get install --yes --no-install-recommends $package"
    have apt-get || fail "$package is missing, and there is no apt-get to install it with."
    if [ "$(id -u)" = 0 ]; then as_root=''
    elif have sudo && sudo -n true 2>/dev/null; then as_root='sudo -n'
    else fail "$package is missing. Install it with: sudo $command"; fi
    say "Installing the Debian package $package"
    $as_root apt-get update --quiet
    $as_root env DEBIAN_FRONTEND=noninteractive $command </dev/null
}

# Debian package of a server, its program, and its service. The tests start the program themselves: where systemd runs, the
# service is kept from starting while the package comes in, and from starting by itself later. (Elsewhere nothing starts
# it.) A server that was there before is left alone.
setup_server() {
    package="$1" program="$2" service="$3"
    if have "$program"; then return; fi
    if [ ! -d /run/systemd/system ]; then
        setup_debian_package "$package" "$program"
        return
    fi
    if [ "$(id -u)" = 0 ]; then as_root=''; else as_root='sudo -n'; fi
    # Masked for the next start of the machine at most, whatever happens to this script.
    $as_root systemctl mask --quiet --runtime "$service" 2>/dev/null || echo "Could not keep $service from starting"
    setup_debian_package "$package" "$program"
    $as_root systemctl unmask --quiet --runtime "$service" || true
    $as_root systemctl disable --quiet --now "$service" || echo "Could not switch off $service"
}

# Postfix, for the tests that run sessions against it. It takes the place of another mail server, so it is installed only
# where there is none, as root, and without a configuration: then it does not run as a service.
setup_postfix() {
    if [ -e /usr/sbin/postfix ] || [ -e /usr/sbin/sendmail ] || [ "$(id -u)" != 0 ] || ! have debconf-set-selections; then return; fi
    echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
    setup_debian_package postfix postfix
}

setup_for_page() {
    check_machine
    setup_rust
    setup_program trunk "$trunk_version" 11 trunk --version
    bindgen="$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;}' Cargo.lock)"
    setup_program wasm-bindgen-cli "$bindgen" 6 wasm-bindgen --version
    setup_node_packages
}

setup_for_tests() {
    setup_for_page
    setup_program cargo-nextest "$nextest_version" 8 cargo nextest --version
    setup_debian_package chromium chromium chromium-browser google-chrome google-chrome-stable
    setup_debian_package firefox-esr firefox-esr firefox
    setup_server bind9 named named.service
    setup_debian_package bind9-utils dnssec-signzone
    setup_server unbound unbound unbound.service
    setup_server dnsdist dnsdist dnsdist.service
    setup_debian_package swaks swaks
    # What swaks needs for TLS; it is no program.
    perl -MNet::SSLeay -e 1 2>/dev/null || setup_debian_package libnet-ssleay-perl
    setup_debian_package netcat-openbsd nc
    setup_debian_package openssl openssl
    setup_server nginx-light nginx nginx.service
    setup_postfix
}

# Builds the toolkit for JavaScript as a module for Node, into target/toolkit.
build_toolkit() {
    cargo build --quiet --locked --package backstamp-toolkit --target wasm32-unknown-unknown
    wasm-bindgen --target experimental-nodejs-module --out-dir target/toolkit target/wasm32-unknown-unknown/debug/backstamp_toolkit.wasm
}

# Builds and seals the page of the folder given.
#
# - The paths of this machine stay out of the program, so that a build elsewhere gives the same bytes.
# - The linker leaves its marks in the program and each function has a name of its own, by which seal/src/reach.rs tells
#   what the first part of the page needs. wasm-opt warns of the marks; the seal drops them.
# - Rust's own library is compiled along, and a panic ends the program at once, without words that nobody would see: that
#   is a thirtieth of the page. Cargo takes both for unstable, hence RUSTC_BOOTSTRAP; the compiler stays the same.
build_page() (
    cd "$1"
    unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
    cargo_home="${CARGO_HOME:-$HOME/.cargo}"
    rust_source="$(rustc --print sysroot)/lib/rustlib/src/rust=/rustc/$(rustc --version --verbose | sed -n 's/^commit-hash: //p')"
    export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Zunstable-options -Cpanic=immediate-abort -Csymbol-mangling-version=v0 \
        -Clink-arg=--emit-relocs --remap-path-prefix=$rust_source --remap-path-prefix=$cargo_home=/cargo --remap-path-prefix=$PWD=/backstamp"
    trunk build --release --skip-version-check --log warn </dev/null
)
