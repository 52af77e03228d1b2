// What surfscan takes of FreeBSD's devstat(9) (sys/sys/devicestat.h there), laid out as there, for
// building its FreeBSD sources on another system. freebsd_statistics.cc asserts every offset.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <ctime>

#define DEVSTAT_VERSION 6
#define DEVSTAT_NAME_LEN 16
#define DEVSTAT_N_TRANS_FLAGS 4

enum { DEVSTAT_NO_DATA, DEVSTAT_READ, DEVSTAT_WRITE, DEVSTAT_FREE };

struct bintime {
  time_t sec;
  uint64_t frac;
};

struct devstat {
  u_int sequence0;
  int allocated;
  u_int start_count;
  u_int end_count;
  struct bintime busy_from;
  struct {
    struct devstat* stqe_next;
  } dev_links;
  uint32_t device_number;
  char device_name[DEVSTAT_NAME_LEN];
  int unit_number;
  uint64_t bytes[DEVSTAT_N_TRANS_FLAGS];
  uint64_t operations[DEVSTAT_N_TRANS_FLAGS];
  struct bintime duration[DEVSTAT_N_TRANS_FLAGS];
  struct bintime busy_time;
  struct bintime creation_time;
  uint32_t block_size;
  uint64_t tag_types[3];
  int flags;
  int device_type;
  int priority;
  const void* id;
  u_int sequence1;
};
