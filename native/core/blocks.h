// The blocks of an LBA range.
#pragma once

#include <cstdint>

namespace surfscan {

// The blocks of an LBA range [from_lba, to_lba): their edges lie at phase_lba + k · block_sectors, so
// the first and the last may be short.
class Blocks {
 public:
  // from_lba < to_lba, phase_lba < block_sectors.
  Blocks(uint64_t from_lba, uint64_t to_lba, uint64_t block_sectors, uint64_t phase_lba)
      : from_lba_(from_lba),
        to_lba_(to_lba),
        block_sectors_(block_sectors),
        first_edge_lba_(from_lba < phase_lba
                            ? phase_lba
                            : from_lba + block_sectors - (from_lba - phase_lba) % block_sectors) {}

  uint64_t start_of(uint64_t block) const {
    return block == 0 ? from_lba_ : first_edge_lba_ + (block - 1) * block_sectors_;
  }
  uint64_t end_of(uint64_t block) const {
    const uint64_t end = first_edge_lba_ + block * block_sectors_;
    return end < to_lba_ ? end : to_lba_;
  }
  uint64_t count() const {
    return to_lba_ <= first_edge_lba_ ? 1
                                      : 1 + (to_lba_ - first_edge_lba_ - 1) / block_sectors_ + 1;
  }

 private:
  uint64_t from_lba_;
  uint64_t to_lba_;
  uint64_t block_sectors_;
  uint64_t first_edge_lba_;  // where block 0 would end: the one division, not two a block
};

}  // namespace surfscan
