// Numbers as NVMe has them, least significant byte first.
#pragma once

#include <stdint.h>

static inline uint64_t little(const uint8_t* bytes, int count) {
  uint64_t value = 0;
  for (int i = count - 1; i >= 0; i--) value = value << 8 | bytes[i];
  return value;
}

static inline void put_little(uint8_t* bytes, uint64_t value, int count) {
  for (int i = 0; i < count; i++, value >>= 8) bytes[i] = (uint8_t)value;
}
