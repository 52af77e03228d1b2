// Real reads that do not answer: of a pipe that nobody writes to, which the device takes for an image.
// They are left behind, and their memory is kept until they do. Exit status 77 without io_uring.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstring>
#include <memory>
#include <thread>

#include "core/clock.h"
#include "core/scan_slice.h"
#include "test/check.h"
#include "uring/uring_device.h"
#include "uring/uring_open.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr int kSkipped = 77;
constexpr uint32_t kDepth = 4;
constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kReadBytes = 4096;

// The system, in which what is opened is a pipe's end.
class PipeCalls final : public SystemCalls {
 public:
  PipeCalls() {
    int ends[2];
    CHECK(::pipe(ends) == 0);
    reading_ = ends[0];
    writing_ = ends[1];
  }
  ~PipeCalls() { ::close(writing_); }

  int stat(const char*, struct stat* status) const override {
    *status = {};
    status->st_mode = S_IFREG | 0600;
    status->st_size = 1 << 20;
    return 0;
  }
  int fstat(int, struct stat* status) const override { return stat(nullptr, status); }
  int open(const char*, int) const override { return reading_; }
  int close(int fd) const override {
    const bool was_reading = fd == reading_;
    const int result = ::close(fd);
    if (was_reading) given_back = true;  // last: then all of this may end
    return result;
  }

  // Lets one read answer, with all that it asked for.
  void answer() const {
    const std::string bytes(kReadBytes, 'x');
    CHECK(::write(writing_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }

  mutable std::atomic<bool> given_back{false};

 private:
  int reading_ = -1;
  int writing_ = -1;
};

std::unique_ptr<Device> open(const PipeCalls& calls) {
  OpenError error;
  auto device = open_uring_device_with({calls, real_ring_calls()}, "x", 512, kDepth, error);
  CHECK(device != nullptr && device->make_room(kReadBytes));
  return device;
}

struct Reading {
  explicit Reading(const PipeCalls& calls) : device(open(calls)), records(64) {
    order.end = 100;
    order.shared = shared.get();
    order.record_from_ns = order.budget_ns = order.news_budget_ns = UINT64_MAX;
    order.records = records.data();
    order.record_capacity = records.size();
  }
  SliceResult run() { return scan_slice(*device, LatencyScale(), order); }
  // Once so many reads have answered.
  void stop_after(uint32_t answered) {
    while (__atomic_load_n(&shared->frontier, __ATOMIC_ACQUIRE) < answered ||
           __atomic_load_n(&shared->in_flight_since_ns, __ATOMIC_ACQUIRE) == 0) {
      std::this_thread::yield();
    }
    __atomic_store_n(&shared->control, kStop, __ATOMIC_RELEASE);
  }

  std::unique_ptr<Device> device;
  std::unique_ptr<WorkerShared> shared = std::make_unique<WorkerShared>();
  std::vector<Record> records;
  SliceOrder order{Blocks(0, 100 * 8, 8, 0)};
};

bool comes_true(const std::atomic<bool>& flag) {
  for (int i = 0; i < 1000 && !flag; i++) ::usleep(10'000);
  return flag;
}

void test_a_stop_leaves_them_and_their_memory_is_kept() {
  const PipeCalls calls;
  Reading reading(calls);
  calls.answer();
  std::thread stops([&] { reading.stop_after(1); });
  const uint64_t begun_ns = monotonic_ns();
  const SliceResult result = reading.run();
  const uint64_t took_ns = monotonic_ns() - begun_ns;
  stops.join();
  CHECK(result.stop == SliceStop::control);
  CHECK_EQ(result.next, 1u);
  CHECK(result.outstanding == kDepth || result.outstanding == kDepth - 1);  // sent before the stop
  CHECK(took_ns >= 1000 * kMs && took_ns < 10'000 * kMs);

  const uint64_t closing_ns = monotonic_ns();
  reading.device.reset();
  CHECK(monotonic_ns() - closing_ns < 500 * kMs);
  for (uint32_t i = 0; i < result.outstanding; i++) {
    ::usleep(20'000);
    CHECK(!calls.given_back);
    calls.answer();
  }
  CHECK(comes_true(calls.given_back));
}

// As a worker's thread that ends before its disk answers.
void test_the_thread_that_sent_them_may_end() {
  const PipeCalls calls;
  std::unique_ptr<Device> device;
  std::thread worker([&] {
    Reading reading(calls);
    __atomic_store_n(&reading.shared->control, kRun, __ATOMIC_RELEASE);
    std::thread stops([&] { reading.stop_after(0); });
    CHECK(reading.run().outstanding > 0);
    stops.join();
    device = std::move(reading.device);
  });
  worker.join();
  device.reset();
  ::usleep(20'000);
  // Their thread is gone, and so the kernel may have called them off; if not, they are answered.
  for (uint32_t i = 0; i < kDepth && !calls.given_back; i++) calls.answer();
  CHECK(comes_true(calls.given_back));
}

// What is left behind holds up no process that leaves.
void test_a_process_leaves_at_once() {
  const pid_t child = ::fork();
  if (child == 0) {
    const PipeCalls calls;
    auto device = open(calls);
    Outcome outcome;
    for (uint32_t slot = 0; slot < kDepth; slot++) device->submit(slot, slot * 8, 8, outcome);
    Completion completion;
    if (device->reap(&completion, 1, kMs) != 0) ::_exit(1);
    device.reset();
    ::_exit(7);
  }
  int status = 0;
  const uint64_t begun_ns = monotonic_ns();
  CHECK(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7);
  CHECK(monotonic_ns() - begun_ns < 5000 * kMs);
}

}  // namespace

int main() {
  if (const int error_number = uring_errno()) {
    std::printf("SKIP: no io_uring here: %s\n", std::strerror(error_number));
    return kSkipped;
  }
  test_a_process_leaves_at_once();
  test_a_stop_leaves_them_and_their_memory_is_kept();
  test_the_thread_that_sent_them_may_end();
  return failures();
}
