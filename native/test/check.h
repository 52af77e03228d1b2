// What a native test needs: CHECK(condition), CHECK_EQ(got, expected); main returns failures().
#pragma once

#include <cstdio>
#include <iostream>

namespace surfscan::test {

inline int& failures() {
  static int count = 0;
  return count;
}

inline void check(bool holds, const char* text, const char* file, int line) {
  if (holds) return;
  failures()++;
  std::fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, text);
}

template <typename Got, typename Expected>
void check_eq(const Got& got, const Expected& expected, const char* text, const char* file, int line) {
  if (got == expected) return;
  failures()++;
  std::cerr << file << ":" << line << ": " << text << ": expected " << expected << ", got " << got
            << "\n";
}

}  // namespace surfscan::test

#define CHECK(condition) ::surfscan::test::check((condition), #condition, __FILE__, __LINE__)
#define CHECK_EQ(got, expected) \
  ::surfscan::test::check_eq((got), (expected), #got, __FILE__, __LINE__)
