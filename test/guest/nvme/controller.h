// What an NVMe controller answers to a command: data, which of namespaces is zeros, or a fault's status.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAX_NAMESPACES 8u
// Of what is no namespace's: Identify data, a log page.
#define PAGE_BYTES 4096u

struct fault {
  uint64_t from, end;
  uint16_t status;
};

struct name_space {
  uint64_t sectors;
  uint32_t sector_bytes;
  struct fault* faults;
  size_t fault_count;
};

struct controller {
  const char* name;     // its subsystem's NQN
  bool verifies;        // ONCS says that it knows Verify
  uint32_t latency_us;  // of every command for sectors
  struct name_space spaces[MAX_NAMESPACES];
  size_t space_count;
  uint32_t configuration;  // CC
};

struct answer {
  uint16_t status;  // code, type and DNR, as in the completion, without the phase tag
  uint64_t result;
  bool held;  // it is not answered
  uint8_t page[PAGE_BYTES];
  size_t data_bytes;  // zeros behind the page
};

enum { QUEUE_UNKNOWN = -1, QUEUE_ADMIN = 0 };

// Adds a namespace: SECTORS, SECTOR_BYTES, and a file of faults, lines `LBA COUNT STATUS` with the status in
// hexadecimal. False, with the reason on standard error, for one that is wrong.
bool namespace_add(struct controller* controller, const char* sectors, const char* sector_bytes,
                   const char* faults);

// `queue`: by which the command came; Connect sets it.
void execute(struct controller* controller, int* queue, const uint8_t* command,
             struct answer* answer);
