/*
 * Preloaded into the ledger and, through it, into its PostgreSQL: a clock that can be set back and a
 * disk that can be full, while they run.
 *
 * The file that ASTRAGAL_SURROUNDINGS names has 16 bytes in the machine's order: seconds that are
 * added to the time of day, and what of the disk is full: 0 nothing, 1 tables, 2 tables and WAL.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *script;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("ASTRAGAL_SURROUNDINGS");
  int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (fd >= 0) {
    void *at = mmap(NULL, 16, PROT_READ, MAP_SHARED, fd, 0);
    script = at == MAP_FAILED ? NULL : at;
    close(fd);
  }
}

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

/* --- the clock: JVM and PostgreSQL ask for the time of day with these ------------------------- */

int clock_gettime(clockid_t clock, struct timespec *to) {
  static int (*next)(clockid_t, struct timespec *);
  if (next == NULL) next = real("clock_gettime");
  int result = next(clock, to);
  if (result == 0 && script != NULL && clock == CLOCK_REALTIME) to->tv_sec += script[0];
  return result;
}

int gettimeofday(struct timeval *restrict to, void *restrict zone) {
  static int (*next)(struct timeval *, void *);
  if (next == NULL) next = real("gettimeofday");
  int result = next(to, zone);
  if (result == 0 && script != NULL) to->tv_sec += script[0];
  return result;
}

time_t time(time_t *to) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (to != NULL) *to = now.tv_sec;
  return now.tv_sec;
}

/* --- the disk: what PostgreSQL writes tables and WAL with ------------------------------------- */

static int is_full(int fd) {
  if (script == NULL || script[1] == 0) return 0;
  char link[64], path[1024];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, "/data/base/") != NULL
      || (script[1] == 2 && strstr(path, "/data/pg_wal/") != NULL);
}

#define FULL(fd) if (is_full(fd)) { errno = ENOSPC; return -1; }

#define WRITE_AT(name, offset_type)                                                   \
  ssize_t name(int fd, const void *from, size_t count, offset_type at) {              \
    static ssize_t (*next)(int, const void *, size_t, offset_type);                   \
    if (next == NULL) next = real(#name);                                             \
    FULL(fd)                                                                          \
    return next(fd, from, count, at);                                                 \
  }
WRITE_AT(pwrite, off_t)
WRITE_AT(pwrite64, off64_t)

#define WRITE_PARTS_AT(name, offset_type)                                             \
  ssize_t name(int fd, const struct iovec *from, int count, offset_type at) {         \
    static ssize_t (*next)(int, const struct iovec *, int, offset_type);              \
    if (next == NULL) next = real(#name);                                             \
    FULL(fd)                                                                          \
    return next(fd, from, count, at);                                                 \
  }
WRITE_PARTS_AT(pwritev, off_t)
WRITE_PARTS_AT(pwritev64, off64_t)

#define ALLOCATE(name, offset_type)                                                   \
  int name(int fd, offset_type from, offset_type count) {                             \
    static int (*next)(int, offset_type, offset_type);                                \
    if (next == NULL) next = real(#name);                                             \
    if (is_full(fd)) return ENOSPC;                                                   \
    return next(fd, from, count);                                                     \
  }
ALLOCATE(posix_fallocate, off_t)
ALLOCATE(posix_fallocate64, off64_t)
