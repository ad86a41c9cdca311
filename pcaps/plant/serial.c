#include <errno.h>
#include <fcntl.h>
#include <modbus/modbus.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "pcaps/plant/plant.h"
#include "pcaps/plant/rtu.h"
#include "pcaps/plant/server.h"

#define DEVICES	   2
#define FIRST_UNIT 21
#define BAUD	   19200
#define GAP_MS	   8 /* quiet time that ends a frame on the line */
#define FRAME	   512
#define SPLIT_AT   3

struct serial {
	const struct serial_options *o;
	int listener, client; /* client -1: nobody is connected */
	int line[DEVICES];    /* masters of the pseudo terminals */
	pid_t device[DEVICES];
	unsigned long answers;
};

/* An RTU device: libmodbus on the slave side of a pseudo terminal. */
static int device_run(const char *terminal, int unit)
{
	modbus_t *m = modbus_new_rtu(terminal, BAUD, 'E', 8, 1);
	modbus_mapping_t *map = modbus_mapping_new(32, 32, 64, 64);
	uint8_t request[MODBUS_RTU_MAX_ADU_LENGTH];

	if (!m || !map || modbus_set_slave(m, unit) < 0 || modbus_connect(m) < 0) {
		complain("RTU device %d on %s: %s", unit, terminal, modbus_strerror(errno));
		return FAILED;
	}
	for (int i = 0; i < 64; i++) {
		map->tab_registers[i] = (uint16_t)(unit * 100 + i);
		map->tab_input_registers[i] = (uint16_t)(unit * 1000 + i * 3);
		if (i < 32)
			map->tab_input_bits[i] = i % 3 == 0;
	}
	for (;;) {
		int n = modbus_receive(m, request);

		map->tab_input_registers[0]++;
		if (n > 0)
			modbus_reply(m, request, n, map);
		else if (n < 0 && (errno == EIO || errno == ECONNRESET || errno == EBADF))
			break;
	}
	modbus_close(m);
	modbus_free(m);
	modbus_mapping_free(map);
	return DONE;
}

static bool device_start(struct serial *s, int i)
{
	struct termios raw;
	char terminal[64];
	int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);

	s->line[i] = fd;
	if (fd < 0 || grantpt(fd) < 0 || unlockpt(fd) < 0 ||
	    ptsname_r(fd, terminal, sizeof(terminal)) != 0 || tcgetattr(fd, &raw) < 0) {
		complain("no pseudo terminal: %s", strerror(errno));
		return false;
	}
	/* raw from the start: no echo of what comes before the device has opened its side */
	cfmakeraw(&raw);
	tcsetattr(fd, TCSANOW, &raw);
	s->device[i] = fork();
	if (s->device[i] == 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		/* libmodbus waits on after a signal, so one has to end the device itself */
		signal(SIGINT, SIG_DFL);
		signal(SIGTERM, SIG_DFL);
		_exit(device_run(terminal, FIRST_UNIT + i));
	}
	return s->device[i] > 0;
}

/* An answer from the line to the network, as the noise and the server's packing make it. */
static void forward(struct serial *s, uint8_t *frame, size_t len)
{
	unsigned long n = ++s->answers;

	if (s->client < 0)
		return;
	if (s->o->corrupt && n % (unsigned long)s->o->corrupt == 0)
		frame[len / 2] ^= 0x21;
	if (s->o->split && n % (unsigned long)s->o->split == 0 && len > SPLIT_AT) {
		(void)!send(s->client, frame, SPLIT_AT, MSG_NOSIGNAL);
		clock_sleep_ms(GAP_MS);
		frame += SPLIT_AT;
		len -= SPLIT_AT;
	}
	(void)!send(s->client, frame, len, MSG_NOSIGNAL);
}

static void line_read(struct serial *s, int device)
{
	int line = s->line[device];
	uint8_t frame[FRAME];
	size_t have = 0;
	struct pollfd p = { .fd = line, .events = POLLIN };

	while (have < sizeof(frame) && poll(&p, 1, have ? GAP_MS : 0) > 0 && p.revents & POLLIN) {
		ssize_t n = read(line, frame + have, sizeof(frame) - have);

		if (n <= 0)
			break;
		have += (size_t)n;
	}
	/* the other devices on the line hear an answer too: libmodbus waits for it, to skip it */
	for (int i = 0; have && i < DEVICES; i++)
		if (i != device)
			(void)!write(s->line[i], frame, have);
	if (have)
		forward(s, frame, have);
}

static void client_read(struct serial *s)
{
	uint8_t bytes[FRAME];
	ssize_t n = recv(s->client, bytes, sizeof(bytes), 0);

	if (n <= 0) {
		close(s->client);
		s->client = -1;
		return;
	}
	/* every device on the line hears every request */
	for (int i = 0; i < DEVICES; i++)
		(void)!write(s->line[i], bytes, (size_t)n);
}

static void serve_once(struct serial *s)
{
	struct pollfd fds[DEVICES + 2] = { { .fd = s->client < 0 ? s->listener : -1,
					     .events = POLLIN },
					   { .fd = s->client, .events = POLLIN } };

	for (int i = 0; i < DEVICES; i++)
		fds[2 + i] = (struct pollfd){ .fd = s->line[i], .events = POLLIN };
	if (poll(fds, DEVICES + 2, 200) <= 0)
		return;
	if (fds[0].revents & POLLIN)
		s->client = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC);
	else if (fds[1].revents)
		client_read(s);
	for (int i = 0; i < DEVICES; i++)
		if (fds[2 + i].revents & POLLIN)
			line_read(s, i);
}

int serial_run(const struct serial_options *o)
{
	struct serial s = { .o = o, .client = -1 };
	bool ready;

	s.listener = server_bind(o->address, o->port, SOCK_STREAM);
	if (s.listener < 0)
		return FAILED;
	ready = device_start(&s, 0) && device_start(&s, 1);
	while (ready && !stop_asked())
		serve_once(&s);
	for (int i = 0; i < DEVICES; i++) {
		if (s.device[i] <= 0)
			continue;
		kill(s.device[i], SIGTERM);
		while (waitpid(s.device[i], NULL, 0) < 0 && errno == EINTR)
			;
		close(s.line[i]);
	}
	if (s.client >= 0)
		close(s.client);
	close(s.listener);
	return ready ? DONE : FAILED;
}
