// What other threads may do and see while a slice runs. -DSANITIZE=thread looks on.
#include <atomic>
#include <thread>

#include "test/core/slice_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

uint32_t load(const uint32_t& word) { return __atomic_load_n(&word, __ATOMIC_ACQUIRE); }
void store(uint32_t& word, uint32_t value) { __atomic_store_n(&word, value, __ATOMIC_RELEASE); }

// So many blocks that no slice of a test reads them all: what waits for it ends in any case.
constexpr uint64_t kManyBlocks = UINT32_MAX;

SliceCheck check_many() {
  SliceCheck slice(Blocks(0, kManyBlocks * 8, 8, 0), 0, [](const Asked&) { return good(); });
  slice.order.end = kManyBlocks;
  slice.order.map = nullptr;
  slice.device.keeps_asked = false;
  return slice;
}

// Both stop, and neither reads on after the limit but for the one failure that it learns it by.
void test_two_workers_share_a_limit_of_failures() {
  constexpr uint32_t kLimit = 1000;
  uint32_t failed_blocks = 0;
  const auto work = [&failed_blocks](SliceResult& result) {
    SliceCheck slice = check_many();
    slice.device.script = [](const Asked&) { return bad(Error::unc, 61, kUs); };
    slice.order.failed_blocks = &failed_blocks;
    slice.order.failed_limit = kLimit;
    result = slice.run();
  };
  SliceResult results[2] = {};
  std::thread first([&] { work(results[0]); });
  std::thread second([&] { work(results[1]); });
  first.join();
  second.join();
  CHECK(results[0].stop == SliceStop::enough);
  CHECK(results[1].stop == SliceStop::enough);
  CHECK_EQ(failed_blocks, kLimit + 1);
  CHECK_EQ(results[0].next + results[1].next, kLimit + 1);
}

void test_pause_and_stop_from_another_thread() {
  SliceCheck slice = check_many();
  WorkerShared& shared = *slice.shared;
  for (const uint32_t control : {kPause, kStop}) {
    const uint64_t first = slice.order.first;
    SliceResult result{};
    std::thread worker([&] { result = slice.run(); });
    while (load(shared.frontier) < first + 1000) std::this_thread::yield();
    store(shared.control, control);
    worker.join();
    CHECK(result.stop == SliceStop::control);
    CHECK(result.next >= first + 1000);
    CHECK_EQ(result.next, shared.frontier);
    store(shared.control, kRun);
    slice.order.first = result.next;
  }
}

// Each block below the frontier is read, and its byte may be read with a plain load.
void test_the_frontier_is_never_ahead_of_the_bytes() {
  constexpr uint64_t kBlocks = 300'000;
  SliceCheck slice = check_blocks(kBlocks, [](uint64_t block) {
    return block % 97 == 0 ? bad(Error::unc, 61, kUs) : good(10 + block % 5'000'000);
  });
  slice.device.keeps_asked = false;
  std::atomic<bool> ready{false};
  uint64_t missing = 0, errors = 0, steps_back = 0;
  std::thread reader([&] {
    ready = true;
    uint32_t seen = 0;
    while (seen < kBlocks) {
      const uint32_t frontier = load(slice.shared->frontier);
      if (frontier < seen) steps_back++;
      for (; seen < frontier; seen++) {
        if (slice.map[seen] == 0) missing++;
        if (slice.map[seen] >= kFirstErrorByte) errors++;
      }
    }
  });
  while (!ready) std::this_thread::yield();
  uint64_t next = 0;
  // A full list of failures ends a slice; that many slices are enough for all of them.
  for (int slices = 0; next < kBlocks && slices < 100; slices++) {
    slice.order.first = next;
    next = slice.run().next;
  }
  CHECK_EQ(next, kBlocks);
  // Whatever came of it, the reader ends.
  if (next < kBlocks) store(slice.shared->frontier, kBlocks);
  reader.join();
  CHECK_EQ(missing, 0u);
  CHECK_EQ(steps_back, 0u);
  CHECK_EQ(errors, (kBlocks + 96) / 97);
}

// Whoever loads a byte with acquire needs no frontier: a byte is whole or not there, and what was
// written before it is seen. A plain store would be a race with that load.
void test_each_byte_is_published_by_itself() {
  constexpr uint64_t kBlocks = 20'000;
  SliceCheck slice = check_blocks(kBlocks, [](uint64_t block) {
    return block % 2 == 0 ? good() : bad(Error::unc, 61, kUs);
  });
  slice.device.keeps_asked = false;
  const uint8_t step = slice.scale.step(good().latency_ns);
  std::atomic<bool> ready{false}, over{false};
  uint64_t wrong = 0;
  std::thread reader([&] {
    ready = true;
    for (uint64_t block = 0; block < kBlocks && !over; block++) {
      uint8_t byte = 0;
      while (byte == 0 && !over) byte = __atomic_load_n(&slice.map[block], __ATOMIC_ACQUIRE);
      if (byte != (block % 2 == 0 ? step : error_byte(Error::unc))) wrong++;
    }
  });
  while (!ready) std::this_thread::yield();
  // A record a failure, and one slice reads all that it has records for.
  slice.records.resize(kBlocks);
  slice.order.records = slice.records.data();
  slice.order.record_capacity = slice.records.size();
  const SliceResult result = slice.run();
  CHECK_STOP(result, done, kBlocks);
  if (result.next < kBlocks) over = true;
  reader.join();
  CHECK_EQ(wrong, 0u);
}

// Counters are whole whenever they are read, and rise.
void test_counters_are_seen_whole() {
  SliceCheck slice = check_many();
  WorkerShared& shared = *slice.shared;
  std::thread worker([&] { slice.run(); });
  uint64_t last_sectors = 0;
  uint32_t last_class = 0;
  while (load(shared.frontier) < 100'000) {
    const uint64_t sectors = __atomic_load_n(&shared.sectors, __ATOMIC_ACQUIRE);
    const uint32_t count = load(shared.classes[0]);
    CHECK(sectors >= last_sectors);
    CHECK(count >= last_class);
    CHECK_EQ(sectors % 8, 0u);
    last_sectors = sectors;
    last_class = count;
    const uint64_t lba = __atomic_load_n(&shared.in_flight_lba, __ATOMIC_ACQUIRE);
    CHECK_EQ(lba % 8, 0u);
  }
  store(shared.control, kStop);
  worker.join();
  CHECK_EQ(shared.sectors, uint64_t{shared.frontier} * 8);
  CHECK_EQ(shared.classes[0], shared.frontier);
}

}  // namespace

int main() {
  test_two_workers_share_a_limit_of_failures();
  test_pause_and_stop_from_another_thread();
  test_the_frontier_is_never_ahead_of_the_bytes();
  test_each_byte_is_published_by_itself();
  test_counters_are_seen_whole();
  return failures();
}
