// An order of a slice: taken from an object, and checked against what is open.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "binding/fields.h"
#include "core/pulse.h"
#include "core/scan_slice.h"

namespace surfscan::binding {

struct ReaderState {
  std::unique_ptr<Device> device;  // null: closed
  std::unique_ptr<Pulse> pulse;    // null: its clock stands when the program is stopped
  uint64_t block_sectors = 0;      // that there is room for
  bool has_left_reads = false;     // the last order did: the device takes no other
};

// None, and thrown, where anything is wrong. The reader is looked at once the caller's getters have
// run: they may have closed it.
std::optional<SliceOrder> take_order(Fields& fields, const ReaderState& reader);

}  // namespace surfscan::binding
