#include "core/pulse.h"

#include <signal.h>

#include <chrono>

#include "core/clock.h"

namespace surfscan {

Pulse::Pulse() : stops_(monotonic_ns()) {
  // A signal is for those who wait for one.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  beats_ = pthread_create(&thread_, nullptr, beat, this) == 0;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Pulse::~Pulse() {
  if (!beats_) return;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
  }
  ends_.notify_one();
  pthread_join(thread_, nullptr);
}

void* Pulse::beat(void* pulse) {
  static_cast<Pulse*>(pulse)->look_until_end();
  return nullptr;
}

void Pulse::look_until_end() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!ended_) {
    ends_.wait_for(lock, std::chrono::nanoseconds(kLookEveryNs));
    stops_.look(monotonic_ns());
  }
}

}  // namespace surfscan
