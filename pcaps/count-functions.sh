#!/bin/sh
# Counts what tshark sees in a capture, as a section of its story.
# Usage: pcaps/count-functions.sh FILE [PORT]
set -eu
file=$1
port=${2:-502}
kind=tcp
case $file in
*rtu-over-tcp*) set -- -d "tcp.port==$port,mbrtu" ;;
*udp.pcap) kind=udp && set -- -d "udp.port==$port,mbudp" ;;
*) set -- -d "tcp.port==$port,mbtcp" ;;
esac

read_file() {
	tshark -r "$file" "$@" 2>/dev/null || true
}

echo "### What tshark counts"
echo
echo "$(read_file | wc -l) frames."
echo
echo "| function | requests | answers and exceptions |"
echo "|---|---|---|"
read_file "$@" -Y modbus.func_code -T fields -e "$kind.dstport" -e modbus.func_code |
	awk -v port="$port" '{
		n = split($2, code, ",")
		for (i = 1; i <= n; i++)
			if ($1 == port) { request[code[i]]++; all[code[i]] = 1 }
			else { answer[code[i]]++; all[code[i]] = 1 }
	}
	END { for (c in all) printf "| %d | %d | %d |\n", c, request[c], answer[c] }' |
	sort -t '|' -k 2n
