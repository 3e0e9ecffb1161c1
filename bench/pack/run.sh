#!/bin/sh
# Runs Pareidolia's bench on a bare x86-64 Linux machine with a Vulkan driver: no Node, no network, nothing installed.
#
#   sh run.sh OUT [arguments of bench:gpu]     e.g. sh run.sh results --size 640x480
#
# Writes report.md, report.json and log.txt into the folder OUT. It stands in three places: beside the archive, which it unpacks into a temporary folder
# and removes; in the archive, for who has unpacked that by hand; and at the head of the .run file, followed by the archive itself.
set -eu

name=pareidolia-bench-linux-x64

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

[ $# -ge 1 ] || die "Expected a folder for the results: sh $0 OUT [arguments of bench:gpu]"
case $1 in -*) die "Expected a folder for the results first, got $1: sh $0 OUT [arguments of bench:gpu]" ;; esac
[ "$(uname -sm)" = 'Linux x86_64' ] || die "Expected Linux on x86-64, this is $(uname -sm)."

mkdir -p "$1"
out=$(cd "$1" && pwd)
shift
self=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")
here=$(dirname "$self")
temp=$(mktemp -d "${TMPDIR:-/tmp}/pareidolia-bench.XXXXXX")
trap 'rm -rf "$temp"' EXIT
trap 'exit 130' HUP INT TERM

# Unpacks a .tar.xz that comes on the standard input.
unpack() {
  if command -v xz >/dev/null 2>&1; then
    xz -dc | tar -C "$temp" -xf -
  elif command -v python3 >/dev/null 2>&1; then
    python3 -c 'import sys, tarfile; tarfile.open(fileobj=sys.stdin.buffer, mode="r|xz").extractall(sys.argv[1])' "$temp"
  else
    die 'Expected xz (or python3) to unpack the archive, found neither. Unpack it elsewhere, bring the folder here and run the run.sh in it.'
  fi
}

root=$temp/$name
payload=$(LC_ALL=C awk '/^__ARCHIVE__$/ { print NR + 1; exit }' "$self")
if [ -n "$payload" ]; then
  tail -n "+$payload" "$self" | unpack
elif [ -x "$here/bin/node" ]; then
  root=$here
elif [ -f "$here/$name.tar.xz" ]; then
  unpack <"$here/$name.tar.xz"
else
  die "Expected $name.tar.xz beside $self, found none."
fi
[ -x "$root/bin/node" ] || die 'The archive could not be unpacked whole. Is the temporary folder full? Set TMPDIR to a larger one.'

log=$out/log.txt
{
  date -u
  uname -srm
} >"$log"

# Node and Dawn need a C++ library of 2022 or later. The machine's own comes first: its graphics driver may need a newer one than ours.
loads() {
  "$root/bin/node" -e 'require(process.argv[1])' "$root/app/dist/linux-x64/dawn.node" >>"$log" 2>&1
}
libraries=${LD_LIBRARY_PATH:-}
if ! loads; then
  libraries=$root/lib/cxx${libraries:+:$libraries}
  export LD_LIBRARY_PATH="$libraries"
  loads || die "Expected a machine with glibc 2.34 or later: Node or Dawn could not be loaded. $log says why."
fi

bench() {
  (cd "$root" && exec "$root/bin/node" "$root/app/bench-gpu.mjs" "$@")
}

# Whether a GPU is found with the Vulkan loader $1 (system or ours) and the driver's description $2 (empty: wherever the loader looks).
# What it sets stays set.
finds() {
  unset LD_LIBRARY_PATH
  path=$libraries
  if [ "$1" = ours ]; then path=$root/lib/vulkan${path:+:$path}; fi
  if [ -d /usr/local/nvidia/lib64 ]; then path=${path:+$path:}/usr/local/nvidia/lib64; fi
  if [ -n "$path" ]; then export LD_LIBRARY_PATH="$path"; fi
  if [ -n "$2" ]; then export VK_ICD_FILENAMES="$2"; fi
  echo "trying the Vulkan loader: $1, driver: ${VK_ICD_FILENAMES:-wherever the loader looks}" >>"$log"
  bench --probe </dev/null >>"$log" 2>&1
}

# Writes a description of NVIDIA's driver library $1, which containers get without one, and prints its path; nothing where the library is missing.
describe() {
  for folder in /usr/lib/x86_64-linux-gnu /usr/lib64 /usr/lib /usr/local/nvidia/lib64 /usr/local/nvidia/lib; do
    if [ -e "$folder/$1" ]; then
      printf '{"file_format_version":"1.0.0","ICD":{"library_path":"%s","api_version":"1.3.0"}}\n' "$folder/$1" >"$temp/$1.json"
      echo "$temp/$1.json"
      return
    fi
  done
}

# What the person chose is not second-guessed. Else: what the loader finds in /usr/share/vulkan/icd.d and /etc/vulkan/icd.d (an empty line), then NVIDIA's
# in a place where no loader looks, then descriptions of our own; libEGL_nvidia does without X11's libraries.
chosen=${VK_ICD_FILENAMES:-}${VK_DRIVER_FILES:-}
descriptions() {
  echo
  if [ -z "$chosen" ]; then
    ls /usr/local/nvidia/share/vulkan/icd.d/*.json 2>/dev/null || true
    describe libGLX_nvidia.so.0
    describe libEGL_nvidia.so.0
  fi
}

choose() {
  descriptions >"$temp/descriptions"
  while IFS= read -r description; do
    for loader in system ours; do
      if finds "$loader" "$description"; then return 0; fi
    done
  done <"$temp/descriptions"
  # None of them is a GPU. Whatever the loader finds by itself may be a software driver, which the bench refuses or, if asked to, takes.
  if [ -z "$chosen" ]; then unset VK_ICD_FILENAMES; fi
  return 1
}

if ! choose && { [ -e /dev/nvidia0 ] || [ -e /dev/nvidiactl ]; }; then
  echo 'There is an NVIDIA GPU, but its Vulkan driver was not found. A container gets it when started with NVIDIA_DRIVER_CAPABILITIES=all.' | tee -a "$log" >&2
fi

{
  if bench --out "$out/report.md" --json "$out/report.json" "$@"; then code=0; else code=$?; fi
  echo "$code" >"$temp/code"
} 2>&1 | tee -a "$log"
code=$(cat "$temp/code")
[ "$code" = 0 ] || echo "The bench ended with $code; $log says why." >&2
exit "$code"
