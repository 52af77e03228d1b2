// One regular file below a FUSE mount: its requests are answered here, as its faults want it. The
// protocol is that of linux/fuse.h; no libfuse: a C compiler and the kernel's headers are enough. All
// of it stands here, so that fault_server.c and faults.c alone make the server, by hand too.
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "faults.h"

#define SECTOR_BYTES 512u
// Of one request; the mount says so, too.
#define MAX_READ (1u << 20)

struct disk {
  uint64_t bytes;
  bool pattern;  // each sector's own number 64 times
  int contents;  // a file's descriptor; -1: zeros, or the pattern
};

// What was really read, counted by all threads.
struct counters {
  _Atomic uint64_t reads, failed, delayed, sectors;
  _Atomic uint64_t first_read_ns;  // CLOCK_MONOTONIC, since the faults were loaded; 0: none
};
static struct counters counters;

// A delayed read holds its thread: as many reads can be slow side by side.
#define THREADS 32
// The kernel refuses a smaller buffer than this (fuse_dev_do_read in fs/fuse/dev.c): nothing is
// ever written here, so a request is small.
#define REQUEST_BYTES FUSE_MIN_READ_BUFFER

static struct disk disk;
static atomic_bool deaf;
static const uint8_t zeros[MAX_READ];

static void reply(int fd, uint64_t unique, int error, const void* body, size_t bytes) {
  struct fuse_out_header head = {.len = (uint32_t)(sizeof head + bytes), .error = -error,
                                 .unique = unique};
  struct iovec parts[2] = {{&head, sizeof head}, {(void*)body, bytes}};
  // ENOENT: the asker was interrupted and waits no more. ENODEV: unmounted.
  (void)!writev(fd, parts, bytes > 0 ? 2 : 1);
}

static struct fuse_attr attributes(void) {
  return (struct fuse_attr){.ino = FUSE_ROOT_ID, .size = disk.bytes,
                            .blocks = disk.bytes / SECTOR_BYTES, .mode = S_IFREG | 0444,
                            .nlink = 1, .blksize = 4096};
}

static void sleep_ms(uint32_t ms) {
  struct timespec left = {ms / 1000, (long)(ms % 1000) * 1000000};
  while (nanosleep(&left, &left) != 0 && errno == EINTR) continue;
}

static void answer_contents(int fd, uint64_t unique, uint64_t offset, size_t bytes, void* buffer) {
  size_t done = 0;
  while (done < bytes) {
    ssize_t got = pread(disk.contents, (char*)buffer + done, bytes - done, (off_t)(offset + done));
    if (got == 0) break;
    if (got > 0) done += (size_t)got;
    if (got >= 0 || errno == EINTR) continue;
    perror("the contents");  // a fault that no test asked for
    return reply(fd, unique, EIO, NULL, 0);
  }
  memset((char*)buffer + done, 0, bytes - done);
  reply(fd, unique, 0, buffer, bytes);
}

static uint64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void answer_read(int fd, uint64_t unique, const struct fuse_read_in* in, uint64_t* buffer) {
  if (in->offset >= disk.bytes) return reply(fd, unique, 0, NULL, 0);
  uint64_t bytes = in->size < MAX_READ ? in->size : MAX_READ;
  if (bytes > disk.bytes - in->offset) bytes = disk.bytes - in->offset;
  uint64_t from = in->offset / SECTOR_BYTES;
  uint64_t to = (in->offset + bytes - 1) / SECTOR_BYTES;
  struct judgement judged = faults_judge(from, to);
  uint64_t none = 0;
  if (counters.first_read_ns == 0) {
    atomic_compare_exchange_strong(&counters.first_read_ns, &none, now_ns());
  }
  counters.reads++;
  counters.sectors += to - from + 1;
  if (judged.delay_ms > 0) counters.delayed++;
  if (judged.error != 0) counters.failed++;
  if (judged.delay_ms > 0) sleep_ms(judged.delay_ms);
  if (judged.error != 0) return reply(fd, unique, judged.error, NULL, 0);
  if (disk.contents >= 0) return answer_contents(fd, unique, in->offset, bytes, buffer);
  if (!disk.pattern) return reply(fd, unique, 0, zeros, bytes);
  for (uint64_t i = 0; i < bytes / 8; i++) buffer[i] = (in->offset + i * 8) / SECTOR_BYTES;
  reply(fd, unique, 0, buffer, bytes);
}

static void answer(int fd, const char* request, uint64_t* buffer) {
  const struct fuse_in_header* head = (const void*)request;
  const void* body = request + sizeof *head;
  switch (head->opcode) {
    case FUSE_INIT: {
      struct fuse_init_out out = {
          .major = FUSE_KERNEL_VERSION, .minor = 31,
          .max_readahead = ((const struct fuse_init_in*)body)->max_readahead,
          // ASYNC_DIO: reads that are in flight together stay so.
          .flags = FUSE_ASYNC_READ | FUSE_ASYNC_DIO | FUSE_MAX_PAGES,
          .max_background = 2 * THREADS, .congestion_threshold = 2 * THREADS,
          .max_write = 4096, .time_gran = 1, .max_pages = MAX_READ / 4096};
      return reply(fd, head->unique, 0, &out, sizeof out);
    }
    case FUSE_GETATTR: {
      // Asked anew for every stat(2), so that a deaf server holds that up, too.
      struct fuse_attr_out out = {.attr = attributes()};
      return reply(fd, head->unique, 0, &out, sizeof out);
    }
    case FUSE_OPEN: {
      struct fuse_open_out out = {.fh = 1};
      return reply(fd, head->unique, 0, &out, sizeof out);
    }
    case FUSE_READ:
      return answer_read(fd, head->unique, body, buffer);
    case FUSE_STATFS: {
      struct fuse_statfs_out out = {.st = {.bsize = 4096, .namelen = 255}};
      return reply(fd, head->unique, 0, &out, sizeof out);
    }
    case FUSE_FLUSH:
    case FUSE_RELEASE:
    case FUSE_DESTROY:
      return reply(fd, head->unique, 0, NULL, 0);
    case FUSE_FORGET:
    case FUSE_BATCH_FORGET:
    case FUSE_INTERRUPT:
      return;  // these have no answer
    default:
      return reply(fd, head->unique, ENOSYS, NULL, 0);
  }
}

static bool serve_one(int fd, char* request, uint64_t* buffer) {
  ssize_t got = read(fd, request, REQUEST_BYTES);
  if (got > 0 && !deaf) answer(fd, request, buffer);
  // ENOENT: the request was taken back before it could be read.
  return got > 0 || errno == EINTR || errno == EAGAIN || errno == ENOENT;
}

static void* serve(void* arg) {
  int fd = (int)(intptr_t)arg;
  _Alignas(8) char request[REQUEST_BYTES];
  uint64_t* buffer = malloc(MAX_READ);
  if (buffer == NULL) {
    perror("malloc");
    exit(1);
  }
  while (serve_one(fd, request, buffer)) continue;
  free(buffer);
  return NULL;
}

// A descriptor of its own for each thread, so that answers need not pass one lock: FUSE_DEV_IOC_CLONE
// in linux/fuse.h (7.25), libfuse's clone_fd.
static int clone_connection(int fd) {
  int copy = open("/dev/fuse", O_RDWR | O_CLOEXEC);
  uint32_t source = (uint32_t)fd;
  return copy >= 0 && ioctl(copy, FUSE_DEV_IOC_CLONE, &source) == 0 ? copy : -1;
}

// Starts answering on /dev/fuse, which is mounted already, in threads of its own. False: errno says
// why.
static bool fuse_serve(int fd, const struct disk* served) {
  disk = *served;
  char request[REQUEST_BYTES] __attribute__((aligned(8)));
  serve_one(fd, request, NULL);  // FUSE_INIT: a connection can be cloned after it only
  for (int i = 0; i < THREADS; i++) {
    int copy = clone_connection(fd);
    if (copy < 0) return false;
    pthread_t thread;
    errno = pthread_create(&thread, NULL, serve, (void*)(intptr_t)copy);
    if (errno != 0) return false;
  }
  return true;
}

// From now on requests are taken and never answered.
static void fuse_turn_deaf(void) { deaf = true; }
