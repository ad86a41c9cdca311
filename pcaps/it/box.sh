#!/bin/sh
# Runs a command with files of its own: box.sh HOST WORK COMMAND...
# To be called by box() of network.sh, in mount and process namespaces that end with the command.
# Inside, /mnt is WORK, the accounts and the resolver are those of WORK/etc, and what daemons
# write (/run, /var/lib, /var/log...) goes to memory and is gone afterwards.
set -eu
hostname "$1"
work=$2
shift 2
mount --bind "$work" /mnt
for folder in /tmp /etc/update-motd.d /run /root /home /srv /var/log /var/spool /var/lib/samba /var/cache/samba \
	/var/lib/snmp /var/lib/misc; do
	[ ! -d "$folder" ] || mount -t tmpfs -o mode=755 tmpfs "$folder"
done
chmod 1777 /tmp
for file in passwd shadow group hosts resolv.conf motd; do
	mount --bind "/mnt/etc/$file" "$(realpath "/etc/$file")"
done
mkdir -p /run/lock /run/samba /run/vsftpd/empty /run/xrdp/sockdir /srv/ftp /home/service /tmp/.X11-unix \
	/var/log/samba /var/log/nginx
[ ! -f /mnt/home ] || cp /mnt/home /home/service/
chown -R service /home/service
export HOME=/root LC_ALL=C.UTF-8 MIBS=
exec "$@"
