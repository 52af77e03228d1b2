// A slice over a scripted io_uring at random depth: whatever comes in whatever order, each block is
// read once, and those that fail are exactly those that were made to.
#include <cstdlib>
#include <random>

#include "core/scan_slice.h"
#include "test/uring/uring_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr uint64_t kBlocks = 400;

struct Truth {
  int error_number;        // 0: the block reads
  int64_t before[3];       // what comes first: short reads, and asking for another try
  uint32_t answered = 0;
};

class Case {
 public:
  explicit Case(uint32_t seed) : random_(seed), check_(below(32) + 1) {
    constexpr int kErrnos[] = {EIO, ENODATA, ETIMEDOUT, EILSEQ};
    for (uint64_t block = 0; block < kBlocks; block++) {
      Truth truth{below(5) == 0 ? kErrnos[below(4)] : 0, {}};
      for (int64_t& before : truth.before) {
        constexpr int64_t kBefore[] = {512, 1024, -EINTR, -EAGAIN, 0, 0};
        before = kBefore[below(6)];
      }
      truths_.push_back(truth);
    }
    check_.ring.on_read = [this](const ReadCall& call) { return answer(call); };
    for (int i = 0; i < 5; i++) check_.ring.enter_errnos.push_back(below(2) == 0 ? EAGAIN : 0);
    check_.ring.takes_at_most = below(8) + 1;
  }

  bool holds() {
    const auto device = open_uring_device_with({check_.calls, check_.ring}, "x", 512, check_.depth,
                                               check_.error);
    if (device == nullptr || !device->make_room(kReadBytes)) return false;
    std::vector<uint8_t> map(kBlocks, 0);
    auto shared = std::make_unique<WorkerShared>();
    std::vector<Record> records(below(50) + 1);
    SliceOrder order{Blocks(0, kBlocks * kReadSectors, kReadSectors, 0)};
    order.end = kBlocks;
    order.map = map.data();
    order.shared = shared.get();
    order.first_reading = true;
    order.record_from_ns = UINT64_MAX;
    order.budget_ns = order.news_budget_ns = UINT64_MAX;
    order.device_budget_ns = 50 * kStepNs;
    order.records = records.data();
    order.record_capacity = records.size();
    const LatencyScale scale;
    for (uint64_t slices = 0; slices <= kBlocks && order.first < kBlocks; slices++) {
      const SliceResult result = scan_slice(*device, scale, order);
      if (result.outstanding != 0 || shared->frontier != result.next) return false;
      order.first = result.next;
    }
    return order.first == kBlocks && is_true(map, *shared);
  }

 private:
  uint32_t below(uint32_t bound) { return static_cast<uint32_t>(random_() % bound); }

  RingAnswer answer(const ReadCall& call) {
    Truth& truth = truths_[call.offset / kReadBytes];
    const uint64_t after_ns = (1 + below(40)) * kStepNs / 4;
    while (truth.answered < 3) {
      const int64_t before = truth.before[truth.answered++];
      if (before != 0 && before < static_cast<int64_t>(call.bytes)) return {before, after_ns};
    }
    return {truth.error_number != 0 ? -truth.error_number : kAll, after_ns};
  }

  bool is_true(const std::vector<uint8_t>& map, const WorkerShared& shared) const {
    uint32_t failed = 0, read = 0;
    for (uint64_t block = 0; block < kBlocks; block++) {
      const Error error = error_of_errno(truths_[block].error_number);
      const bool fails = error != Error::none;
      if (fails ? map[block] != error_byte(error) : map[block] < 1 || map[block] > 239) return false;
      failed += fails ? 1 : 0;
    }
    for (const uint32_t count : shared.classes) read += count;
    for (const uint32_t count : shared.errors) read += count;
    return read == kBlocks && shared.sectors == kBlocks * kReadSectors && failed > 0;
  }

  std::mt19937 random_;
  UringCheck check_;
  std::vector<Truth> truths_;
};

}  // namespace

int main(int count, char** arguments) {
  const uint32_t first = count > 1 ? static_cast<uint32_t>(std::atoi(arguments[1]))
                                   : std::random_device()();
  for (uint32_t seed = first; seed != first + 100; seed++) {
    if (Case(seed).holds()) continue;
    std::printf("seed %u does not hold\n", seed);
    CHECK(false);
  }
  return failures();
}
