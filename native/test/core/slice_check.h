// One slice of a scripted device for a test: its order, and the memory that it writes.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/scan_slice.h"
#include "test/check.h"
#include "test/core/scripted_device.h"
#include "test/core/scripted_queue.h"

namespace surfscan::test {

constexpr uint64_t kUs = 1'000;
constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kS = 1'000'000'000;
constexpr uint64_t kNever = UINT64_MAX;

inline Outcome good(uint64_t latency_ns = 100 * kUs) { return {latency_ns, Error::none, 0}; }
inline Outcome bad(Error error, int32_t error_number = 0, uint64_t latency_ns = 20 * kMs) {
  return {latency_ns, error, error_number};
}

// [from_lba, to_lba) in blocks; all of them, without any limit, until a test says otherwise.
template <typename Scripted>
struct CheckOf {
  template <typename... Arguments>
  CheckOf(const Blocks& blocks, uint64_t block_count, Arguments&&... arguments)
      : device(std::forward<Arguments>(arguments)...),
        map(block_count, 0),
        shared(std::make_unique<WorkerShared>()),
        records(64),
        order{blocks} {
    order.end = block_count;
    order.map = map.data();
    order.shared = shared.get();
    order.failed_blocks = &failed_blocks;
    order.first_reading = true;
    order.record_from_ns = kNever;
    order.budget_ns = kNever;
    order.news_budget_ns = kNever;
    order.records = records.data();
    order.record_capacity = records.size();
  }

  SliceResult run() { return scan_slice(device, scale, order); }

  uint32_t errors(Error error) const { return shared->errors[static_cast<uint8_t>(error)]; }

  Scripted device;
  LatencyScale scale;
  std::vector<uint8_t> map;
  std::unique_ptr<WorkerShared> shared;
  std::vector<Record> records;
  uint32_t failed_blocks = 0;
  SliceOrder order;
};

// One read at a time.
struct SliceCheck : CheckOf<ScriptedDevice> {
  SliceCheck(const Blocks& blocks, uint64_t block_count, ScriptedDevice::Script script)
      : CheckOf(blocks, block_count, UINT64_MAX, std::move(script)) {}
};

// Several of them.
struct QueueCheck : CheckOf<ScriptedQueue> {
  QueueCheck(const Blocks& blocks, uint64_t block_count, uint32_t depth,
             ScriptedQueue::Script script)
      : CheckOf(blocks, block_count, depth, std::move(script)) {}
};

// `count` blocks of 8 sectors from LBA 0. The script is given the block.
template <typename Script>
SliceCheck check_blocks(uint64_t count, Script script) {
  return {Blocks(0, count * 8, 8, 0), count,
          [script](const Asked& asked) { return script(asked.lba / 8); }};
}

template <typename Script>
QueueCheck check_queue(uint64_t count, uint32_t depth, Script script) {
  return {Blocks(0, count * 8, 8, 0), count, depth,
          [script](const Asked& asked) { return script(asked.lba / 8); }};
}

}  // namespace surfscan::test

#define CHECK_STOP(result, expected_stop, expected_next)                         \
  do {                                                                           \
    const ::surfscan::SliceResult stopped = (result);                            \
    CHECK_EQ(static_cast<int>(stopped.stop),                                     \
             static_cast<int>(::surfscan::SliceStop::expected_stop));            \
    CHECK_EQ(stopped.next, static_cast<uint64_t>(expected_next));                \
  } while (false)
