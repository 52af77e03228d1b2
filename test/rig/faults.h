// What is wrong with the disk: the fault file, and what it says of one read.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// What becomes of a read: it answers after `delay_ms`, with data, or with `error`, an errno, if not 0.
struct judgement {
  int error;
  uint32_t delay_ms;
};

// Reads the fault file and puts it in the place of the faults that were, weak sectors' counts and
// all. Lines, in 512-byte sectors, both ends inclusive; `#` begins a comment:
//
//   bad  FROM TO         every read that touches it fails
//   weak FROM TO N       each sector fails the first N reads that touch it, then reads
//   slow FROM TO MS [N]  a read that touches it takes MS ms (only the first N such reads)
//   hang FROM TO MS      the same, for reads that are meant to look dead
//   outage FIRST LAST [ERRNO]
//                        these reads fail wherever they are, counted from 1 since the file was read
//   hold FIRST LAST      these reads wait, counted the same way, until the file is read again
//
// A read waits for the longest of its delays, then fails if anything it touches is bad or weak: with
// EIO, or with an outage's own errno.
// False, with the reason on standard error and the old faults kept, for a file that is wrong.
bool faults_load(const char* path);

struct judgement faults_judge(uint64_t from, uint64_t to);
