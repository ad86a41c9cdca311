/* A package as one file: ustar (POSIX.1-1988), which every tar reads. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/package.h"
#include "collector/package_file.h"

enum {
	BLOCK = 512,
	MODE = 100,
	OWNER = 108,
	GROUP = 116,
	SIZE = 124,
	TIME = 136,
	SUM = 148,
	TYPE = 156,
	MAGIC = 257,
	PREFIX = 345,
	NAME_ROOM = 100,
	PREFIX_ROOM = 155,
	FILES_MOST = PACKAGE_FILES + 4,
};

/* ---- writing ------------------------------------------------------------------------------ */

static void put_octal(char *h, size_t at, unsigned digits, uint64_t v)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%0*" PRIo64, (int)digits, v);
	memcpy(h + at, text, digits + 1);
}

/* The bytes of a header, its own sum taken for blanks. */
static uint64_t sum_of(const char *h)
{
	uint64_t sum = 0;

	for (size_t k = 0; k < BLOCK; k++)
		sum += k >= SUM && k < SUM + 8 ? ' ' : (uint8_t)h[k];
	return sum;
}

static bool put_file(FILE *f, const char *folder, const char *name, const char *text, size_t n,
		     uint64_t seconds)
{
	static const char zeros[BLOCK];
	char h[BLOCK] = { 0 };
	size_t rest = n % BLOCK;

	memcpy(h, name, strnlen(name, NAME_ROOM));
	put_octal(h, MODE, 7, 0640);
	put_octal(h, OWNER, 7, 0);
	put_octal(h, GROUP, 7, 0);
	put_octal(h, SIZE, 11, n);
	put_octal(h, TIME, 11, seconds);
	h[TYPE] = '0';
	memcpy(h + MAGIC, "ustar\00000", 8);
	memcpy(h + PREFIX, folder, strnlen(folder, PREFIX_ROOM));
	put_octal(h, SUM, 6, sum_of(h));
	h[SUM + 7] = ' ';
	return fwrite(h, 1, BLOCK, f) == BLOCK && fwrite(text, 1, n, f) == n &&
	       (rest == 0 || fwrite(zeros, 1, BLOCK - rest, f) == BLOCK - rest);
}

static bool put_name(FILE *f, int from, const char *folder, const char *name, uint64_t seconds,
		     const char **why)
{
	char *text = NULL;
	size_t n = 0;
	bool good = strlen(name) <= NAME_ROOM;

	*why = "has a name that is too long for tar";
	good = good && package_file_read(from, name, PACKAGE_FILE_MAX, &text, &n, NULL, why);
	if (good) {
		*why = "no memory";
		good = put_file(f, folder, name, text, n, seconds);
	}
	free(text);
	return good;
}

static bool put_all(FILE *f, int from, const char *folder, const struct package_manifest *m,
		    char *error, size_t size)
{
	static const char end[2 * BLOCK];
	static const char *const own[] = { "manifest.json", "manifest.json.minisig" };
	uint64_t seconds = m->time / 1000000000U;
	const char *why = "";

	for (size_t k = 0; k < m->nfiles + 2; k++) {
		const char *name = k < 2 ? own[k] : m->files[k - 2].name;

		if (!put_name(f, from, folder, name, seconds, &why)) {
			(void)snprintf(error, size, "%s: %s", name, why);
			return false;
		}
	}
	return fwrite(end, 1, sizeof(end), f) == sizeof(end);
}

bool package_tar_write(const char *path, const struct package_manifest *m, char *error, size_t size)
{
	const char *slash = strrchr(path, '/');
	char *name = NULL, *bytes = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&bytes, &n);
	int from = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = f != NULL && from >= 0 && asprintf(&name, "%s.tar", path) > 0;

	if (!good)
		(void)snprintf(error, size, "%s.tar: %s", path, strerror(errno));
	good = good && put_all(f, from, slash != NULL ? slash + 1 : path, m, error, size);
	if (f != NULL && fclose(f) != 0 && good) {
		(void)snprintf(error, size, "%s.tar: no memory", path);
		good = false;
	}
	good = good && package_path_new(name, bytes, n, 0640, error, size);
	if (from >= 0)
		(void)close(from);
	free(bytes);
	free(name);
	return good;
}

/* ---- reading: whatever somebody sent ------------------------------------------------------ */

struct untar {
	FILE *f;
	int to;
	size_t files;
	uint64_t bytes;
	char folder[PREFIX_ROOM + NAME_ROOM + 2]; /* of the first file; all are in the same */
	const char *why;
};

static bool say(struct untar *u, const char *why)
{
	u->why = why;
	return false;
}

/* Digits up to a blank or NUL. False: it is no number. */
static bool octal(const char *p, size_t room, uint64_t *v)
{
	size_t k = 0;

	*v = 0;
	while (k < room && p[k] == ' ')
		k++;
	if (k == room || p[k] < '0' || p[k] > '7')
		return false;
	for (; k < room && p[k] >= '0' && p[k] <= '7'; k++)
		*v = *v << 3 | (uint64_t)(p[k] - '0');
	return k == room || p[k] == ' ' || p[k] == '\0';
}

/* "folder/name" or "name": the name; NULL: another path than these. */
static const char *name_of(struct untar *u, const char *h, char path[PREFIX_ROOM + NAME_ROOM + 2])
{
	size_t prefix = h[MAGIC + 5] == '\0' ? strnlen(h + PREFIX, PREFIX_ROOM) : 0;
	char *slash, *folder = path;

	(void)snprintf(path, PREFIX_ROOM + NAME_ROOM + 2, "%.*s%s%.*s", (int)prefix, h + PREFIX,
		       prefix > 0 ? "/" : "", (int)strnlen(h, NAME_ROOM), h);
	if (strncmp(folder, "./", 2) == 0)
		folder += 2;
	slash = strchr(folder, '/');
	if (slash != NULL)
		*slash = '\0';
	if (slash != NULL && !package_name_good(folder))
		return NULL;
	if (slash != NULL && slash[1] == '\0') /* the folder itself */
		return slash + 1;
	if (!package_name_good(slash != NULL ? slash + 1 : folder))
		return NULL;
	if (u->files == 0 && slash != NULL)
		(void)snprintf(u->folder, sizeof(u->folder), "%s", folder);
	if (strcmp(u->folder, slash != NULL ? folder : "") != 0)
		return NULL;
	return slash != NULL ? slash + 1 : folder;
}

static bool take_file(struct untar *u, const char *name, uint64_t n)
{
	size_t padded = (size_t)(n + BLOCK - 1) / BLOCK * BLOCK;
	char *text;
	bool good;

	u->bytes += n;
	if (n > PACKAGE_FILE_MAX || u->bytes > PACKAGE_TAR_MAX || ++u->files > FILES_MOST)
		return say(u, "has more in it than a package may have");
	text = malloc(padded + 1);
	if (text == NULL)
		return say(u, "no memory");
	good = fread(text, 1, padded, u->f) == padded || say(u, "ends in the middle");
	if (good && !package_file_new(u->to, name, text, (size_t)n, 0600))
		good = say(u, errno == EEXIST ? "has a file twice" : strerror(errno));
	free(text);
	return good;
}

/* 1: go on, 0: that was all, -1: why. */
static int take_header(struct untar *u)
{
	static const char zeros[BLOCK];
	char h[BLOCK], path[PREFIX_ROOM + NAME_ROOM + 2];
	uint64_t size, sum;
	const char *name;

	if (fread(h, 1, BLOCK, u->f) != BLOCK)
		return say(u, "ends in the middle") - 1;
	if (memcmp(h, zeros, BLOCK) == 0)
		return 0;
	if (memcmp(h + MAGIC, "ustar", 5) != 0 || !octal(h + SUM, 8, &sum) || sum != sum_of(h) ||
	    !octal(h + SIZE, 12, &size))
		return say(u, "is no tar archive") - 1;
	name = name_of(u, h, path);
	if (name != NULL && h[TYPE] == '5' && name[0] == '\0' && size == 0)
		return 1;
	if (name == NULL || name[0] == '\0' || (h[TYPE] != '0' && h[TYPE] != '\0'))
		return say(u, "has something in it that is no file of a package") - 1;
	return take_file(u, name, size) ? 1 : -1;
}

static bool take_all(struct untar *u)
{
	int more;

	do
		more = take_header(u);
	while (more > 0);
	return more == 0;
}

static bool unpack(struct package_place *p, const char *path, char *error, size_t size)
{
	const char *tmp = getenv("TMPDIR");
	struct untar u = { .f = fopen(path, "re"), .to = -1, .why = strerror(errno) };
	bool good = false;

	(void)snprintf(p->folder, sizeof(p->folder), "%s/kagami-received-XXXXXX",
		       tmp != NULL && tmp[0] == '/' && strlen(tmp) < 256 ? tmp : "/tmp");
	if (u.f != NULL && mkdtemp(p->folder) != NULL) {
		p->made = true;
		u.to = open(p->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		good = u.to >= 0 && take_all(&u);
	} else if (u.f != NULL) {
		u.why = strerror(errno);
	}
	if (!good)
		(void)snprintf(error, size, "%s", u.why);
	if (u.to >= 0)
		(void)close(u.to);
	if (u.f != NULL)
		(void)fclose(u.f);
	if (!good)
		package_leave(p);
	return good;
}

/* A file that says to be tar, whatever its name. */
static bool is_tar(const char *path)
{
	char h[BLOCK];
	FILE *f = fopen(path, "re");
	bool is = f != NULL && fread(h, 1, BLOCK, f) == BLOCK && memcmp(h + MAGIC, "ustar", 5) == 0;

	if (f != NULL)
		(void)fclose(f);
	return is;
}

bool package_enter(struct package_place *p, const char *path, bool *is, char *error, size_t size)
{
	struct stat st;

	*p = (struct package_place){ .made = false };
	*is = false;
	if (stat(path, &st) != 0) {
		(void)snprintf(error, size, "%s", strerror(errno));
		return false;
	}
	*is = S_ISDIR(st.st_mode) || (S_ISREG(st.st_mode) && is_tar(path));
	if (!*is || !S_ISDIR(st.st_mode))
		return !*is || unpack(p, path, error, size);
	if (snprintf(p->folder, sizeof(p->folder), "%s", path) < (int)sizeof(p->folder))
		return true;
	(void)snprintf(error, size, "%s", strerror(ENAMETOOLONG));
	return false;
}

void package_leave(struct package_place *p)
{
	if (p->made)
		package_folder_remove(p->folder);
	p->made = false;
}
