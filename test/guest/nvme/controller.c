#include "controller.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"

enum { DNR = 0x4000 };
enum { INVALID_OPCODE = 0x001 | DNR, INVALID_FIELD = 0x002 | DNR, INVALID_NAMESPACE = 0x00b | DNR };
enum { OUT_OF_RANGE = 0x080 | DNR };
enum { READ = 0x02, VERIFY = 0x0c, FABRICS = 0x7f };

// Figure 275: MDTS and VSL, powers of two of pages of 4 KiB. A block's read fits, a block's verification
// does not.
enum { MDTS = 5, VSL = 4 };
enum { QUEUE_ENTRIES = 128 };

bool namespace_add(struct controller* controller, const char* sectors, const char* sector_bytes,
                   const char* faults) {
  FILE* file = fopen(faults, "r");
  if (file == NULL || controller->space_count == MAX_NAMESPACES) {
    perror(faults);
    return false;
  }
  struct name_space* space = &controller->spaces[controller->space_count++];
  space->sectors = strtoull(sectors, NULL, 10);
  space->sector_bytes = (uint32_t)strtoul(sector_bytes, NULL, 10);
  uint64_t from, count;
  unsigned status;
  while (fscanf(file, "%" SCNu64 " %" SCNu64 " %x", &from, &count, &status) == 3) {
    space->faults = realloc(space->faults, (space->fault_count + 1) * sizeof *space->faults);
    space->faults[space->fault_count++] = (struct fault){from, from + count, (uint16_t)status};
  }
  const bool whole = feof(file) != 0;
  if (!whole) fprintf(stderr, "%s: not a fault\n", faults);
  fclose(file);
  return whole;
}

static struct name_space* space_of(struct controller* controller, const uint8_t* command) {
  const uint64_t id = little(command + 4, 4);
  return id >= 1 && id <= controller->space_count ? &controller->spaces[id - 1] : NULL;
}

static void put_text(uint8_t* field, const char* text, size_t bytes) {
  memset(field, ' ', bytes);
  memcpy(field, text, strlen(text));
}

// Base figure 275, and 300 for what is of fabrics.
static void identify_controller(const struct controller* controller, uint8_t* page) {
  put_text(page + 4, "NVME-TCP-0001", 20);
  put_text(page + 24, "NVME DISK IN USER SPACE", 40);
  put_text(page + 64, "1.0", 8);
  page[77] = MDTS;
  put_little(page + 78, 1, 2);        // CNTLID
  put_little(page + 80, 0x10400, 4);  // VER
  page[111] = 1;                      // CNTRLTYPE: I/O
  put_little(page + 320, 10, 2);      // KAS
  page[512] = 0x66;                   // SQES
  page[513] = 0x44;                   // CQES
  put_little(page + 514, QUEUE_ENTRIES, 2);
  put_little(page + 516, controller->space_count, 4);
  put_little(page + 520, controller->verifies ? 1 << 7 : 0, 2);
  put_little(page + 536, 1, 4);  // SGLS
  snprintf((char*)page + 768, 224, "%s", controller->name);
  put_little(page + 1792, 4, 4);  // IOCCSZ, of 16 bytes
  put_little(page + 1796, 1, 4);  // IORCSZ
}

// NVM Command Set figure 97: one format of sectors, in use.
static void identify_namespace(const struct name_space* space, uint8_t* page) {
  for (int at = 0; at < 24; at += 8) put_little(page + at, space->sectors, 8);
  page[128 + 2] = space->sector_bytes == 4096 ? 12 : 9;
}

// Base figure 274.
static void identify(struct controller* controller, const uint8_t* command, struct answer* answer) {
  const struct name_space* space = space_of(controller, command);
  const uint64_t id = little(command + 4, 4);
  answer->data_bytes = PAGE_BYTES;
  switch (command[40]) {
    case 0x00:
      if (space != NULL) identify_namespace(space, answer->page);
      else answer->status = INVALID_NAMESPACE, answer->data_bytes = 0;
      return;
    case 0x01:
      return identify_controller(controller, answer->page);
    case 0x02:  // the namespaces behind that one
      for (uint64_t next = id + 1; next <= controller->space_count; next++) {
        put_little(answer->page + 4 * (next - id - 1), next, 4);
      }
      return;
    case 0x03:  // it has no identifiers
      return;
    case 0x06:
      answer->page[0] = controller->verifies ? VSL : 0;
      return;
    default:
      answer->status = INVALID_FIELD;
      answer->data_bytes = 0;
  }
}

static void administer(struct controller* controller, const uint8_t* command,
                       struct answer* answer) {
  enum { GET_LOG_PAGE = 0x02, IDENTIFY = 0x06, SET_FEATURES = 0x09, GET_FEATURES = 0x0a };
  enum { ASYNC_EVENT = 0x0c, KEEP_ALIVE = 0x18 };
  switch (command[0]) {
    case GET_LOG_PAGE:
      answer->data_bytes = (little(command + 42, 2) + 1) * 4;
      return;
    case IDENTIFY:
      return identify(controller, command, answer);
    case ASYNC_EVENT:  // nothing ever happens
      answer->held = true;
      return;
    case SET_FEATURES:  // one queue of each kind, if it is asked for queues
    case GET_FEATURES:
    case KEEP_ALIVE:
      return;
    default:
      answer->status = INVALID_OPCODE;
  }
}

// Base 3.1.3: of the properties only these mean something to a host. CAP: queues' entries, contiguous, ready
// within 10 s, the NVM command set.
static uint64_t property(const struct controller* controller, uint64_t offset) {
  switch (offset) {
    case 0x00:
      return (QUEUE_ENTRIES - 1) | 1u << 16 | 20u << 24 | UINT64_C(1) << 37;
    case 0x08:
      return 0x10400;
    case 0x14:
      return controller->configuration;
    case 0x1c: {  // CSTS: ready if it is enabled, shut down if that was asked for
      const bool shut = (controller->configuration >> 14 & 3) != 0;
      return (controller->configuration & 1) | (shut ? 8 : 0);
    }
    default:
      return 0;
  }
}

// Base 6.
static void execute_fabrics(struct controller* controller, int* queue, const uint8_t* command,
                            struct answer* answer) {
  enum { PROPERTY_SET = 0x00, CONNECT = 0x01, PROPERTY_GET = 0x04, CC = 0x14 };
  const uint64_t offset = little(command + 44, 4);
  switch (command[4]) {
    case PROPERTY_SET:
      if (offset == CC) controller->configuration = (uint32_t)little(command + 48, 4);
      return;
    case CONNECT:
      *queue = (int)little(command + 42, 2);
      answer->result = 1;  // CNTLID
      return;
    case PROPERTY_GET:
      answer->result = property(controller, offset);
      return;
    default:
      answer->status = INVALID_OPCODE;
  }
}

static const struct fault* first_fault(const struct name_space* space, uint64_t lba,
                                       uint64_t sectors) {
  const struct fault* first = NULL;
  for (size_t i = 0; i < space->fault_count; i++) {
    const struct fault* fault = &space->faults[i];
    if (fault->from >= lba + sectors || fault->end <= lba) continue;
    if (first == NULL || fault->from < first->from) first = fault;
  }
  return first;
}

static void execute_io(struct controller* controller, const uint8_t* command,
                       struct answer* answer) {
  const struct name_space* space = space_of(controller, command);
  const bool verifies = command[0] == VERIFY && controller->verifies;
  const uint64_t lba = little(command + 40, 8);
  const uint64_t sectors = little(command + 48, 2) + 1;
  if (space == NULL) answer->status = INVALID_NAMESPACE;
  else if (command[0] != READ && !verifies) answer->status = INVALID_OPCODE;
  else if (sectors * space->sector_bytes > UINT64_C(4096) << (verifies ? VSL : MDTS)) {
    answer->status = INVALID_FIELD;
  } else if (lba + sectors > space->sectors) answer->status = OUT_OF_RANGE;
  else {
    const struct fault* fault = first_fault(space, lba, sectors);
    if (fault != NULL) answer->status = fault->status;
    else if (!verifies) answer->data_bytes = sectors * space->sector_bytes;
  }
}

void execute(struct controller* controller, int* queue, const uint8_t* command,
             struct answer* answer) {
  if (command[0] == FABRICS) execute_fabrics(controller, queue, command, answer);
  else if (*queue == QUEUE_ADMIN) administer(controller, command, answer);
  else execute_io(controller, command, answer);
}
