#include "sim/sim_model.h"

#include <algorithm>
#include <cmath>

#include "sim/sim_hash.h"

namespace surfscan {

namespace {

constexpr uint64_t kRevolutionNs = 8'333'333;  // 7200/min
constexpr uint64_t kRevolutionsPerSecond = 120;
// Off the medium; track switches and jitter leave about 200 and 105 MB/s of it.
constexpr uint64_t kOuterBytesPerS = 226'000'000;
constexpr uint64_t kInnerBytesPerS = 119'000'000;
constexpr uint64_t kPsPerS = 1'000'000'000'000;
constexpr uint64_t kTrackSwitchNs = 800'000;

constexpr uint64_t kCommandNs = 60'000;  // the least a command takes, from the cache
constexpr uint64_t kInterfacePsPerByte = 1'850;  // 540 MB/s: SATA 6 Gb/s
constexpr uint64_t kReadAheadBytes = 2 << 20;

// A seek is settling, then a part that grows with the square root of the way (speeding up and
// braking) and one that grows with the way: 16 ms from end to end, 8 ms on average.
constexpr uint64_t kSettleNs = 600'000;
constexpr double kSeekRootNs = 10'400'000;
constexpr double kSeekWayNs = 5'000'000;

// Of 65536 reads in order so many miss a revolution, or wait for the head to be aligned again.
constexpr uint64_t kMissesPer65536 = 128;
constexpr uint64_t kAlignsPer65536 = 3;
constexpr uint64_t kAlignMinNs = 12'000'000;
constexpr uint64_t kAlignSpreadNs = 28'000'000;

constexpr uint64_t kSsdNs = 60'000;
constexpr uint64_t kSsdSpreadNs = 30'000;
constexpr uint64_t kSsdPsPerByte = 500;  // 2 GB/s
constexpr uint64_t kHiccupMask = 8191;  // one read in 8192
constexpr uint64_t kHiccupMinNs = 1'000'000;
constexpr uint64_t kHiccupSpreadNs = 2'000'000;

uint64_t chance_of(uint64_t seed, uint64_t lba, uint32_t sectors) {
  return mix64(seed ^ (lba + (uint64_t{sectors} << 40)));
}

// Up to 6 % more.
uint64_t jittered(uint64_t ns, uint64_t chance) { return ns + ((ns * (chance & 255)) >> 12); }

}  // namespace

HddModel::HddModel(const SimSpec& spec)
    : zones_per_lba_(double{kZones} / static_cast<double>(spec.geometry.sectors)),
      strokes_per_lba_(1.0 / static_cast<double>(spec.geometry.sectors)),
      logical_bytes_(spec.geometry.logical_bytes),
      read_ahead_sectors_(kReadAheadBytes / spec.geometry.logical_bytes),
      seed_(mix64(spec.seed)),
      sends_(spec.sends) {
  for (uint32_t i = 0; i < kZones; i++) {
    const uint64_t bytes_per_s =
        kOuterBytesPerS - (kOuterBytesPerS - kInnerBytesPerS) * i / (kZones - 1);
    const uint64_t track_bytes = bytes_per_s / kRevolutionsPerSecond;
    zones_[i] = {kPsPerS / bytes_per_s, 1.0 / static_cast<double>(track_bytes)};
  }
}

uint64_t HddModel::latency_ns(uint64_t lba, uint32_t sectors, uint64_t previous_end_lba) const {
  const uint64_t chance = chance_of(seed_, lba, sectors);
  const uint64_t end = lba + sectors;
  if (needs_seek(lba, sectors, previous_end_lba)) {
    return seek_ns(previous_end_lba, lba) + scaled(chance >> 32, kRevolutionNs) +
           transfer_ns(lba, end, chance);
  }
  if (end == previous_end_lba) {
    const uint64_t bytes = sends_ ? sectors * logical_bytes_ : 0;
    return jittered(kCommandNs + bytes * kInterfacePsPerByte / 1000, chance);
  }
  return std::max(kCommandNs, transfer_ns(previous_end_lba, end, chance));
}

uint64_t HddModel::queued_ns(uint64_t lba, uint32_t sectors, uint64_t previous_end_lba,
                             uint64_t clock_ns) const {
  if (!needs_seek(lba, sectors, previous_end_lba)) {
    return latency_ns(lba, sectors, previous_end_lba);
  }
  const uint64_t chance = chance_of(seed_, lba, sectors);
  const uint64_t way_ns = seek_ns(previous_end_lba, lba);
  const uint64_t angle_ns = scaled(chance >> 32, kRevolutionNs);
  const uint64_t now_ns = (clock_ns % kRevolutionNs + way_ns) % kRevolutionNs;
  const uint64_t turn_ns = (angle_ns + kRevolutionNs - now_ns) % kRevolutionNs;
  return way_ns + turn_ns + transfer_ns(lba, lba + sectors, chance);
}

// Not in order, or a little ahead: the head comes by anyway, and the disk reads on into its cache.
// Nor for the same again, or its tail: it is in the cache.
bool HddModel::needs_seek(uint64_t lba, uint32_t sectors, uint64_t previous_end_lba) const {
  const bool ahead = lba >= previous_end_lba && lba - previous_end_lba < read_ahead_sectors_;
  return !ahead && lba + sectors != previous_end_lba;
}

const HddModel::Zone& HddModel::zone_of(uint64_t lba) const {
  const auto zone = static_cast<uint32_t>(static_cast<double>(lba) * zones_per_lba_);
  return zones_[std::min(zone, kZones - 1)];
}

uint64_t HddModel::transfer_ns(uint64_t from_lba, uint64_t to_lba, uint64_t chance) const {
  const Zone& zone = zone_of(from_lba);
  const uint64_t from = from_lba * logical_bytes_;
  const uint64_t to = to_lba * logical_bytes_;
  const auto first = static_cast<uint64_t>(static_cast<double>(from) * zone.tracks_per_byte);
  const auto last = static_cast<uint64_t>(static_cast<double>(to) * zone.tracks_per_byte);
  uint64_t ns = jittered((to - from) * zone.ps_per_byte / 1000, chance);
  ns += (last - first) * kTrackSwitchNs;
  const uint64_t rare = (chance >> 8) & 65535;
  if (rare >= kAlignsPer65536 + kMissesPer65536) return ns;
  if (rare >= kAlignsPer65536) {
    return ns + kRevolutionNs / 2 + scaled(chance >> 32, kRevolutionNs / 2);
  }
  return ns + kAlignMinNs + scaled(chance >> 32, kAlignSpreadNs);
}

uint64_t HddModel::seek_ns(uint64_t from_lba, uint64_t to_lba) const {
  const uint64_t way_lba = to_lba > from_lba ? to_lba - from_lba : from_lba - to_lba;
  const double strokes = static_cast<double>(way_lba) * strokes_per_lba_;
  // Each product is made whole by itself, so that none is fused with the sum.
  const auto root_ns = static_cast<uint64_t>(kSeekRootNs * std::sqrt(strokes));
  const auto way_ns = static_cast<uint64_t>(kSeekWayNs * strokes);
  return kSettleNs + root_ns + way_ns;
}

SsdModel::SsdModel(const SimSpec& spec)
    : logical_bytes_(spec.geometry.logical_bytes),
      seed_(mix64(spec.seed)),
      sends_(spec.sends) {}

uint64_t SsdModel::flash_ns(uint64_t lba, uint32_t sectors) const {
  const uint64_t chance = chance_of(seed_, lba, sectors);
  const uint64_t ns = kSsdNs + scaled(chance >> 32, kSsdSpreadNs);
  if (((chance >> 8) & kHiccupMask) != 0) return ns;
  return ns + kHiccupMinNs + scaled(chance >> 21, kHiccupSpreadNs);
}

uint64_t SsdModel::transfer_ns(uint64_t lba, uint32_t sectors) const {
  if (!sends_) return 0;
  return jittered(sectors * logical_bytes_ * kSsdPsPerByte / 1000,
                  chance_of(seed_, lba, sectors));
}

uint32_t SsdModel::channel_of(uint64_t lba, uint32_t channels) const {
  return static_cast<uint32_t>(mix64(seed_ + lba) % channels);
}

}  // namespace surfscan
