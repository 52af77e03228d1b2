// When this program was stopped: SIGSTOP, Ctrl-Z, a frozen cgroup, a starved machine. Somebody looks at
// the clock every now and then; where the looks lie too far apart, nothing ran in between, and what was
// measured across it measured the stop.
#pragma once

#include <algorithm>
#include <cstdint>
#include <mutex>

namespace surfscan {

// Looks come this often.
constexpr uint64_t kLookEveryNs = 15'000'000;
// The longest that two looks lie apart without a stop. Below it a stop goes unnoticed: no block is slow
// by so little.
constexpr uint64_t kLongestUnlookedNs = 50'000'000;

class Stops {
 public:
  explicit Stops(uint64_t now_ns) : looked_ns_(now_ns) {}

  void look(uint64_t now_ns) {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopped_ns_ += overdue_ns(now_ns);
    looked_ns_ = std::max(looked_ns_, now_ns);
  }

  // How long it was stopped up to now, since the first look. A stop that just ended counts before it is
  // looked at: whoever woke first need not wait for the other.
  uint64_t until(uint64_t now_ns) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return stopped_ns_ + overdue_ns(now_ns);
  }

 private:
  uint64_t overdue_ns(uint64_t now_ns) const {
    const uint64_t due_ns = looked_ns_ + kLongestUnlookedNs;
    return now_ns > due_ns ? now_ns - due_ns : 0;
  }

  mutable std::mutex mutex_;
  uint64_t looked_ns_;
  uint64_t stopped_ns_ = 0;
};

}  // namespace surfscan
