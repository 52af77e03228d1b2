#include "answers.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ata.h"
#include "bytes.h"

enum named { EXACT, NONE, GIVEN };
enum manner { READS, VERIFIES, PASSES_THROUGH };

// Sense by SAT-4 table 135 as libata translates it (ata_gen_ata_sense), and the ATA registers.
struct kind {
  const char* name;
  uint8_t key, asc, ascq, error, status;
};

static const struct kind kinds[] = {
    {"unc", 0x3, 0x11, 0x04, 0x40, 0x51},  {"idnf", 0x5, 0x21, 0x00, 0x10, 0x51},
    {"abrt", 0xb, 0x00, 0x00, 0x04, 0x51}, {"amnf", 0x3, 0x13, 0x00, 0x01, 0x51},
    {"t0nf", 0x4, 0x00, 0x00, 0x02, 0x51}, {"bbk", 0x3, 0x11, 0x04, 0x80, 0x51},
    {"icrc", 0xb, 0x47, 0x00, 0x84, 0x51}, {"df", 0x4, 0x44, 0x00, 0x00, 0x70},
    {"rec", 0x1, 0x17, 0x01, 0x00, 0x50},
};

struct fault {
  uint64_t from, end;
  const struct kind* kind;
  enum named named;
  uint64_t named_lba;
};

static struct fault faults[4096];
static size_t fault_count;

static const struct kind* kind_of(const char* name) {
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (strcmp(kinds[i].name, name) == 0) return &kinds[i];
  }
  return NULL;
}

bool faults_load(const char* path) {
  FILE* file = fopen(path, "r");
  if (file == NULL) {
    perror(path);
    return false;
  }
  char line[256];
  while (fgets(line, sizeof line, file) != NULL) {
    char name[8], named[24] = "";
    uint64_t from, count;
    int fields = sscanf(line, "%" SCNu64 " %" SCNu64 " %7s %23s", &from, &count, name, named);
    const struct kind* kind = fields >= 3 ? kind_of(name) : NULL;
    if (kind == NULL || fault_count == sizeof faults / sizeof *faults) {
      fprintf(stderr, "%s: not a fault: %s", path, line);
      fclose(file);
      return false;
    }
    struct fault* fault = &faults[fault_count++];
    *fault = (struct fault){from, from + count, kind, EXACT, 0};
    if (strcmp(named, "none") == 0) fault->named = NONE;
    else if (named[0] != 0) fault->named = GIVEN, fault->named_lba = strtoull(named, NULL, 0);
  }
  fclose(file);
  return true;
}

static void begin_descriptors(uint8_t* sense, const struct kind* kind, uint8_t bytes) {
  const uint8_t head[8] = {0x72, kind->key, kind->asc, kind->ascq, 0, 0, 0, bytes};
  memcpy(sense, head, sizeof head);
}

static void check_condition(const struct disk* disk, struct answer* answer, const struct kind* kind,
                            bool named, uint64_t lba) {
  uint8_t* sense = answer->sense;
  answer->status = 2;
  if (!disk->descriptors) {
    sense[0] = 0x70;
    sense[2] = kind->key;
    sense[7] = 10;
    sense[12] = kind->asc;
    sense[13] = kind->ascq;
    if (named && lba <= UINT32_MAX) sense[0] |= 0x80, put_big(sense + 3, lba, 4);
    return;
  }
  begin_descriptors(sense, kind, named ? 12 : 0);
  if (!named) return;
  sense[9] = 10;
  sense[10] = 0x80;
  put_big(sense + 12, lba, 8);
}

// SAT-4 12.2.2.6: the ATA status return descriptor, or the fixed format's registers.
static void return_registers(const struct disk* disk, struct answer* answer,
                             const struct kind* kind, uint64_t lba) {
  uint8_t* sense = answer->sense;
  answer->status = 2;
  if (!disk->descriptors) {
    sense[0] = 0x70;
    sense[2] = kind->key;
    sense[3] = kind->error;
    sense[4] = kind->status;
    sense[5] = 0x40;
    sense[7] = 10;
    sense[8] = (uint8_t)(0x80 | (lba >> 24 != 0 ? 0x20 : 0));
    for (int i = 0; i < 3; i++) sense[9 + i] = (uint8_t)(lba >> (8 * i));
    sense[12] = kind->asc;
    sense[13] = kind->ascq;
    return;
  }
  begin_descriptors(sense, kind, 14);
  uint8_t* descriptor = sense + 8;
  descriptor[0] = 0x09;
  descriptor[1] = 12;
  descriptor[2] = 1;
  descriptor[3] = kind->error;
  for (int i = 0; i < 3; i++) {
    descriptor[7 + 2 * i] = (uint8_t)(lba >> (8 * i));
    descriptor[6 + 2 * i] = (uint8_t)(lba >> (24 + 8 * i));
  }
  descriptor[12] = 0x40;
  descriptor[13] = kind->status;
}

static void illegal(const struct disk* disk, struct answer* answer, uint8_t asc) {
  const struct kind kind = {"", 0x5, asc, 0, 0, 0};
  check_condition(disk, answer, &kind, false, 0);
}

static const struct fault* first_fault(uint64_t lba, uint64_t sectors, enum manner manner) {
  const struct fault* first = NULL;
  for (size_t i = 0; i < fault_count; i++) {
    const struct fault* fault = &faults[i];
    if (fault->from >= lba + sectors || fault->end <= lba) continue;
    if (fault->kind->key == 1 && manner != VERIFIES) continue;  // told where nothing is brought
    if (first == NULL || fault->from < first->from) first = fault;
  }
  return first;
}

// What is read, or only verified: the same faults. A sector that is not there is IDNF by ATA's words.
static void read_medium(const struct disk* disk, struct answer* answer, uint64_t lba,
                        uint64_t sectors, enum manner manner) {
  const bool pass_through = manner == PASSES_THROUGH;
  if (lba + sectors > disk->sectors) {
    if (!pass_through) return illegal(disk, answer, 0x21);
    return return_registers(disk, answer, kind_of("idnf"), lba);
  }
  const struct fault* fault = first_fault(lba, sectors, manner);
  if (fault == NULL) return;
  const uint64_t first = fault->from > lba ? fault->from : lba;
  if (fault->kind->key != 1) smart_lost(first);
  const uint64_t named = fault->named == GIVEN ? fault->named_lba : first;
  const bool names = fault->named != NONE;
  if (pass_through) return_registers(disk, answer, fault->kind, names ? named : 0);
  else check_condition(disk, answer, fault->kind, names, named);
}

static void bring(struct answer* answer, size_t bytes) { answer->data_bytes = bytes; }

static void inquire(const struct disk* disk, const uint8_t* cdb, struct answer* answer) {
  uint8_t* data = answer->data;
  if (cdb[2] == 0x89 && !disk->is_ata) return illegal(disk, answer, 0x24);
  if ((cdb[1] & 1) == 0) {
    data[2] = 6;
    data[4] = 91;
    data[7] = 2;
    memcpy(data + 8, disk->is_ata ? "ATA     SAT DISK        1.0 " : "TEST    SCSI DISK       1.0 ", 28);
    bring(answer, 96);
    return;
  }
  data[1] = cdb[2];
  switch (cdb[2]) {
    case 0x00:
      if (disk->is_ata) memcpy(data + 3, "\x05\x00\x80\x83\x89\xb1", 6);
      else memcpy(data + 3, "\x04\x00\x80\x83\xb1", 5);
      break;
    case 0x80:
      data[3] = 8;
      memcpy(data + 4, "SAT-0001", 8);
      break;
    case 0x83:
      memcpy(data + 3, "\x18\x02\x01\x00\x14" "ATA     SAT-0001    ", 25);
      break;
    case 0x89:  // SAT-4 12.4.2
      put_big(data + 2, 568, 2);
      memcpy(data + 8, "TEST    TRANSLATOR      1.0 ", 28);
      data[36] = 0x34;
      data[56] = 0xec;
      ata_identify(disk, data + 60);
      break;
    case 0xb1:
      data[3] = 60;
      put_big(data + 4, 7200, 2);
      break;
    default:
      illegal(disk, answer, 0x24);
      return;
  }
  bring(answer, sizeof answer->data);
}

void execute(const struct disk* disk, const uint8_t* cdb, struct answer* answer) {
  const enum manner manner = cdb[0] == 0x2f || cdb[0] == 0x8f ? VERIFIES : READS;  // VERIFY
  switch (cdb[0]) {
    case 0x00:  // TEST UNIT READY
    case 0x1b:  // START STOP UNIT
    case 0x35:  // SYNCHRONIZE CACHE
      return;
    case 0x12:
      return inquire(disk, cdb, answer);
    case 0x1a:  // MODE SENSE
      answer->data[0] = 3;
      return bring(answer, 4);
    case 0x25:  // READ CAPACITY (10)
      put_big(answer->data, disk->sectors - 1, 4);
      put_big(answer->data + 4, disk->sector_bytes, 4);
      return bring(answer, 8);
    case 0x9e:  // READ CAPACITY (16)
      put_big(answer->data, disk->sectors - 1, 8);
      put_big(answer->data + 8, disk->sector_bytes, 4);
      return bring(answer, 32);
    case 0x28:
    case 0x2f:
      return read_medium(disk, answer, big(cdb + 2, 4), big(cdb + 7, 2), manner);
    case 0x88:
    case 0x8f:
      return read_medium(disk, answer, big(cdb + 2, 8), big(cdb + 10, 4), manner);
    case 0x85: {
      uint64_t lba = 0;
      for (const int* at = (const int[]){11, 9, 7, 12, 10, 8, 0}; *at != 0; at++) {
        lba = lba << 8 | cdb[*at];
      }
      // READ DMA EXT, READ VERIFY SECTOR(S) EXT
      const bool is_read = disk->is_ata && (cdb[14] == 0x25 || cdb[14] == 0x42);
      if (is_read) read_medium(disk, answer, lba, big(cdb + 5, 2), PASSES_THROUGH);
      else if (!ata_tell(disk, cdb, answer)) illegal(disk, answer, 0x20);
      return;
    }
    default:
      illegal(disk, answer, 0x20);
  }
}
