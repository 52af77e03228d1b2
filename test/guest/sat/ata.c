#include "ata.h"

#include <string.h>

enum { IDENTIFY = 0xec, READ_NATIVE_MAX_EXT = 0x27, SMART = 0xb0 };
enum { READ_DATA = 0xd0, READ_THRESHOLDS = 0xd1, RETURN_STATUS = 0xda };
enum { REALLOCATED = 5, PENDING = 197 };

static const uint8_t attributes[] = {REALLOCATED, PENDING};

static bool lost[1u << 20];
static uint32_t pending;

void smart_lost(uint64_t lba) {
  if (lba >= sizeof lost / sizeof *lost || lost[lba]) return;
  lost[lba] = true;
  pending++;
}

// ATA's strings have the bytes of a word swapped, and blanks at their end.
static void put_text(uint8_t* words, const char* text, size_t bytes) {
  for (size_t i = 0; i < bytes; i++) words[i ^ 1u] = i < strlen(text) ? (uint8_t)text[i] : ' ';
}

static void put_word(uint8_t* data, int word, uint16_t value) {
  data[2 * word] = (uint8_t)value;
  data[2 * word + 1] = (uint8_t)(value >> 8);
}

// ACS-4, table 45: an LBA48 disk with SMART, enabled, and a host protected area, if it hides anything.
void ata_identify(const struct disk* disk, uint8_t* data) {
  put_text(data + 20, "SAT-0001", 20);
  put_text(data + 46, "1.0", 8);
  put_text(data + 54, "SAT DISK", 40);
  put_word(data, 49, 0x0300);
  put_word(data, 60, (uint16_t)disk->sectors);
  put_word(data, 61, (uint16_t)(disk->sectors >> 16));
  put_word(data, 80, 0x01f0);
  const uint16_t area = disk->hidden > 0 ? 0x0400 : 0;
  put_word(data, 82, 0x0001 | area);
  put_word(data, 83, 0x4400);
  put_word(data, 84, 0x4000);
  put_word(data, 85, 0x0001 | area);
  put_word(data, 86, 0x0400);
  put_word(data, 87, 0x4000);
  put_word(data, 100, (uint16_t)disk->sectors);
  put_word(data, 101, (uint16_t)(disk->sectors >> 16));
}

// ATA-3, tables 20 and 22: twelve bytes each, and a sum of all that is 0.
static void read_attributes(uint8_t* data, bool thresholds) {
  data[0] = 16;
  for (size_t i = 0; i < sizeof attributes; i++) {
    uint8_t* attribute = data + 2 + 12 * i;
    attribute[0] = attributes[i];
    if (thresholds) continue;
    attribute[1] = 0x33;
    attribute[3] = attribute[4] = 100;
    const uint32_t raw = attributes[i] == PENDING ? pending : 0;
    for (int byte = 0; byte < 4; byte++) attribute[5 + byte] = (uint8_t)(raw >> (8 * byte));
  }
  uint8_t sum = 0;
  for (int i = 0; i < 511; i++) sum = (uint8_t)(sum + data[i]);
  data[511] = (uint8_t)-sum;
}

// SAT-4 12.2.2.6: the registers come back as sense, of key RECOVERED ERROR.
static void return_success(struct answer* answer, uint64_t lba, bool extended) {
  const uint8_t head[] = {0x72, 1, 0, 0x1d, 0, 0, 0, 14, 0x09, 12, extended};
  uint8_t* sense = answer->sense;
  answer->status = 2;
  memcpy(sense, head, sizeof head);
  for (int i = 0; i < 3; i++) {
    sense[15 + 2 * i] = (uint8_t)(lba >> (8 * i));
    sense[14 + 2 * i] = (uint8_t)(lba >> (24 + 8 * i));
  }
  sense[20] = 0x40;
  sense[21] = 0x50;
}

bool ata_tell(const struct disk* disk, const uint8_t* cdb, struct answer* answer) {
  const uint8_t feature = cdb[4];
  if (cdb[14] == IDENTIFY) ata_identify(disk, answer->data);
  else if (cdb[14] == READ_NATIVE_MAX_EXT && disk->hidden > 0) {
    return_success(answer, disk->sectors + disk->hidden - 1, true);
    return true;
  } else if (cdb[14] != SMART) return false;
  else if (feature == READ_DATA || feature == READ_THRESHOLDS) {
    read_attributes(answer->data, feature == READ_THRESHOLDS);
  } else if (feature == RETURN_STATUS) {
    return_success(answer, 0xc24f00, false);  // it is well
    return true;
  } else return false;
  answer->data_bytes = 512;
  return true;
}
