// Preloaded into a child process: lets the n-th call that changes files under a folder fail, kills the process there, or makes flushing do nothing.
// FAULT_UNDER: the folder. FAULT_AT: which call, from 1; 0 for none. FAULT_KIND: EIO, ENOSPC, KILL, or NOSYNC. The number of calls is said on stderr at the end.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long calls = 0;

static int under(const char *path) {
  const char *folder = getenv("FAULT_UNDER");
  return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int file_under(int file) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return under(path);
}

static int no_sync(void) {
  const char *kind = getenv("FAULT_KIND");
  return kind && strcmp(kind, "NOSYNC") == 0;
}

/** Is it this call's turn? Then errno is set, or the process is gone. */
static int fails(void) {
  const char *at = getenv("FAULT_AT"), *kind = getenv("FAULT_KIND");
  long n = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
  if (!at || !kind || atol(at) != n) return 0;
  if (strcmp(kind, "KILL") == 0) kill(getpid(), SIGKILL);
  errno = strcmp(kind, "ENOSPC") == 0 ? ENOSPC : EIO;
  return 1;
}

__attribute__((destructor)) static void say(void) {
  if (getenv("FAULT_UNDER")) dprintf(2, "calls %ld\n", calls);
}

#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

#define ON_FILE(type, name, parameters, arguments, ...) \
  type name parameters { \
    REAL(type, name, __VA_ARGS__); \
    if (file_under(file) && fails()) return -1; \
    return real arguments; \
  }

ON_FILE(ssize_t, write, (int file, const void *bytes, size_t size), (file, bytes, size), int, const void *, size_t)
ON_FILE(ssize_t, pwrite, (int file, const void *bytes, size_t size, off_t at), (file, bytes, size, at), int, const void *, size_t, off_t)
ON_FILE(ssize_t, pwrite64, (int file, const void *bytes, size_t size, off64_t at), (file, bytes, size, at), int, const void *, size_t, off64_t)
ON_FILE(int, ftruncate, (int file, off_t size), (file, size), int, off_t)
ON_FILE(int, ftruncate64, (int file, off64_t size), (file, size), int, off64_t)

int fsync(int file) {
  REAL(int, fsync, int);
  if (no_sync()) return 0;
  return file_under(file) && fails() ? -1 : real(file);
}

int fdatasync(int file) {
  REAL(int, fdatasync, int);
  if (no_sync()) return 0;
  return file_under(file) && fails() ? -1 : real(file);
}

int rename(const char *from, const char *to) {
  REAL(int, rename, const char *, const char *);
  return under(from) && fails() ? -1 : real(from, to);
}

int unlink(const char *path) {
  REAL(int, unlink, const char *);
  return under(path) && fails() ? -1 : real(path);
}

#define OPENS(name) \
  int name(const char *path, int flags, ...) { \
    REAL(int, name, const char *, int, ...); \
    va_list more; \
    va_start(more, flags); \
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0; \
    va_end(more); \
    if ((flags & (O_CREAT | O_WRONLY | O_RDWR)) && under(path) && fails()) return -1; \
    return real(path, flags, mode); \
  }

OPENS(open)
OPENS(open64)
