// SPDX-License-Identifier: Apache-2.0
// UDP packets from a pod's network namespace to another pod, for `./weir bench records`.
//
//   flood flows ADDRESS RATE MILLISECONDS      each packet is a new connection; RATE packets a second
//   flood packets ADDRESS PORT MILLISECONDS    as many packets as the machine sends, to one port, ready made and handed to eth0:
//                                              without a socket's way through UDP, routing and the queue of the interface
//
// Prints how many packets were sent, and in how many nanoseconds.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SOCKETS 32
#define BATCH 32
#define FIRST_PORT 1024
#define PORTS 60000

static void die(const char *what)
{
	fprintf(stderr, "flood: %s: %s\n", what, strerror(errno));
	exit(1);
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

static void sleep_until(uint64_t ns)
{
	struct timespec t = {.tv_sec = ns / 1000000000ULL, .tv_nsec = ns % 1000000000ULL};

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

struct batch {
	struct sockaddr_in to[BATCH];
	struct mmsghdr messages[BATCH];
	struct iovec payload;
};

static void prepare(struct batch *b, const char *ip)
{
	static char byte = 'x';

	b->payload = (struct iovec){.iov_base = &byte, .iov_len = 1};
	for (int i = 0; i < BATCH; i++) {
		b->to[i] = (struct sockaddr_in){.sin_family = AF_INET};
		if (inet_pton(AF_INET, ip, &b->to[i].sin_addr) != 1)
			die("address");
		b->messages[i].msg_hdr = (struct msghdr){
			.msg_name = &b->to[i],
			.msg_namelen = sizeof(b->to[i]),
			.msg_iov = &b->payload,
			.msg_iovlen = 1,
		};
	}
}

static int send_batch(int fd, struct batch *b)
{
	int sent = sendmmsg(fd, b->messages, BATCH, 0);

	return sent < 0 ? 0 : sent;
}

// Batch k goes from socket k mod SOCKETS to the next BATCH ports: no pair of ports comes twice before all were used.
static uint64_t flows(const char *ip, uint64_t rate, uint64_t milliseconds)
{
	static struct batch b;
	int fds[SOCKETS];
	uint64_t sent = 0, start = now_ns(), end = start + milliseconds * 1000000ULL;

	prepare(&b, ip);
	for (int i = 0; i < SOCKETS; i++)
		if ((fds[i] = socket(AF_INET, SOCK_DGRAM, 0)) < 0)
			die("socket");
	for (uint64_t k = 0; now_ns() < end; k++) {
		for (int i = 0; i < BATCH; i++)
			b.to[i].sin_port = htons(FIRST_PORT + (k / SOCKETS * BATCH + i) % PORTS);
		sent += send_batch(fds[k % SOCKETS], &b);
		sleep_until(start + sent * 1000000000ULL / rate);
	}
	return sent;
}

struct ready_packet {
	struct iphdr ip;
	struct udphdr udp;
};

static uint16_t checksum(const struct iphdr *ip)
{
	const uint16_t *words = (const void *)ip;
	uint32_t sum = 0;

	for (size_t i = 0; i < sizeof(*ip) / sizeof(*words); i++)
		sum += words[i];
	sum = (sum & 0xffff) + (sum >> 16);
	return ~(sum + (sum >> 16));
}

// The address from which this namespace would send to `to`.
static struct in_addr own_address(struct sockaddr_in to)
{
	struct sockaddr_in own;
	socklen_t length = sizeof(own);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) || getsockname(fd, (struct sockaddr *)&own, &length))
		die("own address");
	close(fd);
	return own.sin_addr;
}

static struct ready_packet packet_to(const char *ip, int port)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
	struct ready_packet p = {
		.ip = {.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_UDP, .tot_len = htons(sizeof(p))},
		.udp = {.source = htons(FIRST_PORT), .dest = htons(port), .len = htons(sizeof(p.udp))},
	};

	if (inet_pton(AF_INET, ip, &to.sin_addr) != 1)
		die("address");
	p.ip.saddr = own_address(to).s_addr;
	p.ip.daddr = to.sin_addr.s_addr;
	p.ip.check = checksum(&p.ip);
	return p;
}

static int interface_socket(void)
{
	int yes = 1, fd = socket(AF_PACKET, SOCK_DGRAM, 0);

	if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &yes, sizeof(yes)))
		die("packet socket");
	return fd;
}

static uint64_t packets(const char *ip, int port, uint64_t milliseconds)
{
	struct ready_packet p = packet_to(ip, port);
	// The node's end of every pod's interface has this address.
	struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP), .sll_halen = 6,
				 .sll_ifindex = if_nametoindex("eth0"), .sll_addr = {0xee, 0xee, 0xee, 0xee, 0xee, 0xee}};
	struct iovec whole = {.iov_base = &p, .iov_len = sizeof(p)};
	static struct batch b;
	uint64_t sent = 0, end = now_ns() + milliseconds * 1000000ULL;
	int fd = interface_socket();

	for (int i = 0; i < BATCH; i++)
		b.messages[i].msg_hdr = (struct msghdr){
			.msg_name = &to, .msg_namelen = sizeof(to), .msg_iov = &whole, .msg_iovlen = 1};
	while (now_ns() < end)
		sent += send_batch(fd, &b);
	return sent;
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "usage: flood flows|packets ADDRESS RATE|PORT MILLISECONDS\n");
		return 2;
	}
	uint64_t start = now_ns(), number = strtoull(argv[3], NULL, 10), milliseconds = strtoull(argv[4], NULL, 10);
	uint64_t sent = strcmp(argv[1], "flows") == 0 ? flows(argv[2], number, milliseconds)
						       : packets(argv[2], (int)number, milliseconds);

	printf("%lu %lu\n", sent, now_ns() - start);
	return 0;
}
