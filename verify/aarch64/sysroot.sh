#!/usr/bin/env bash
# Unpacks Debian's arm64 libraries into build/sysroot-aarch64. The system's own list of packages stays as it is: apt works
# on lists of its own in that folder, and nothing is installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

packages=(
  libboost1.81-dev libboost-json1.81-dev libboost-json1.81.0 libboost-container1.81-dev libboost-container1.81.0
  libboost-system1.81-dev libboost-system1.81.0 libboost-test1.81-dev libboost-test1.81.0
  libtbb-dev libtbb12 libtbbbind-2-5 libtbbmalloc2 libhwy-dev libhwy1 zlib1g-dev zlib1g libeigen3-dev libcli11-dev libdlpack-dev
)
root=$PWD/build/sysroot-aarch64
stamp=$root/unpacked
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "${packages[*]}" ]; then exit 0; fi

echo "unpacking ${packages[*]} for arm64 into ${root#"$PWD"/}"
rm -rf "$root"
mkdir -p "$root"/apt/lists/partial "$root"/apt/cache/archives/partial "$root"/apt/debs "$root"/usr/lib
: > "$root/apt/status"
options=(
  -qq -o Dir::State::lists="$root/apt/lists" -o Dir::State::status="$root/apt/status" -o Dir::Cache="$root/apt/cache"
  -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root -o Acquire::Languages=none
)
apt-get "${options[@]}" update
(cd "$root/apt/debs" && apt-get "${options[@]}" download "${packages[@]}")

# One folder for libraries, and no link that leads out of the tree.
ln -s usr/lib "$root/lib"
for deb in "$root"/apt/debs/*.deb; do dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink -C "$root"; done
find "$root/usr/lib" -type l -lname '/lib/*' | while read -r link; do
  ln -sf "$(basename "$(readlink "$link")")" "$link"
done
rm -rf "$root/apt"
echo "${packages[*]}" > "$stamp"
