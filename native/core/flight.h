// The reads that are out, oldest first. They are submitted in their order's order, so the oldest has
// the lowest place in it.
#pragma once

#include <cstdint>

#include "core/device.h"

namespace surfscan {

class Flight {
 public:
  struct Read {
    uint64_t block;  // its place in the order
    uint64_t from_lba;
    uint64_t to_lba;
    uint64_t since_ns;
    uint64_t stopped_ns = 0;  // how long the program had been stopped when it was sent
    uint32_t readings = 1;    // this one counted
  };

  // 1 ≤ depth ≤ kMaxDepth.
  explicit Flight(uint32_t depth) {
    links_[kEnds] = {kEnds, kEnds};
    for (uint32_t slot = 0; slot < depth; slot++) {
      links_[slot].newer = static_cast<uint16_t>(slot + 1 < depth ? slot + 1 : kEnds);
    }
  }

  uint32_t count() const { return count_; }
  bool empty() const { return count_ == 0; }
  const Read& oldest() const { return reads_[links_[kEnds].newer]; }
  bool is_oldest(uint32_t slot) const { return links_[kEnds].newer == slot; }

  // The slot that the next read takes. There must be a free one.
  uint32_t next_slot() const { return free_; }

  void add(const Read& read) {
    const uint16_t slot = free_;
    free_ = links_[slot].newer;
    const uint16_t newest = links_[kEnds].older;
    links_[slot] = {newest, kEnds};
    links_[newest].newer = slot;
    links_[kEnds].older = slot;
    reads_[slot] = read;
    count_++;
  }

  Read remove(uint32_t slot) {
    const Link link = links_[slot];
    links_[link.older].newer = link.newer;
    links_[link.newer].older = link.older;
    links_[slot].newer = free_;
    free_ = static_cast<uint16_t>(slot);
    count_--;
    return reads_[slot];
  }

 private:
  static constexpr uint16_t kEnds = kMaxDepth;  // before the oldest and behind the newest

  struct Link {
    uint16_t older;
    uint16_t newer;
  };

  Link links_[kMaxDepth + 1];
  Read reads_[kMaxDepth];
  uint16_t free_ = 0;
  uint32_t count_ = 0;
};

}  // namespace surfscan
