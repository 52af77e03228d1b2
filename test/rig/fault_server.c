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
// This file is the life of the process; fuse_serve.c answers reads, faults.c judges them.
// Documentation/filesystems/fuse.rst says what the mount options and aborting mean.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "faults.h"
#include "fuse_serve.h"
#include "loops.h"

static const char *mount_point, *fault_path, *stats_path;
static unsigned reloads, stats_written;

static void die(const char* what) {
  perror(what);
  exit(1);
}

static void write_stats(void) {
  char fresh[4096];
  snprintf(fresh, sizeof fresh, "%s.new", stats_path);
  FILE* file = fopen(fresh, "we");
  if (file == NULL) return perror(fresh);
  fprintf(file,
          "written %u\nreloads %u\nreads %" PRIu64 "\nfailed %" PRIu64 "\ndelayed %" PRIu64
          "\nsectors %" PRIu64 "\nfirst_read_ns %" PRIu64 "\n",
          ++stats_written, reloads, counters.reads, counters.failed, counters.delayed,
          counters.sectors, counters.first_read_ns);
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
      counters.first_read_ns = 0;
      if (faults_load(fault_path)) reloads++;
      write_stats();
    } else if (number == SIGUSR1) {
      write_stats();
    } else if (number == SIGUSR2) {
      fuse_turn_deaf();
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
  struct disk disk = {.bytes = strtoull(argv[4], NULL, 10) * SECTOR_BYTES,
                      .pattern = argc > 5 && strcmp(argv[5], "--pattern") == 0,
                      .contents = -1};
  if (argc > 6 && strcmp(argv[5], "--contents") == 0) {
    disk.contents = open(argv[6], O_RDONLY | O_CLOEXEC);
    if (disk.contents < 0) die(argv[6]);
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
  if (!fuse_serve(fd, &disk)) die("/dev/fuse");
  puts("ready");
  fflush(stdout);
  wait_for_signals(&signals);
}
