// A thread that looks at the clock, as long as the pulse lives: it stops when the program does, whatever
// system call its other threads are in.
#pragma once

#include <pthread.h>

#include <condition_variable>
#include <mutex>

#include "core/stops.h"

namespace surfscan {

class Pulse {
 public:
  Pulse();
  Pulse(const Pulse&) = delete;
  Pulse& operator=(const Pulse&) = delete;
  ~Pulse();

  // Null where there was no thread to be had: nobody looks.
  const Stops* stops() const { return beats_ ? &stops_ : nullptr; }

 private:
  static void* beat(void* pulse);
  void look_until_end();

  Stops stops_;
  std::mutex mutex_;
  std::condition_variable ends_;
  bool ended_ = false;
  bool beats_ = false;
  pthread_t thread_{};
};

}  // namespace surfscan
