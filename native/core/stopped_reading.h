// What a stop of the program does to a reading across it.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/device.h"
#include "core/latency_scale.h"

namespace surfscan {

// True where the reading says nothing, and is to be asked for again if it may be: the stop is the greater part of
// what it took, or without the stop it may be slow or not. Else what is left is the disk's, and a machine that
// starves the program all the time hides no slow block. Failures cost the disk much: they count.
inline bool take_stop_off(Outcome& outcome, uint64_t stopped_ns, bool may_ask_again) {
  // From then on a block is called slow.
  constexpr uint64_t kSlowNs = kClassLimitsNs.back();
  const uint64_t left_ns = outcome.latency_ns - std::min(stopped_ns, outcome.latency_ns);
  const bool is_mostly_stop = stopped_ns > outcome.latency_ns / 2;
  const bool is_doubtful = outcome.latency_ns >= kSlowNs && left_ns < kSlowNs;
  const bool is_hidden = (is_mostly_stop || is_doubtful) && outcome.error == Error::none;
  if (is_hidden && may_ask_again) return true;
  if (is_mostly_stop || !is_doubtful) outcome.latency_ns = left_ns;
  return false;
}

}  // namespace surfscan
