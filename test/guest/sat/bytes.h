// Numbers as SCSI has them, most significant byte first.
#pragma once

#include <stdint.h>

static inline uint64_t big(const uint8_t* bytes, int count) {
  uint64_t value = 0;
  for (int i = 0; i < count; i++) value = value << 8 | bytes[i];
  return value;
}

static inline void put_big(uint8_t* bytes, uint64_t value, int count) {
  for (int i = count - 1; i >= 0; i--, value >>= 8) bytes[i] = (uint8_t)value;
}
