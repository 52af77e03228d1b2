// One regular file below a FUSE mount: its requests are answered here, as its faults want it.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

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
extern struct counters counters;

// Starts answering on /dev/fuse, which is mounted already, in threads of its own. False: errno says why.
bool fuse_serve(int fd, const struct disk* disk);

// From now on requests are taken and never answered.
void fuse_turn_deaf(void);
