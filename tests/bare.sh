#!/bin/bash
# The proof that a newcomer's two commands work: makes a bare Debian 12 in a folder (debootstrap),
# puts a fresh clone of what is committed into it, and runs `make demo` and `make test` there, on a
# system that has git and make but no compiler. Needs root; takes some minutes; not part of
# `make test`.
#
#   tests/bare.sh [FOLDER/] [TARGET…]     default: /tmp/kagami-bare demo test
#
# The folder is told from a target by its slash.
set -eu
cd "$(dirname "$0")/.."
root=/tmp/kagami-bare
case ${1:-} in
*/*) root=${1%/} && shift ;;
esac
[ $# -gt 0 ] || set -- demo test
base=$root.base

[ "$(id -u)" -eq 0 ] || { echo "tests/bare.sh: debootstrap needs root" >&2 && exit 1; }
.ci/deps debootstrap

# The mirror and its settings are this machine's own.
site=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)
[ -n "$site" ] || { echo "tests/bare.sh: apt knows no mirror of Debian 12 (bookworm)" >&2 && exit 1; }
if [ ! -e "$base/usr/bin/git" ]; then
	rm -rf "$base"
	debootstrap --variant=minbase bookworm "$base" "$site" >/dev/null
	rm -f "$base/etc/apt/sources.list"
	cp -r /etc/apt/sources.list.d /etc/apt/keyrings /etc/apt/auth.conf.d "$base/etc/apt/" 2>/dev/null || true
	rm -f "$base"/etc/apt/sources.list.d/*.disabled*
	apt-config dump Acquire >"$base/etc/apt/apt.conf.d/99acquire"
	cp /etc/resolv.conf /etc/hosts "$base/etc/"
	[ ! -d /usr/local/share/ca-certificates ] ||
		cp -r /usr/local/share/ca-certificates "$base/usr/local/share/"
	chroot "$base" sh -c 'apt-get -q update && DEBIAN_FRONTEND=noninteractive \
		apt-get -q -y install --no-install-recommends git make ca-certificates' >/dev/null
	rm -rf "$base"/var/lib/apt/lists/*
fi

rm -rf --one-file-system "$root"
cp -a "$base" "$root"
git clone -q --no-hardlinks . "$root/root/kagami"
echo "bare: $(chroot "$root" sh -c '. /etc/os-release; echo "$PRETTY_NAME"'), $(git log -1 --format='%h %s')"
! chroot "$root" sh -c 'command -v gcc cc clang pkg-config' || { echo "not bare" >&2 && exit 1; }

for target in "$@"; do
	echo "bare: make $target"
	start=$SECONDS
	# A process and mount space of its own: /proc goes away with it.
	if unshare --mount --pid --fork sh -c '
		mount -t proc proc "$1/proc" && mount -t sysfs sys "$1/sys" && mount -t tmpfs tmp "$1/dev/shm"
		exec env -i HOME=/root TERM=dumb LC_ALL=C.UTF-8 \
			PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
			chroot "$1" sh -c "cd /root/kagami && exec make $2"
	' bare "$root" "$target" </dev/null; then
		echo "bare: make $target succeeded after $((SECONDS - start)) s"
	else
		echo "bare: make $target FAILED after $((SECONDS - start)) s; look in $root/root/kagami" >&2
		exit 1
	fi
done
