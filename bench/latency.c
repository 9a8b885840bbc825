// SPDX-License-Identifier: Apache-2.0
// Round-trip latency between two network namespaces, for `./weir bench`.
//
//   latency serve PORT                         answers both tests until it is ended
//   latency rr ADDRESS PORT MILLISECONDS       one connection, one byte there and back
//   latency crr ADDRESS PORT MILLISECONDS      connect, one byte there and back, close
//
// The client prints the median and the 99th percentile in nanoseconds and the number of round trips.
// Run both ends pinned to one CPU at a real-time priority: only then do ratios repeat within 2 %.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_SAMPLES 4000000

static void die(const char *what)
{
	fprintf(stderr, "latency: %s: %s\n", what, strerror(errno));
	exit(1);
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

static void no_delay(int fd)
{
	int one = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
}

static struct sockaddr_in address(const char *ip, const char *port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};

	if (inet_pton(AF_INET, ip, &a.sin_addr) != 1)
		die("address");
	return a;
}

#define KEEP 'k'
#define CLOSE 'c' // the server closes first: TIME_WAIT stays at its end, where no port has to be searched

// One connection at a time is enough: the client never has two.
static void serve(const char *port)
{
	struct sockaddr_in a = address("0.0.0.0", port);
	int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
	char byte;

	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listener, (struct sockaddr *)&a, sizeof(a)) || listen(listener, 64))
		die("listen");
	for (;;) {
		int fd = accept(listener, NULL, NULL);

		if (fd < 0)
			continue;
		no_delay(fd);
		while (read(fd, &byte, 1) == 1 && write(fd, &byte, 1) == 1 && byte == KEEP)
			;
		close(fd);
	}
}

static int connect_to(const struct sockaddr_in *a)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || connect(fd, (const struct sockaddr *)a, sizeof(*a)))
		die("connect");
	no_delay(fd);
	return fd;
}

static void round_trip(int fd, char byte)
{
	if (write(fd, &byte, 1) != 1 || read(fd, &byte, 1) != 1)
		die("round trip");
	if (byte == CLOSE && read(fd, &byte, 1) != 0)
		die("close");
}

static int ascending(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void report(uint32_t *samples, size_t n)
{
	if (!n)
		die("no round trip was completed");
	qsort(samples, n, sizeof(*samples), ascending);
	printf("%u %u %zu\n", samples[n / 2], samples[n * 99 / 100], n);
}

static void measure(const struct sockaddr_in *a, int per_connection, long milliseconds)
{
	uint32_t *samples = malloc(MAX_SAMPLES * sizeof(*samples));
	uint64_t end = now_ns() + milliseconds * 1000000ULL;
	int fd = per_connection ? -1 : connect_to(a);
	size_t n = 0;

	if (!samples)
		die("malloc");
	while (n < MAX_SAMPLES) {
		uint64_t start = now_ns(), stop;

		if (per_connection)
			fd = connect_to(a);
		round_trip(fd, per_connection ? CLOSE : KEEP);
		if (per_connection)
			close(fd);
		stop = now_ns();
		samples[n++] = stop - start;
		if (stop >= end)
			break;
	}
	report(samples, n);
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "serve")) {
		serve(argv[2]);
	} else if (argc == 5 && (!strcmp(argv[1], "rr") || !strcmp(argv[1], "crr"))) {
		struct sockaddr_in a = address(argv[2], argv[3]);

		measure(&a, !strcmp(argv[1], "crr"), atol(argv[4]));
		return 0;
	}
	fprintf(stderr, "usage: latency serve PORT | latency rr|crr ADDRESS PORT MILLISECONDS\n");
	return 2;
}
