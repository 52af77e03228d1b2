// The clock that everything is timed by.
#pragma once

#include <cstdint>

namespace surfscan {

// CLOCK_MONOTONIC in nanoseconds: clock_gettime(2).
uint64_t monotonic_ns();

}  // namespace surfscan
