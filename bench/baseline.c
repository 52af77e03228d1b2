// The least that a surface scan at depth 1 costs: read a block past the cache, with the clock read
// before and after. Prints the seconds for the whole device.
//
//   baseline DEVICE [BYTES]    stops after BYTES
#define _GNU_SOURCE
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define BLOCK_BYTES (128u << 10)

static uint64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  int fd = open(argv[1], O_RDONLY | O_DIRECT | O_CLOEXEC);
  if (fd < 0) return perror(argv[1]), 1;
  off_t end = lseek(fd, 0, SEEK_END);
  if (argc > 2 && atoll(argv[2]) < end) end = atoll(argv[2]);
  void* buffer = aligned_alloc(4096, BLOCK_BYTES);
  uint64_t longest = 0, sum = 0;
  uint64_t begin = now_ns();
  for (off_t at = 0; at < end; at += BLOCK_BYTES) {
    uint64_t before = now_ns();
    if (pread(fd, buffer, BLOCK_BYTES, at) <= 0) return perror("pread"), 1;
    uint64_t latency = now_ns() - before;
    sum += latency;
    if (latency > longest) longest = latency;
  }
  double seconds = (double)(now_ns() - begin) / 1e9;
  printf("%.6f %jd %" PRIu64 " %" PRIu64 "\n", seconds, (intmax_t)end, sum, longest);
  return 0;
}
