// A limited rate: a read may go once its bytes have been earned, so that on average no more is read.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace surfscan {

// What is left over from reads that came late may be made up for, but no more than this much of it.
constexpr double kPaceBurstSeconds = 0.1;

// Zero is the right beginning.
struct Pace {
  uint64_t seen_ns;  // up to when bytes have been earned
  double earned_bytes;
};

// 0: `bytes` may be read now, and are paid for. Else how long it takes until they may. `now_ns` never
// goes back; `rate` is bytes a second and may change from call to call.
inline uint64_t pay_for(Pace& pace, uint64_t bytes, uint64_t rate, uint64_t now_ns) {
  const double a_second = static_cast<double>(rate);
  const double price = static_cast<double>(bytes);
  const double more = a_second * (static_cast<double>(now_ns - pace.seen_ns) / 1e9);
  const double most = std::max(price, a_second * kPaceBurstSeconds);
  pace.seen_ns = now_ns;
  pace.earned_bytes = std::min(pace.earned_bytes + more, most);
  if (pace.earned_bytes >= price) {
    pace.earned_bytes -= price;
    return 0;
  }
  // Never 0, however little is missing, and no longer than a uint64_t holds.
  const double missing_ns = std::ceil((price - pace.earned_bytes) / a_second * 1e9);
  return static_cast<uint64_t>(std::min(std::max(missing_ns, 1.0), 1e18));
}

}  // namespace surfscan
