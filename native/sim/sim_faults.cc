#include "sim/sim_faults.h"

#include <algorithm>

#include "sim/sim_device.h"

namespace surfscan {

namespace {

// Takes one from a counter that other readers take from as well; false where nothing is left.
// Relaxed: a counter stands for itself alone. The loop ends: each turn another reader took one.
bool take(uint32_t* counter) {
  uint32_t left = __atomic_load_n(counter, __ATOMIC_RELAXED);
  while (left > 0) {
    if (__atomic_compare_exchange_n(counter, &left, left - 1, true, __ATOMIC_RELAXED,
                                    __ATOMIC_RELAXED)) {
      return true;
    }
  }
  return false;
}

uint64_t* reads_of(void* shared) { return static_cast<uint64_t*>(shared); }

uint32_t* counters_of(void* shared) { return reinterpret_cast<uint32_t*>(reads_of(shared) + 1); }

uint64_t physical_sectors_of(const SimSpec& spec) {
  return spec.geometry.physical_bytes / spec.geometry.logical_bytes;
}

}  // namespace

uint64_t sim_shared_bytes(const SimSpec& spec) {
  return sizeof(uint64_t) + spec.shared_counters * sizeof(uint32_t);
}

void sim_shared_reset(const SimSpec& spec, void* shared) {
  __atomic_store_n(reads_of(shared), 0, __ATOMIC_RELAXED);
  const uint64_t physical_sectors = physical_sectors_of(spec);
  for (const SimFault& fault : spec.faults) {
    if (fault.reads == 0) continue;
    const bool weak = fault.kind == FaultKind::weak;
    const uint64_t sectors = weak ? fault.to_lba - fault.from_lba : 1;
    const uint64_t count = (sectors + physical_sectors - 1) / physical_sectors;
    uint32_t* counters = counters_of(shared) + fault.shared_index;
    for (uint64_t i = 0; i < count; i++) {
      __atomic_store_n(counters + i, fault.reads, __ATOMIC_RELAXED);
    }
  }
}

SimFaults::SimFaults(const SimSpec& spec, void* shared)
    : index_(spec.faults),
      physical_sectors_(physical_sectors_of(spec)),
      gone_after_reads_(spec.gone_after_reads),
      reads_(reads_of(shared)),
      counters_(counters_of(shared)) {
  if (spec.faults.empty()) gap_.to_lba = UINT64_MAX;
}

FaultEffect SimFaults::touch_faults(uint64_t from, uint64_t to) {
  FaultEffect effect;
  bool touched = false;
  bool weak = false;
  index_.visit(from, to, [&](const SimFault& fault) {
    touched = true;
    if (fault.kind == FaultKind::weak) {
      weak |= weaken(fault, from, to);
    } else if (fault.kind != FaultKind::bad) {
      effect.at_least_ns = std::max(effect.at_least_ns, slowness(fault));
    } else if (effect.error == Error::none) {
      // They come by LBA: the lowest one is what the disk meets first.
      effect.error = fault.error;
      effect.fails_after_ns = fault.latency_ns;
    }
  });
  if (weak && effect.error == Error::none) effect.error = Error::unc;
  if (!touched) gap_ = index_.gap_around(from);
  return effect;
}

// Takes a failure from every sector of a weak fault that the read touches; true if one had any.
bool SimFaults::weaken(const SimFault& fault, uint64_t from, uint64_t to) {
  const uint64_t first = std::max(from, fault.from_lba) - fault.from_lba;
  const uint64_t last = std::min(to, fault.to_lba) - 1 - fault.from_lba;
  uint32_t* counters = counters_ + fault.shared_index;
  bool failed = false;
  for (uint64_t i = first / physical_sectors_; i <= last / physical_sectors_; i++) {
    failed |= take(counters + i);
  }
  return failed;
}

uint64_t SimFaults::slowness(const SimFault& fault) {
  if (fault.reads > 0 && !take(counters_ + fault.shared_index)) return 0;
  return fault.latency_ns;
}

}  // namespace surfscan
