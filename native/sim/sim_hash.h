// The simulated disk's chance: a hash, so that the same question always has the same answer.
#pragma once

#include <cstdint>

namespace surfscan {

// The finalizer of splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators,
// OOPSLA 2014), with its increment.
inline uint64_t mix64(uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

// 32 bits of chance as a number 0 … range − 1; `range` is at most 2^32.
inline uint64_t scaled(uint64_t chance, uint64_t range) {
  return ((chance & 0xffffffff) * range) >> 32;
}

}  // namespace surfscan
