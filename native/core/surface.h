// Whole passes over a surface map, too long for JavaScript.
#pragma once

#include <cstddef>
#include <cstdint>

namespace surfscan {

// Adds how often each byte value occurs in [map, map + blocks) to `counts`, 256 of them.
void tally_map(const uint8_t* map, uint64_t blocks, uint64_t* counts);

}  // namespace surfscan
