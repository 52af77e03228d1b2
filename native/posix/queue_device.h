// A queue of reads as a device. What it has in flight may outlive the device: the queue then ends by itself,
// once nothing of it is in use any more.
#pragma once

#include <pthread.h>

#include <memory>
#include <utility>

#include "core/device.h"

namespace surfscan {

template <class Queue>
class QueueDevice final : public Device {
 public:
  explicit QueueDevice(std::unique_ptr<Queue> queue) : queue_(std::move(queue)) {}
  ~QueueDevice() override { end(std::move(queue_)); }

  const Geometry& geometry() const override { return queue_->geometry(); }
  uint32_t depth() const override { return queue_->depth(); }
  bool answers_at_once() const override { return false; }
  bool make_room(uint64_t read_bytes) override { return queue_->make_room(read_bytes); }

  // It goes out at once, or with the next reap().
  bool submit(uint32_t slot, uint64_t lba, uint32_t sectors, Outcome&) override {
    queue_->submit(slot, lba, sectors);
    return false;
  }
  uint32_t reap(Completion* completions, uint32_t most, uint64_t wait_ns) override {
    return queue_->reap(completions, most, wait_ns);
  }

  void rest(uint64_t ns) override { queue_->calls().pause(ns); }
  uint64_t clock_ns() const override { return queue_->calls().now_ns(); }
  bool cache_bypassed() const override { return queue_->cache_bypassed(); }

 private:
  static void* wait_out(void* data) {
    const std::unique_ptr<Queue> queue(static_cast<Queue*>(data));
    queue->wait_out();
    return nullptr;
  }

  // Without waiting for it.
  static void end(std::unique_ptr<Queue> queue) {
    if (!queue->is_in_use()) return;
    pthread_t thread;
    const bool waited_for = pthread_create(&thread, nullptr, wait_out, queue.get()) == 0;
    // Without a thread its memory stays: the kernel or the drive may write to it at any time.
    static_cast<void>(queue.release());
    if (waited_for) pthread_detach(thread);
  }

  std::unique_ptr<Queue> queue_;
};

}  // namespace surfscan
