#define _GNU_SOURCE
#include "faults.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind { BAD, WEAK, SLOW, HANG, OUTAGE, HOLD };

struct fault {
  enum kind kind;
  uint64_t from, to;
  uint32_t ms;
  int error;            // outage
  uint64_t reads_left;  // slow: how many more reads are slow
  uint8_t* fails_left;  // weak: one count a sector
};

#define MAX_WEAK_SECTORS (1u << 24)
#define MAX_WEAK_FAILURES 255u
#define MAX_ERRNO 512u  // what a FUSE answer may be: fuse_dev_do_write, fs/fuse/dev.c

static struct fault* faults;
static size_t fault_count;
static uint64_t judged;  // reads, since the faults were loaded
static uint64_t loads;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t loaded = PTHREAD_COND_INITIALIZER;

static bool parse(const char* line, struct fault* out) {
  char word[8];
  uint64_t n = 0, times = 0;
  int fields = sscanf(line, "%7s %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64, word, &out->from,
                      &out->to, &n, &times);
  if (fields < 3 || out->to < out->from) return false;
  out->reads_left = UINT64_MAX;
  out->ms = (uint32_t)n;
  if (strcmp(word, "bad") == 0) {
    out->kind = BAD;
    return fields == 3;
  }
  if (strcmp(word, "hold") == 0) {
    out->kind = HOLD;
    return fields == 3;
  }
  if (strcmp(word, "outage") == 0) {
    out->kind = OUTAGE;
    out->error = fields == 3 ? EIO : (int)n;
    return fields == 3 || (fields == 4 && n > 0 && n < MAX_ERRNO);
  }
  if (fields < 4 || n > UINT32_MAX) return false;
  if (strcmp(word, "slow") == 0) {
    out->kind = SLOW;
    if (fields == 5) out->reads_left = times;
    return true;
  }
  if (strcmp(word, "hang") == 0) {
    out->kind = HANG;
    return fields == 4;
  }
  if (strcmp(word, "weak") != 0) return false;
  out->kind = WEAK;
  uint64_t sectors = out->to - out->from + 1;
  if (fields != 4 || n > MAX_WEAK_FAILURES || sectors > MAX_WEAK_SECTORS) return false;
  out->fails_left = malloc(sectors);
  if (out->fails_left == NULL) return false;
  memset(out->fails_left, (int)n, sectors);
  return true;
}

static void free_all(struct fault* list, size_t count) {
  for (size_t i = 0; i < count; i++) free(list[i].fails_left);
  free(list);
}

bool faults_load(const char* path) {
  FILE* file = fopen(path, "re");
  if (file == NULL) {
    perror(path);
    return false;
  }
  struct fault* fresh = NULL;
  size_t count = 0;
  char* line = NULL;
  size_t room = 0;
  bool right = true;
  while (right && getline(&line, &room, file) > 0) {
    if (line[0] == '#' || line[strspn(line, " \t\n")] == 0) continue;
    fresh = reallocarray(fresh, count + 1, sizeof *fresh);
    if (fresh == NULL) abort();
    fresh[count] = (struct fault){0};
    right = parse(line, &fresh[count]);
    if (right) count++;
  }
  if (!right) fprintf(stderr, "%s: not a fault: %s", path, line);
  free(line);
  fclose(file);
  if (!right) {
    free_all(fresh, count);
    return false;
  }
  pthread_mutex_lock(&lock);
  struct fault* old = faults;
  size_t old_count = fault_count;
  faults = fresh;
  fault_count = count;
  judged = 0;
  loads++;
  pthread_cond_broadcast(&loaded);
  pthread_mutex_unlock(&lock);
  free_all(old, old_count);
  return true;
}

// Every weak sector in the read is counted, also behind one that fails it: the whole read touched
// them all.
static bool weak_fails(struct fault* fault, uint64_t from, uint64_t to) {
  bool fails = false;
  uint64_t first = from > fault->from ? from : fault->from;
  uint64_t last = to < fault->to ? to : fault->to;
  for (uint64_t sector = first; sector <= last; sector++) {
    uint8_t* left = &fault->fails_left[sector - fault->from];
    if (*left == 0) continue;
    --*left;
    fails = true;
  }
  return fails;
}

static bool held(uint64_t number) {
  for (size_t i = 0; i < fault_count; i++) {
    if (faults[i].kind == HOLD && number >= faults[i].from && number <= faults[i].to) return true;
  }
  return false;
}

// Counts the read. A held one begins anew under the faults that release it.
static void count_read(void) {
  while (held(++judged)) {
    uint64_t seen = loads;
    while (loads == seen) pthread_cond_wait(&loaded, &lock);
  }
}

struct judgement faults_judge(uint64_t from, uint64_t to) {
  struct judgement result = {0, 0};
  pthread_mutex_lock(&lock);
  count_read();
  for (size_t i = 0; i < fault_count; i++) {
    struct fault* fault = &faults[i];
    if (fault->kind == OUTAGE) {
      if (judged >= fault->from && judged <= fault->to) result.error = fault->error;
      continue;
    }
    if (fault->kind == HOLD || from > fault->to || to < fault->from) continue;
    if (fault->kind == BAD) {
      result.error = EIO;
    } else if (fault->kind == WEAK) {
      if (weak_fails(fault, from, to)) result.error = EIO;
    } else if (fault->reads_left > 0) {
      fault->reads_left--;
      if (fault->ms > result.delay_ms) result.delay_ms = fault->ms;
    }
  }
  pthread_mutex_unlock(&lock);
  return result;
}
