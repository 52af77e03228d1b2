// Reads through a scripted kernel's io_uring for a test, and what came of them.
#pragma once

#include <linux/fs.h>

#include <map>
#include <memory>

#include "test/uring/scripted_ring.h"
#include "uring/uring_open.h"

namespace surfscan::test {

constexpr uint32_t kReadSectors = 8;
constexpr uint32_t kReadBytes = kReadSectors * 512;
constexpr uint64_t kFarLba = 0x1'0000'0000'0;  // its bytes lie far beyond 2 TiB
constexpr uint64_t kStepNs = 1'000'000;        // how long a scripted read takes

enum class Kind { disk, image };

struct UringCheck {
  explicit UringCheck(uint32_t depth, Kind kind = Kind::disk, int direct_errno = 0) : depth(depth) {
    if (kind == Kind::image) {
      calls.is_image(off_t{1} << 52);
    } else {
      calls.is_node(S_IFBLK);
      calls.on_ioctl = [](unsigned long request, void* argument) {
        if (request == BLKGETSIZE64) *static_cast<uint64_t*>(argument) = uint64_t{1} << 52;
        if (request == BLKSSZGET) *static_cast<int*>(argument) = 512;
        return request == BLKGETSIZE64 || request == BLKSSZGET ? 0 : ENOTTY;
      };
    }
    if (direct_errno != 0) calls.open_errnos = {direct_errno};
  }

  // False where it could not be opened: `error` says why.
  bool open() {
    queue = open_uring_queue({calls, ring}, "x", 512, depth, error);
    return queue != nullptr && queue->make_room(kReadBytes);
  }

  void submit(uint32_t slot) { queue->submit(slot, lba_of(slot), kReadSectors); }

  // Reaps until so many reads in all were answered, or it has become clear that they never will be.
  void reap(size_t wanted) {
    constexpr int kMostReaps = 20'000;
    Completion completions[kMaxDepth];
    for (int i = 0; i < kMostReaps && order.size() < wanted; i++) {
      const uint32_t count = queue->reap(completions, kMaxDepth, 100'000'000);
      for (uint32_t k = 0; k < count; k++) {
        outcomes[completions[k].slot] = completions[k].outcome;
        order.push_back(completions[k].slot);
      }
    }
    CHECK_EQ(order.size(), wanted);
  }

  // Opens, and reads once in each slot.
  void run() {
    CHECK(open());
    if (queue == nullptr) return;
    for (uint32_t slot = 0; slot < depth; slot++) submit(slot);
    reap(depth);
    CHECK_EQ(outcomes.size(), depth);
    CHECK(!queue->is_in_use());
  }

  void check(uint32_t slot, Error expected, int error_number) {
    CHECK_EQ(static_cast<int>(outcomes[slot].error), static_cast<int>(expected));
    CHECK_EQ(outcomes[slot].error_number, error_number);
  }

  bool brought_right(uint32_t slot) const {
    const auto* bytes = reinterpret_cast<const uint8_t*>(queue->brought(slot));
    for (uint64_t i = 0; i < kReadBytes; i++) {
      if (bytes[i] != content(lba_of(slot) * 512 + i)) return false;
    }
    return true;
  }

  static uint64_t lba_of(uint32_t slot) { return kFarLba + slot * kReadSectors; }
  static uint64_t offset_of(uint32_t slot) { return lba_of(slot) * 512; }

  const uint32_t depth;
  ScriptedCalls calls;
  ScriptedRing ring{calls};
  OpenError error;
  std::unique_ptr<UringQueue> queue;
  std::map<uint32_t, Outcome> outcomes;
  std::vector<uint32_t> order;  // slots as they were answered
};

}  // namespace surfscan::test
