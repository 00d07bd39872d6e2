/* The floor of the benchmarks: reads every packet of a capture through libpcap and does nothing with it. */
#include <pcap.h>
#include <stdio.h>

int main(int argc, char **argv) {
  char error[PCAP_ERRBUF_SIZE];
  struct pcap_pkthdr *header;
  const unsigned char *bytes;
  unsigned long packets = 0, total = 0;
  pcap_t *capture = argc == 2 ? pcap_open_offline(argv[1], error) : NULL;
  int status;
  if (!capture) {
    fprintf(stderr, "pcaploop: %s\n", argc == 2 ? error : "usage: pcaploop CAPTURE");
    return 1;
  }
  while ((status = pcap_next_ex(capture, &header, &bytes)) == 1) {
    packets++;
    total += header->len;
  }
  pcap_close(capture);
  printf("%lu packets, %lu bytes\n", packets, total);
  return status == -2 ? 0 : 1;
}
