#include "posix/pread_queue.h"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

#include "core/read_room.h"
#include "posix/posix_open.h"
#include "posix/posix_reader.h"

namespace surfscan {
namespace {

// What the threads share with the device, whichever of them lives longest.
class Desk {
 public:
  Desk(const SystemCalls& calls, OpenTarget opened, uint32_t slots)
      : calls(calls),
        geometry(std::move(opened.geometry)),
        file_(std::move(opened.file)),
        target_(opened.target),
        bypass_(calls, opened.target),
        ranges_(slots) {}

  const SystemCalls& calls;
  const Geometry geometry;

  bool make_room(uint64_t read_bytes) {
    return room_.make(static_cast<uint32_t>(ranges_.size()), read_bytes);
  }

  void submit(uint32_t slot, uint64_t lba, uint32_t sectors) {
    const uint64_t sector_bytes = geometry.logical_bytes;
    ranges_[slot] = {lba * sector_bytes, sectors * sector_bytes, room_.of(slot)};
    const std::lock_guard<std::mutex> lock(mutex_);
    waiting_.push_back(slot);
    submitted_.notify_one();
  }

  uint32_t reap(Completion* completions, uint32_t most, uint64_t wait_ns) {
    std::unique_lock<std::mutex> lock(mutex_);
    answered_.wait_for(lock, std::chrono::nanoseconds(wait_ns), [&] { return !answers_.empty(); });
    const uint32_t count = static_cast<uint32_t>(std::min<size_t>(most, answers_.size()));
    std::copy_n(answers_.begin(), count, completions);
    answers_.erase(answers_.begin(), answers_.begin() + count);
    return count;
  }

  // A thread's whole life: reads what is waiting until there is no device any more.
  void serve() {
    PosixReader reader(calls, target_, bypass_);
    for (uint32_t slot; take(slot);) {
      const ByteRange& range = ranges_[slot];
      const Outcome outcome = reader.read(range.offset, range.bytes, range.buffer);
      answer({slot, outcome});
    }
  }

  // True: no thread is in a read, and all of them end now.
  bool close() {
    const std::lock_guard<std::mutex> lock(mutex_);
    closed_ = true;
    submitted_.notify_all();
    return reading_ == 0;
  }

  bool cache_bypassed() const { return bypass_.holds(); }

 private:
  bool take(uint32_t& slot) {
    std::unique_lock<std::mutex> lock(mutex_);
    submitted_.wait(lock, [&] { return closed_ || !waiting_.empty(); });
    if (closed_) return false;
    slot = waiting_.front();
    waiting_.pop_front();
    reading_++;
    return true;
  }

  void answer(const Completion& completion) {
    const std::lock_guard<std::mutex> lock(mutex_);
    reading_--;
    answers_.push_back(completion);
    answered_.notify_one();
  }

  const OpenFile file_;
  const ReaderTarget target_;
  CacheBypass bypass_;
  ReadRoom room_;
  std::vector<ByteRange> ranges_;  // by slot: whoever has the slot has its range
  std::mutex mutex_;               // guards all below
  std::condition_variable submitted_;
  std::condition_variable answered_;
  std::deque<uint32_t> waiting_;
  std::vector<Completion> answers_;
  uint32_t reading_ = 0;
  bool closed_ = false;
};

void* serve(void* data) {
  const std::unique_ptr<std::shared_ptr<Desk>> desk(static_cast<std::shared_ptr<Desk>*>(data));
  (*desk)->serve();
  return nullptr;
}

class PreadQueue final : public Device {
 public:
  PreadQueue(const SystemCalls& calls, OpenTarget opened, uint32_t depth)
      : wanted_(depth),
        slots_(std::min(2 * depth, kMaxDepth)),
        desk_(std::make_shared<Desk>(calls, std::move(opened), slots_)) {}

  ~PreadQueue() override {
    const bool idle = desk_->close();
    for (const pthread_t thread : threads_) {
      if (idle) {
        pthread_join(thread, nullptr);
      } else {
        pthread_detach(thread);
      }
    }
  }

  const Geometry& geometry() const override { return desk_->geometry; }

  // Twice as many as there are threads: one that is done finds its next read waiting, and does not
  // wait for whoever hands them out. A read's time begins when its thread does.
  uint32_t depth() const override { return slots_; }
  bool answers_at_once() const override { return false; }

  bool make_room(uint64_t read_bytes) override {
    return desk_->make_room(read_bytes) && start_threads();
  }

  bool submit(uint32_t slot, uint64_t lba, uint32_t sectors, Outcome&) override {
    desk_->submit(slot, lba, sectors);
    return false;
  }
  uint32_t reap(Completion* completions, uint32_t most, uint64_t wait_ns) override {
    return desk_->reap(completions, most, wait_ns);
  }

  void rest(uint64_t ns) override { desk_->calls.pause(ns); }
  uint64_t clock_ns() const override { return desk_->calls.now_ns(); }
  bool cache_bypassed() const override { return desk_->cache_bypassed(); }

 private:
  bool start_threads() {
    // A signal is for those who wait for one.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    while (threads_.size() < wanted_ && start_thread()) {
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return threads_.size() == wanted_;
  }

  bool start_thread() {
    auto desk = std::make_unique<std::shared_ptr<Desk>>(desk_);
    pthread_t thread;
    if (pthread_create(&thread, nullptr, serve, desk.get()) != 0) return false;
    static_cast<void>(desk.release());  // the thread owns it now
    threads_.push_back(thread);
    return true;
  }

  const uint32_t wanted_;
  const uint32_t slots_;
  const std::shared_ptr<Desk> desk_;
  std::vector<pthread_t> threads_;
};

}  // namespace

std::unique_ptr<Device> open_pread_queue_with(const SystemCalls& calls, const std::string& path,
                                              uint32_t image_sector_bytes, uint32_t depth,
                                              OpenError& error) {
  std::optional<OpenTarget> opened = open_target(calls, {path, image_sector_bytes}, error);
  if (!opened) return nullptr;
  return std::make_unique<PreadQueue>(calls, std::move(*opened), depth);
}

std::unique_ptr<Device> open_pread_queue(const std::string& path, uint32_t image_sector_bytes,
                                         uint32_t depth, OpenError& error) {
  return open_pread_queue_with(real_calls(), path, image_sector_bytes, depth, error);
}

}  // namespace surfscan
