#include "drive/drive_device.h"

#include <pthread.h>

#include <utility>

#include "drive/drive_open.h"
#include "uring/uring_ring.h"

namespace surfscan {
namespace {

void* wait_out(void* data) {
  const std::unique_ptr<DriveQueue> queue(static_cast<DriveQueue*>(data));
  queue->wait_out();
  return nullptr;
}

// Ends the queue once nothing of it is in use any more, without waiting for that.
void end(std::unique_ptr<DriveQueue> queue) {
  if (!queue->is_in_use()) return;
  pthread_t thread;
  const bool waited_for = pthread_create(&thread, nullptr, wait_out, queue.get()) == 0;
  // Without a thread its memory stays: the drive may write to it at any time.
  static_cast<void>(queue.release());
  if (waited_for) pthread_detach(thread);
}

class DriveDevice final : public Device {
 public:
  explicit DriveDevice(std::unique_ptr<DriveQueue> queue) : queue_(std::move(queue)) {}
  ~DriveDevice() override { end(std::move(queue_)); }

  const Geometry& geometry() const override { return queue_->geometry(); }
  uint32_t depth() const override { return queue_->depth(); }
  bool answers_at_once() const override { return false; }
  bool make_room(uint64_t read_bytes) override { return queue_->make_room(read_bytes); }

  bool submit(uint32_t slot, uint64_t lba, uint32_t sectors, Outcome&) override {
    queue_->submit(slot, lba, sectors);
    return false;
  }
  uint32_t reap(Completion* completions, uint32_t most, uint64_t wait_ns) override {
    return queue_->reap(completions, most, wait_ns);
  }

  void rest(uint64_t ns) override { queue_->calls().pause(ns); }
  uint64_t clock_ns() const override { return queue_->calls().now_ns(); }
  bool cache_bypassed() const override { return true; }

 private:
  std::unique_ptr<DriveQueue> queue_;
};

}  // namespace

int command_ring_errno() {
  return UringRing(real_calls(), real_ring_calls(), UringRing::Entries::commands).open(1);
}

std::unique_ptr<Device> open_drive_device(const std::string& path, const DriveSite& site,
                                          uint32_t depth, OpenError& error) {
  const DriveSystem system{real_calls(), real_drive_calls(), real_ring_calls()};
  std::unique_ptr<DriveQueue> queue = open_drive_queue(system, path, site, depth, error);
  return queue == nullptr ? nullptr : std::make_unique<DriveDevice>(std::move(queue));
}

}  // namespace surfscan
