// How long a simulated disk takes for a read: a function of its seed, the LBA, the length and where
// the read before ended, equal on every machine. Of floating point there is only what IEEE 754
// rounds in one way (a product, a square root, and no sum of products, which a compiler may fuse).
#pragma once

#include <array>
#include <cstdint>

#include "sim/sim_spec.h"

namespace surfscan {

// 7200/min, a read-ahead cache, constant density: the outer zone is 1.9 times as fast as the inner
// one, as in the data sheets of 3.5" disks of 1 TB and more.
class HddModel {
 public:
  explicit HddModel(const SimSpec& spec);

  // `previous_end_lba` is where the read before ended, 0 for the first one of a reader.
  uint64_t latency_ns(uint64_t lba, uint32_t sectors, uint64_t previous_end_lba) const;

  // Of a read among others at `clock_ns`: how far the platter still has to turn is then no chance of
  // the read alone, as which comes first decides it.
  uint64_t queued_ns(uint64_t lba, uint32_t sectors, uint64_t previous_end_lba,
                     uint64_t clock_ns) const;

 private:
  struct Zone {
    uint64_t ps_per_byte;
    double tracks_per_byte;
  };
  static constexpr uint32_t kZones = 32;

  bool needs_seek(uint64_t lba, uint32_t sectors, uint64_t previous_end_lba) const;
  const Zone& zone_of(uint64_t lba) const;
  uint64_t transfer_ns(uint64_t from_lba, uint64_t to_lba, uint64_t chance) const;
  uint64_t seek_ns(uint64_t from_lba, uint64_t to_lba) const;

  std::array<Zone, kZones> zones_;
  double zones_per_lba_;
  double strokes_per_lba_;
  uint64_t logical_bytes_;
  uint64_t read_ahead_sectors_;
  uint64_t seed_;
  bool sends_;
};

// A SATA or small NVMe disk: a constant, its bytes, and now and then its housekeeping.
class SsdModel {
 public:
  explicit SsdModel(const SimSpec& spec);

  // Where the read before ended is nothing to it.
  uint64_t latency_ns(uint64_t lba, uint32_t sectors, uint64_t) const {
    return flash_ns(lba, sectors) + transfer_ns(lba, sectors);
  }

  // Its two parts: until the flash has it, and until it is brought.
  uint64_t flash_ns(uint64_t lba, uint32_t sectors) const;
  uint64_t transfer_ns(uint64_t lba, uint32_t sectors) const;

  // Which of its channels leads to an LBA.
  uint32_t channel_of(uint64_t lba, uint32_t channels) const;

 private:
  uint64_t logical_bytes_;
  uint64_t seed_;
  bool sends_;
};

}  // namespace surfscan
