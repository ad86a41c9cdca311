# Traffic that has no business in a plant: one function a capture, to be read by make.sh.
# shellcheck shell=sh disable=SC2154,SC2034 # shared with make.sh and network.sh

guest_scenes="it-bittorrent it-tor it-wireguard it-openvpn it-dns-tunnel"

# The peers find one another by local peer discovery (multicast).
it_bittorrent() {
	rm -rf "$work/seed" "$work/leech"
	mkdir "$work/seed" "$work/leech"
	head -c 20000 /dev/urandom >"$work/seed/film.bin"
	transmission-create -o "$work/film.torrent" "$work/seed/film.bin" >>"$work/bittorrent.log"
	for side in seed leech; do
		mkdir "$work/$side/config"
		cat >"$work/$side/config/settings.json" <<-END
			{ "lpd-enabled": true, "dht-enabled": false, "pex-enabled": false,
			  "utp-enabled": false, "encryption": 0, "download-dir": "/mnt/$side" }
		END
	done
	record it-bittorrent
	in_host attacker ip route replace 224.0.0.0/4 dev eth0
	in_host hmi ip route replace 224.0.0.0/4 dev eth0
	serve attacker 51413 transmission-cli -g /mnt/seed/config -M -et -w /mnt/seed /mnt/film.torrent
	sleep 2
	act hmi "BitTorrent: film.bin from 10.10.1.66, found by local peer discovery" \
		timeout 12 transmission-cli -g /mnt/leech/config -M -et -w /mnt/leech /mnt/film.torrent
	finish it-bittorrent
}

# A relay that its network does not know, as a bridge: the connection to it is as any other.
it_tor() {
	cat >"$work/relay" <<-END
		ORPort $contractor:9001
		Address $contractor
		AssumeReachable 1
		BridgeRelay 1
		PublishServerDescriptor 0
		ExitPolicy reject *:*
		DataDirectory /run/tor
		SocksPort 0
		Log notice stdout
	END
	cat >"$work/client" <<-END
		UseBridges 1
		Bridge $contractor:9001
		DataDirectory /run/tor
		SocksPort 9050
		Log notice stdout
	END
	serve internet 9001 tor -f /mnt/relay
	record it-tor
	act hmi "Tor: connection to the bridge $contractor:9001" timeout 6 tor -f /mnt/client
	finish it-tor
}

# A tunnel from the engineering station to a contractor outside, and a ping through it.
it_wireguard() {
	for side in here there; do
		(umask 077 && wg genkey >"$work/wg.$side")
		wg pubkey <"$work/wg.$side" >"$work/wg.$side.pub"
	done
	record it-wireguard
	serve internet udp:51820 sh -c "wireguard-go -f wg0 & sleep 1
		wg set wg0 private-key /mnt/wg.there listen-port 51820 \
			peer $(cat "$work/wg.here.pub") allowed-ips 10.99.0.2/32
		ip address add 10.99.0.1/24 dev wg0; ip link set wg0 up; wait"
	sleep 1
	act ews "WireGuard to $contractor:51820, three pings through the tunnel" sh -c "
		wireguard-go -f wg0 & sleep 1
		wg set wg0 private-key /mnt/wg.here peer $(cat "$work/wg.there.pub") \
			endpoint $contractor:51820 allowed-ips 10.99.0.1/32
		ip address add 10.99.0.2/24 dev wg0; ip link set wg0 up
		ping -q -c 3 -i 0.3 10.99.0.1"
	finish it-wireguard
}

it_openvpn() {
	for side in there here; do
		make_certificate "$side.example.net"
		mv "$work/cert.pem" "$work/$side.crt"
		mv "$work/key.pem" "$work/$side.key"
		openssl x509 -in "$work/$side.crt" -noout -fingerprint -sha256 |
			sed 's/.*=//' >"$work/$side.print"
	done
	record it-openvpn
	serve internet udp:1194 openvpn --dev tun --proto udp --port 1194 --tls-server --dh none \
		--cert /mnt/there.crt --key /mnt/there.key \
		--peer-fingerprint "$(cat "$work/here.print")" --ifconfig 10.98.0.1 10.98.0.2
	act ews "OpenVPN to $contractor:1194, three pings through the tunnel" sh -c "
		openvpn --dev tun --proto udp --remote $contractor 1194 --nobind --tls-client \
			--cert /mnt/here.crt --key /mnt/here.key \
			--peer-fingerprint $(cat "$work/there.print") --ifconfig 10.98.0.2 10.98.0.1 &
		sleep 3
		ping -q -c 3 -i 0.3 10.98.0.1"
	finish it-openvpn
}

# Every query of the tunnel's client ends in a label of the attacker's name server outside.
it_dns_tunnel() {
	serve internet udp:53 iodined -f -P Wasser2024 -c -l "$contractor" 10.97.0.1/27 t.example.net
	record it-dns-tunnel
	act hmi "DNS tunnel (iodine) to $contractor, three pings through it" sh -c "
		iodine -f -r -T TXT -P Wasser2024 $contractor t.example.net & sleep 4
		ping -q -c 3 -i 0.3 10.97.0.1"
	finish it-dns-tunnel
}
