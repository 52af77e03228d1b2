#include "uring/uring_device.h"

#include <pthread.h>

#include <utility>

#include "posix/disk_facts.h"
#include "uring/uring_open.h"

namespace surfscan {
namespace {

UringSystem real_system() { return {real_calls(), real_ring_calls()}; }

void* wait_out(void* data) {
  const std::unique_ptr<UringQueue> queue(static_cast<UringQueue*>(data));
  queue->wait_out();
  return nullptr;
}

// Ends the queue once nothing of it is in use any more, without waiting for that.
void end(std::unique_ptr<UringQueue> queue) {
  if (!queue->is_in_use()) return;
  pthread_t thread;
  const bool waited_for = pthread_create(&thread, nullptr, wait_out, queue.get()) == 0;
  // Without a thread its memory stays: the kernel may write to it at any time.
  static_cast<void>(queue.release());
  if (waited_for) pthread_detach(thread);
}

class UringDevice final : public Device {
 public:
  explicit UringDevice(std::unique_ptr<UringQueue> queue) : queue_(std::move(queue)) {}
  ~UringDevice() override { end(std::move(queue_)); }

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
  std::unique_ptr<UringQueue> queue_;
};

}  // namespace

int uring_errno_with(const UringSystem& system) {
  return UringRing(system.calls, system.ring_calls).open(1);
}

std::unique_ptr<UringQueue> open_uring_queue(const UringSystem& system, const std::string& path,
                                             uint32_t image_sector_bytes, uint32_t depth,
                                             OpenError& error) {
  std::optional<OpenTarget> opened = open_target(system.calls, {path, image_sector_bytes}, error);
  if (!opened) return nullptr;
  auto queue = std::make_unique<UringQueue>(system.calls, system.ring_calls, std::move(*opened),
                                            depth);
  const int error_number = queue->open();
  if (error_number == 0) return queue;
  open_failed(error, "ERR_OPEN", error_number, "io_uring_setup", "io_uring cannot be used here");
  return nullptr;
}

std::unique_ptr<Device> open_uring_device_with(const UringSystem& system, const std::string& path,
                                               uint32_t image_sector_bytes, uint32_t depth,
                                               OpenError& error) {
  std::unique_ptr<UringQueue> queue =
      open_uring_queue(system, path, image_sector_bytes, depth, error);
  return queue == nullptr ? nullptr : std::make_unique<UringDevice>(std::move(queue));
}

int uring_errno() { return uring_errno_with(real_system()); }

std::unique_ptr<Device> open_uring_device(const std::string& path, uint32_t image_sector_bytes,
                                          uint32_t depth, OpenError& error) {
  return open_uring_device_with(real_system(), path, image_sector_bytes, depth, error);
}

}  // namespace surfscan
