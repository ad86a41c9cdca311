/*
 * The least that a program reading a capture with libpcap can do: pcaploop FILE
 * Touches the first byte of each packet, as any program would.
 */
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	char error[PCAP_ERRBUF_SIZE] = "usage: pcaploop FILE";
	pcap_t *in = argc == 2 ? pcap_open_offline(argv[1], error) : NULL;
	struct pcap_pkthdr *header;
	const u_char *bytes;
	uint64_t packets = 0, total = 0, first = 0;

	if (in == NULL) {
		fprintf(stderr, "%s\n", error);
		return 1;
	}
	while (pcap_next_ex(in, &header, &bytes) == 1) {
		packets++;
		total += header->len;
		if (header->caplen != 0)
			first += bytes[0];
	}
	printf("%llu packets, %llu bytes (%llu)\n", (unsigned long long)packets,
	       (unsigned long long)total, (unsigned long long)first);
	pcap_close(in);
	return 0;
}
