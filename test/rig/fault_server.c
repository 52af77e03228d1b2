// A disk that fails on purpose: one regular file, served over /dev/fuse, to be put below a loop
// device. `losetup --direct-io=on` hands every O_DIRECT read of the block device down unchanged, so
// exactly the sectors named in the fault file fail, and the counters say what was really read.
//
//   fault_server MOUNTPOINT FAULTS STATS SECTORS [--pattern | --contents FILE]
//
// MOUNTPOINT is an existing regular file; SECTORS are of 512 bytes. The content is zeros, or each
// sector's own number 64 times, or that of FILE, as it is when it is read, and zeros behind its end.
// FILE is opened for reading only. It prints "ready" when the file can be read. SIGHUP reads FAULTS
// again, SIGUSR1 writes STATS, SIGTERM or the death of the parent takes everything down. After SIGUSR2
// requests are taken and never answered: not even a signal ends who waits for one (request_wait_answer in
// fs/fuse/dev.c).
//
// The protocol is that of linux/fuse.h; Documentation/filesystems/fuse.rst says what the mount
// options and aborting mean. No libfuse: a C compiler and the kernel's headers are enough.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/fuse.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "faults.h"
#include "loops.h"

#define SECTOR_BYTES 512u
#define MAX_READ (1u << 20)
// A delayed read holds its thread: as many reads can be slow side by side.
#define THREADS 32
// The kernel refuses a smaller buffer than this (fuse_dev_do_read in fs/fuse/dev.c): nothing is
// ever written here, so a request is small.
#define REQUEST_BYTES FUSE_MIN_READ_BUFFER

static const char *mount_point, *fault_path, *stats_path;
static uint64_t disk_bytes;
static bool pattern;
static atomic_bool deaf;
static int contents = -1;  // a file's descriptor
static unsigned reloads, stats_written;
static _Atomic uint64_t reads, failed_reads, delayed_reads, sectors_read;
static _Atomic uint64_t first_read_ns;  // CLOCK_MONOTONIC, since the faults were loaded; 0: none
static const uint8_t zeros[MAX_READ];

static void die(const char* what) {
  perror(what);
  exit(1);
}

static void reply(int fd, uint64_t unique, int error, const void* body, size_t bytes) {
  struct fuse_out_header head = {.len = (uint32_t)(sizeof head + bytes), .error = -error,
                                 .unique = unique};
  struct iovec parts[2] = {{&head, sizeof head}, {(void*)body, bytes}};
  // ENOENT: the asker was interrupted and waits no more. ENODEV: unmounted.
  (void)!writev(fd, parts, bytes > 0 ? 2 : 1);
}

static struct fuse_attr attributes(void) {
  return (struct fuse_attr){.ino = FUSE_ROOT_ID, .size = disk_bytes,
                            .blocks = disk_bytes / SECTOR_BYTES, .mode = S_IFREG | 0444,
                            .nlink = 1, .blksize = 4096};
}

static void sleep_ms(uint32_t ms) {
  struct timespec left = {ms / 1000, (long)(ms % 1000) * 1000000};
  while (nanosleep(&left, &left) != 0 && errno == EINTR) continue;
}

static void answer_contents(int fd, uint64_t unique, uint64_t offset, size_t bytes, void* buffer) {
  size_t done = 0;
  while (done < bytes) {
    ssize_t got = pread(contents, (char*)buffer + done, bytes - done, (off_t)(offset + done));
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
  if (in->offset >= disk_bytes) return reply(fd, unique, 0, NULL, 0);
  uint64_t bytes = in->size < MAX_READ ? in->size : MAX_READ;
  if (bytes > disk_bytes - in->offset) bytes = disk_bytes - in->offset;
  uint64_t from = in->offset / SECTOR_BYTES;
  uint64_t to = (in->offset + bytes - 1) / SECTOR_BYTES;
  struct judgement judged = faults_judge(from, to);
  uint64_t none = 0;
  if (first_read_ns == 0) atomic_compare_exchange_strong(&first_read_ns, &none, now_ns());
  reads++;
  sectors_read += to - from + 1;
  if (judged.delay_ms > 0) delayed_reads++;
  if (judged.fails) failed_reads++;
  if (judged.delay_ms > 0) sleep_ms(judged.delay_ms);
  if (judged.fails) return reply(fd, unique, EIO, NULL, 0);
  if (contents >= 0) return answer_contents(fd, unique, in->offset, bytes, buffer);
  if (!pattern) return reply(fd, unique, 0, zeros, bytes);
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
  if (buffer == NULL) die("malloc");
  while (serve_one(fd, request, buffer)) continue;
  free(buffer);
  return NULL;
}

// A descriptor of its own for each thread, so that answers need not pass one lock: FUSE_DEV_IOC_CLONE
// in linux/fuse.h (7.25), libfuse's clone_fd.
static int clone_connection(int fd) {
  int copy = open("/dev/fuse", O_RDWR | O_CLOEXEC);
  uint32_t source = (uint32_t)fd;
  if (copy < 0 || ioctl(copy, FUSE_DEV_IOC_CLONE, &source) != 0) die("FUSE_DEV_IOC_CLONE");
  return copy;
}

static void write_stats(void) {
  char fresh[4096];
  snprintf(fresh, sizeof fresh, "%s.new", stats_path);
  FILE* file = fopen(fresh, "we");
  if (file == NULL) return perror(fresh);
  fprintf(file,
          "written %u\nreloads %u\nreads %" PRIu64 "\nfailed %" PRIu64 "\ndelayed %" PRIu64
          "\nsectors %" PRIu64 "\nfirst_read_ns %" PRIu64 "\n",
          ++stats_written, reloads, reads, failed_reads, delayed_reads, sectors_read,
          first_read_ns);
  fclose(file);
  rename(fresh, stats_path);  // whole or not at all
}

// Aborting first (MNT_FORCE: fuse.rst, "Aborting a filesystem connection") lets reads that are
// still waited for fail, so that the loop device can go.
static void take_down(void) {
  write_stats();
  umount2(mount_point, MNT_FORCE);
  detach_loops(mount_point);
  umount2(mount_point, MNT_DETACH);
  _exit(0);
}

static void wait_for_signals(const sigset_t* signals) {
  for (;;) {
    int number = 0;
    if (sigwait(signals, &number) != 0) continue;
    if (number == SIGHUP) {
      first_read_ns = 0;
      if (faults_load(fault_path)) reloads++;
      write_stats();
    } else if (number == SIGUSR1) {
      write_stats();
    } else if (number == SIGUSR2) {
      deaf = true;
      write_stats();
    } else {
      take_down();
    }
  }
}

int main(int argc, char** argv) {
  if (argc < 5) {
    fprintf(stderr, "usage: fault_server MOUNTPOINT FAULTS STATS SECTORS [--pattern | --contents FILE]\n");
    return 2;
  }
  mount_point = realpath(argv[1], NULL);  // as sysfs will name it
  if (mount_point == NULL) die(argv[1]);
  fault_path = argv[2];
  stats_path = argv[3];
  disk_bytes = strtoull(argv[4], NULL, 10) * SECTOR_BYTES;
  pattern = argc > 5 && strcmp(argv[5], "--pattern") == 0;
  if (argc > 6 && strcmp(argv[5], "--contents") == 0) {
    contents = open(argv[6], O_RDONLY | O_CLOEXEC);
    if (contents < 0) die(argv[6]);
  }
  if (!faults_load(fault_path)) return 1;

  sigset_t signals;
  sigemptyset(&signals);
  int wanted[] = {SIGHUP, SIGUSR1, SIGUSR2, SIGTERM, SIGINT};
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) sigaddset(&signals, wanted[i]);
  pthread_sigmask(SIG_BLOCK, &signals, NULL);  // the threads inherit it: only main is told

  pid_t parent = getppid();
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) return 1;  // it was gone before the line above

  int fd = open("/dev/fuse", O_RDWR | O_CLOEXEC);
  if (fd < 0) die("/dev/fuse");
  char options[128];
  snprintf(options, sizeof options,
           "fd=%d,rootmode=100000,user_id=0,group_id=0,allow_other,max_read=%u", fd, MAX_READ);
  if (mount("surfscan-rig", mount_point, "fuse.surfscan-rig", MS_NOSUID | MS_NODEV | MS_RDONLY,
            options) != 0)
    die("mount");
  char request[REQUEST_BYTES] __attribute__((aligned(8)));
  serve_one(fd, request, NULL);  // FUSE_INIT: a connection can be cloned after it only
  for (int i = 0; i < THREADS; i++) {
    pthread_t thread;
    void* arg = (void*)(intptr_t)clone_connection(fd);
    if (pthread_create(&thread, NULL, serve, arg) != 0) die("pthread_create");
  }
  puts("ready");
  fflush(stdout);
  wait_for_signals(&signals);
}
