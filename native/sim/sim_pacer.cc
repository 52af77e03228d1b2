#include "sim/sim_pacer.h"

#include <cerrno>
#include <ctime>

#include "core/clock.h"

namespace surfscan {

namespace {

// Waking up costs some 50 µs: short waits are saved up.
constexpr uint64_t kShortestSleepNs = 2'000'000;
constexpr uint64_t kNsPerS = 1'000'000'000;

void sleep_until(uint64_t monotonic) {
  timespec until{};
  until.tv_sec = static_cast<time_t>(monotonic / kNsPerS);
  until.tv_nsec = static_cast<long>(monotonic % kNsPerS);
  // A signal interrupts it. The time is absolute, so this ends when it has come, however often.
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR) {
  }
}

}  // namespace

SimPacer::SimPacer(double speed, uint64_t max_debt_ns)
    : speed_(speed), max_debt_ns_(max_debt_ns), due_ns_(speed > 0 ? monotonic_ns() : 0) {}

void SimPacer::wait(uint64_t virtual_ns) {
  const uint64_t now = monotonic_ns();
  if (due_ns_ + max_debt_ns_ < now) due_ns_ = now - max_debt_ns_;
  due_ns_ += static_cast<uint64_t>(static_cast<double>(virtual_ns) / speed_);
  if (due_ns_ > now + kShortestSleepNs) sleep_until(due_ns_);
}

}  // namespace surfscan
