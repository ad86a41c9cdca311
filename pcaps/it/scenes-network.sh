# The internet, scans, floods, and lies about addresses: one function a capture, to be read by make.sh.
# shellcheck shell=sh disable=SC2154,SC2034 # shared with make.sh and network.sh

network_scenes="it-internet it-internet-in it-portscan it-plc-scan it-hostsweep it-nmap-modbus it-arp-spoof
	it-ip-conflict it-ping-flood it-syn-flood it-dhcp-rogue it-ntp"

it_internet() {
	make_certificate cloud.example.net
	echo '<html><body>Firmware catalogue</body></html>' >"$work/www/index.html"
	nginx_with "$work/nginx.conf" "listen $web:80; listen $web:443 ssl;
		ssl_certificate /mnt/cert.pem; ssl_certificate_key /mnt/key.pem;"
	echo "nameserver $resolver" >"$work/etc/resolv.conf"
	serve internet 443 nginx -c /mnt/nginx.conf
	serve internet udp:53 dnsmasq --no-daemon --no-resolv --no-hosts --bind-interfaces \
		--listen-address="$resolver" --address="/cloud.example.net/$web"
	make_plant_web
	record it-internet
	act ews "HTTP: status page of 10.10.1.11" curl -sS http://10.10.1.11/
	act hmi "DNS at $resolver for cloud.example.net, then TLS to $web" \
		curl -4sSk https://cloud.example.net/
	act hmi "DNS at $resolver for cloud.example.net, then HTTP to $web" \
		curl -4sS http://cloud.example.net/
	echo "nameserver 127.0.0.1" >"$work/etc/resolv.conf"
	finish it-internet
}

# The plant's own web server, which is no way out.
make_plant_web() {
	nginx_with "$work/plc.conf" "listen 80;"
	serve plc1 80 nginx -c /mnt/plc.conf
}

it_internet_in() {
	record it-internet-in
	start_plant --no-polling
	sleep 1
	told internet "$contractor identifies PLC1 by Modbus, through the gateway"
	act_modbus internet
	told ews "identifies PLC1 by Modbus"
	act_modbus ews
	finish it-internet-in
}

act_modbus() { # HOST: kagami-plant takes targets of the plant only, from wherever it runs
	in_host "$1" "$plant" attack identify --target 10.10.1.11 >>"$work/log" 2>&1 || true
}

it_portscan() {
	record it-portscan
	start_plant --no-polling
	sleep 1
	act ews "TCP connections to ports 22, 80 and 502 of 10.10.1.11" \
		nmap -n -Pn -sT -p 22,80,502 10.10.1.11
	act attacker "nmap -sS of the ports 20 to 118 and 502 of 10.10.1.11" \
		nmap -n -Pn -sS -p 20-118,502 10.10.1.11
	finish it-portscan
}

# Port 502 is open, the others are those of other industrial protocols.
it_plc_scan() {
	record it-plc-scan
	start_plant --no-polling
	sleep 1
	act ews "TCP connections to ports 80 and 502 of the three PLCs" \
		nmap -n -Pn -sT -p 80,502 10.10.1.11-13
	act attacker "nmap: ten ports of industrial protocols, at the three PLCs" \
		nmap -n -Pn -sT -p 102,502,789,1911,2404,4840,9600,18245,20000,44818 10.10.1.11-13
	finish it-plc-scan
}

it_hostsweep() {
	record it-hostsweep
	act hmi "ARP for the three PLCs and for one host that is off" sh -c '
		for last in 11 12 13 14; do arping -q -c 1 -w 1 -I eth0 10.10.1.$last; done'
	act attacker "nmap -sn of 10.10.1.0/26" nmap -n -sn 10.10.1.0/26
	finish it-hostsweep arp
}

it_nmap_modbus() {
	record it-nmap-modbus
	start_plant --no-polling
	sleep 1
	act attacker "nmap's script modbus-discover against 10.10.1.11" \
		nmap -n -Pn -sT -p 502 --script modbus-discover 10.10.1.11
	finish it-nmap-modbus
}

it_arp_spoof() {
	record it-arp-spoof
	start_plant
	sleep 1
	act hmi "announces its own address (gratuitous ARP)" arping -q -U -c 2 -i eth0 -S 10.10.1.21 10.10.1.21
	in_host attacker sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward
		echo 0 >/proc/sys/net/ipv4/conf/all/send_redirects
		echo 0 >/proc/sys/net/ipv4/conf/eth0/send_redirects'
	told attacker "arpspoof: tells 10.10.1.21 and 10.10.1.11 that it is the other; forwards"
	serve attacker 0 timeout -s INT 9 arpspoof -i eth0 -t 10.10.1.21 -r 10.10.1.11
	sleep 12
	told attacker "has told them the truth again"
	sleep 1
	in_host attacker sh -c 'echo 0 >/proc/sys/net/ipv4/ip_forward'
	finish it-arp-spoof
}

# A laptop with the address of PLC2, beside PLC2.
it_ip_conflict() {
	[ -n "${laptop-}" ] || add_host laptop 10.10.1.77 3c:52:82:5e:77:01
	laptop=yes
	record it-ip-conflict
	act laptop "asks whether 10.10.1.77 is free (it is), and announces it" \
		sh -c 'arping -q -d -c 2 -i eth0 -S 0.0.0.0 10.10.1.77; arping -q -U -c 2 -i eth0 10.10.1.77'
	sleep 1
	act plc2 "announces 10.10.1.12 (gratuitous ARP)" arping -q -U -c 1 -i eth0 10.10.1.12
	sleep 1
	ip -n "${prefix}laptop" address add 10.10.1.12/24 dev eth0
	act laptop "takes 10.10.1.12 and announces it three times" \
		arping -q -U -c 3 -i eth0 -S 10.10.1.12 10.10.1.12
	act hmi "asks who has 10.10.1.12: two answer" arping -q -c 3 -i eth0 10.10.1.12
	ip -n "${prefix}laptop" address del 10.10.1.12/24 dev eth0
	finish it-ip-conflict arp
}

it_ping_flood() {
	record it-ping-flood
	act hmi "pings 10.10.1.11 five times" ping -q -c 5 -i 0.5 10.10.1.11
	act attacker "hping3 --icmp, 130 echo requests of 120 bytes, one each ms, at 10.10.1.11" \
		hping3 --icmp -q -d 120 -i u1000 -c 130 10.10.1.11
	finish it-ping-flood
}

it_syn_flood() {
	record it-syn-flood
	start_plant --no-polling
	sleep 1
	act ews "five TCP connections to port 502 of 10.10.1.11" sh -c '
		for n in 1 2 3 4 5; do socat -u /dev/null TCP:10.10.1.11:502; sleep 0.2; done'
	act attacker "hping3 -S, 90 connections begun in 0.1 s, at port 502 of 10.10.1.11" \
		hping3 -S -q -p 502 -i u1000 -c 90 10.10.1.11
	finish it-syn-flood
}

dhcp_server() { # HOST ADDRESS FIRST LAST
	serve "$1" udp:67 dnsmasq --no-daemon --port=0 --interface=eth0 --bind-interfaces \
		--dhcp-range="$3,$4,255.255.255.0,2h" --dhcp-option="option:router,$2" \
		--dhcp-option="option:dns-server,$2" --dhcp-authoritative --no-ping \
		--dhcp-leasefile=/run/leases
}

it_dhcp_rogue() {
	record it-dhcp-rogue
	dhcp_server gateway 10.10.1.1 10.10.1.100 10.10.1.109
	act serial "asks for an address by DHCP; 10.10.1.1 answers" \
		udhcpc -i eth0 -f -q -n -t 3 -T 1 -s /bin/true -x hostname:nport -V moxa
	sleep 1
	dhcp_server attacker 10.10.1.66 10.10.1.200 10.10.1.209
	act serial "asks again; 10.10.1.66 answers too" \
		udhcpc -i eth0 -f -q -n -t 3 -T 1 -s /bin/true -x hostname:nport -V moxa
	finish it-dhcp-rogue
}

# The namespaces share the machine's clock: ntpd may tell the time, not set it.
it_ntp() {
	cat >"$work/ntp.conf" <<-END
		tos orphan 3 orphanwait 1
		disable ntp
	END
	record it-ntp
	for host in gateway internet; do
		serve "$host" udp:123 setpriv --bounding-set -sys_time --inh-caps -sys_time \
			ntpd -n -c /mnt/ntp.conf -p /run/ntp.pid
	done
	sleep 4
	act hmi "asks the gateway for the time (NTP)" ntpdig -t 2 10.10.1.1
	act hmi "asks $timeserver for the time (NTP)" ntpdig -t 2 "$timeserver"
	finish it-ntp
}
