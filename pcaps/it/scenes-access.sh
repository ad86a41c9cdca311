# Remote access, file transfer and management: one function a capture, to be read by make.sh.
# shellcheck shell=sh disable=SC2154,SC2034 # shared with make.sh and network.sh

access_scenes="it-ssh it-ssh-guess it-telnet it-ftp it-http it-rdp it-vnc it-smb it-smb1 it-snmp it-tftp"

# A connection that nobody accepts.
refused() { # HOST TARGET PORT
	act "$1" "TCP connection to $2:$3, refused" socat -u /dev/null "TCP:$2:$3,connect-timeout=2"
}

# Runs a command line with a screen, for 3 s.
act_on_display() { # HOST TEXT COMMAND
	act "$1" "$2" sh -c "Xvfb :9 -screen 0 320x200x24 >/dev/null 2>&1 & sleep 1
		DISPLAY=:9 timeout 3 $3"
}

make_certificate() { # NAME: key.pem and cert.pem in $work
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
		-subj "/O=Waterworks/CN=$1" -addext "subjectAltName=DNS:$1" \
		-keyout "$work/key.pem" -out "$work/cert.pem" 2>>"$work/openssl.log"
}

it_ssh() {
	rm -f "$work"/key*
	ssh-keygen -q -t ed25519 -N '' -C service@ews -f "$work/key"
	dropbearkey -t ecdsa -f "$work/key.dropbear" >/dev/null 2>&1
	record it-ssh
	refused ews 10.10.1.12 22
	serve plc1 22 sh -c 'install -D -o service -m 600 /mnt/key.pub /home/service/.ssh/authorized_keys
		chown -R service /home/service/.ssh
		exec dropbear -F -E -p 22 -r /mnt/key.dropbear'
	act ews "ssh service@10.10.1.11 hostname" ssh -q -i /mnt/key -o StrictHostKeyChecking=no \
		-o BatchMode=yes service@10.10.1.11 hostname
	finish it-ssh
}

# Each guess is a connection of its own; the engineering station needs one.
it_ssh_guess() {
	rm -f "$work"/key*
	dropbearkey -t ecdsa -f "$work/key.dropbear" >/dev/null 2>&1
	printf '#!/bin/sh\necho "$GUESS"\n' >"$work/askpass"
	chmod 755 "$work/askpass"
	cat >"$work/guess.sh" <<-END
		export GUESS SSH_ASKPASS=/mnt/askpass SSH_ASKPASS_REQUIRE=force
		ssh -q -o StrictHostKeyChecking=no -o NumberOfPasswordPrompts=1 \
			-o PreferredAuthentications=password service@10.10.1.11 hostname
	END
	record it-ssh-guess
	serve plc1 22 dropbear -F -E -p 22 -r /mnt/key.dropbear
	act ews "ssh service@10.10.1.11 hostname, with its password" \
		env GUESS=Wasser2024 sh /mnt/guess.sh
	act attacker "ssh service@10.10.1.11 with twelve wrong passwords" sh -c '
		for GUESS in admin 1234 service password wasser wago scada root 0000 plc1 test letmein; do
			GUESS=$GUESS sh /mnt/guess.sh
		done'
	finish it-ssh-guess
}

it_telnet() {
	echo 'telnet stream tcp nowait root /usr/sbin/telnetd telnetd -h' >"$work/inetd.conf"
	record it-telnet
	refused ews 10.10.1.12 23
	serve plc1 23 inetutils-inetd -d /mnt/inetd.conf
	act hmi "TCP connection to 10.10.1.11:23, listens for 1 s, says nothing" \
		timeout 1 socat -u TCP:10.10.1.11:23 /dev/null
	act_typing ews "telnet 10.10.1.11, login as service with its password, hostname, exit" \
		"busybox telnet 10.10.1.11" service Wasser2024 hostname exit
	finish it-telnet
}

it_ftp() {
	cat >"$work/vsftpd.conf" <<-END
		listen=YES
		background=NO
		anonymous_enable=YES
		anon_root=/mnt/share
		local_enable=YES
		pasv_min_port=50000
		pasv_max_port=50009
		seccomp_sandbox=NO
		isolate=NO
		isolate_network=NO
		ssl_enable=YES
		force_local_logins_ssl=NO
		force_local_data_ssl=NO
		rsa_cert_file=/mnt/cert.pem
		rsa_private_key_file=/mnt/key.pem
		require_ssl_reuse=NO
	END
	echo 'RAW_START;40.0' >"$work/share/recipe.csv"
	cp "$work/share/recipe.csv" "$work/home"
	make_certificate plc1.plant.example
	record it-ftp
	serve plc1 21 sh -c 'vsftpd /mnt/vsftpd.conf; exit 1'
	act historian "FTP over TLS: login as service, download of recipe.csv" \
		curl -sSk --ssl-reqd -u service:Wasser2024 ftp://10.10.1.11/home
	act hmi "FTP: anonymous download of recipe.csv" curl -sS ftp://10.10.1.11/recipe.csv
	act ews "FTP: login as service with a password, download of recipe.csv" \
		curl -sS -u service:Wasser2024 ftp://10.10.1.11/home
	finish it-ftp
}

# A small program for Windows, as far as its first bytes tell: a DOS header, a PE header, zeros.
make_exe() { # FILE
	{
		printf 'MZ\220\0\003\0\0\0\004\0\0\0\377\377\0\0\270\0\0\0\0\0\0\0\100\0\0\0\0\0\0\0'
		head -c 28 /dev/zero
		printf '\200\0\0\0'
		head -c 64 /dev/zero
		printf 'PE\0\0\144\206\002\0\0\0\0\0\0\0\0\0\0\0\0\0\360\0\042\0'
		head -c 4096 /dev/zero
	} >"$1"
}

# Configuration of nginx with these lines in its server.
nginx_with() { # FILE LINES
	cat >"$1" <<-END
		user root;
		worker_processes 1;
		daemon off;
		pid /run/nginx.pid;
		error_log /var/log/nginx/error.log;
		events { worker_connections 16; }
		http {
			types { text/html html; application/x-msdownload exe; text/plain txt; }
			access_log off;
			server_tokens off;
			root /mnt/www;
			server { $2 }
		}
	END
}

it_http() {
	echo '<html><body>Pump station 1: running</body></html>' >"$work/www/index.html"
	make_exe "$work/www/update.exe"
	printf 'service:%s\n' "$(openssl passwd -apr1 Wasser2024)" >"$work/htpasswd"
	nginx_with "$work/nginx.conf" 'listen 80;
		location = /setup.html { auth_basic "PLC1"; auth_basic_user_file /mnt/htpasswd; }'
	cp "$work/www/index.html" "$work/www/setup.html"
	record it-http
	serve plc1 80 nginx -c /mnt/nginx.conf
	serve attacker 80 nginx -c /mnt/nginx.conf
	act hmi "HTTP: the PLC's status page, no credentials" \
		curl -sS http://10.10.1.11/index.html
	act ews "HTTP: the PLC's setup page with user and password (basic)" \
		curl -sS -u service:Wasser2024 http://10.10.1.11/setup.html
	act hmi "HTTP: download of update.exe from 10.10.1.66" \
		curl -sS -o /dev/null http://10.10.1.66/update.exe
	finish it-http
}

it_rdp() {
	record it-rdp
	refused attacker 10.10.1.21 3389
	cat >"$work/xrdp.ini" <<-END
		[Globals]
		ini_version=1
		port=3389
		security_layer=negotiate
		crypt_level=high
		certificate=/mnt/cert.pem
		key_file=/mnt/key.pem
		autorun=
		allow_channels=false
		[Logging]
		LogFile=/run/xrdp.log
		[Xorg]
		name=Xorg
		lib=libxup.so
	END
	make_certificate ews.plant.example
	serve ews 3389 xrdp --nodaemon --config /mnt/xrdp.ini
	act_on_display attacker "RDP to 10.10.1.31: negotiation and TLS" "xfreerdp \
		/v:10.10.1.31 /u:service /p:guess /cert:ignore +auth-only /sec:tls"
	finish it-rdp
}

it_vnc() {
	record it-vnc
	printf 'Wasser24\n' | vncpasswd -f >"$work/vncpasswd" 2>/dev/null
	serve hmi 5900 Xtigervnc :0 -geometry 160x120 -depth 16 -SecurityTypes None
	serve plc1 5901 Xtigervnc :1 -geometry 160x120 -depth 16 -SecurityTypes VncAuth \
		-PasswordFile /mnt/vncpasswd
	for at in "attacker 10.10.1.21:0 without" "ews 10.10.1.11:1 with"; do
		# shellcheck disable=SC2086
		set -- $at
		act_on_display "$1" "VNC to display $2, $3 a password" \
			"xtigervncviewer -passwd /mnt/vncpasswd $2"
	done
	finish it-vnc
}

smb_server() { # OLDEST DIALECT
	cat >"$work/smb.conf" <<-END
		[global]
		workgroup = PLANT
		server string = historian
		server role = standalone server
		server min protocol = $1
		ntlm auth = yes
		map to guest = bad user
		passdb backend = tdbsam:/run/samba/passdb.tdb
		private dir = /run/samba
		lock directory = /run/samba
		state directory = /run/samba
		cache directory = /run/samba
		load printers = no
		smb ports = 445
		disable netbios = yes
		[archive]
		path = /mnt/share
		guest ok = yes
		read only = yes
	END
	serve historian 445 sh -c '
		printf "Wasser2024\nWasser2024\n" | smbpasswd -c /mnt/smb.conf -s -a service
		exec smbd --foreground --no-process-group --configfile=/mnt/smb.conf'
}

it_smb() {
	rm -f "$work"/share/*
	echo 'raw level;62.1' >"$work/share/2024-05.csv"
	record it-smb
	refused ews 10.10.1.21 445
	smb_server SMB2
	act ews "SMB: login as service, listing of //10.10.1.22/archive" smbclient \
		-s /mnt/smb.conf -m SMB3 -U service%Wasser2024 //10.10.1.22/archive -c ls
	finish it-smb
}

it_smb1() {
	rm -f "$work"/share/*
	echo 'raw level;62.1' >"$work/share/2024-05.csv"
	record it-smb1
	smb_server NT1
	act ews "SMB 1: guest, listing of //10.10.1.22/archive" smbclient -s /mnt/smb.conf \
		--option='client min protocol=NT1' -m NT1 -N //10.10.1.22/archive -c ls
	finish it-smb1
}

it_snmp() {
	cat >"$work/snmpd.conf" <<-END
		agentaddress udp:161
		rocommunity public
		rwcommunity private
		rouser monitor
		sysLocation river intake
		sysDescr BMX P34 2020
		sysName plc1
		createUser monitor SHA-256 "Wasser2024" AES "Wasser2024"
	END
	record it-snmp
	serve plc1 udp:161 snmpd -f -C -c /mnt/snmpd.conf -Lo -p /run/snmpd.pid
	act ews "SNMPv3 get of sysDescr, encrypted" snmpget -v3 -u monitor -l authPriv -a SHA-256 \
		-A Wasser2024 -x AES -X Wasser2024 10.10.1.11 1.3.6.1.2.1.1.1.0
	act hmi "SNMPv1 get of sysDescr, community public" \
		snmpget -v1 -c public 10.10.1.11 1.3.6.1.2.1.1.1.0
	act hmi "SNMPv2c get of sysName, community public" \
		snmpget -v2c -c public 10.10.1.11 1.3.6.1.2.1.1.5.0
	act attacker "SNMPv2c set of sysContact, community private" \
		snmpset -v2c -c private 10.10.1.11 1.3.6.1.2.1.1.4.0 s nobody
	finish it-snmp
}

it_tftp() {
	make_exe "$work/share/firmware.bin"
	record it-tftp
	act ews "TFTP at 10.10.1.12, where nobody answers" \
		timeout 2 busybox tftp -g -r firmware.bin -l /tmp/firmware.bin 10.10.1.12
	serve plc1 udp:69 dnsmasq --no-daemon --port=0 --enable-tftp --tftp-root=/mnt/share
	act ews "TFTP: firmware.bin from 10.10.1.11" \
		busybox tftp -g -r firmware.bin -l /tmp/firmware.bin 10.10.1.11
	finish it-tftp
}
