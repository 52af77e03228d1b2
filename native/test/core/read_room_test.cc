// Memory that disks read into.
#include "core/read_room.h"

#include "test/check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

// O_DIRECT takes memory that is aligned as the disk's sectors are, of which the largest have a page.
void every_slot_is_aligned_to_a_page() {
  for (const uint64_t bytes : {512u, 4096u, 4608u, 65'536u}) {
    ReadRoom room;
    CHECK(room.make(8, bytes));
    for (uint32_t slot = 0; slot < 8; slot++) {
      CHECK_EQ(reinterpret_cast<uintptr_t>(room.of(slot)) % 4096, 0u);
      if (slot > 0) CHECK(room.of(slot) >= room.of(slot - 1) + bytes);
    }
  }
}

}  // namespace

int main() {
  every_slot_is_aligned_to_a_page();
  return failures();
}
