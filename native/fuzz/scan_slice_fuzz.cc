// Any order on any device: whatever the reads come to, a slice reads each block once, in order, and
// what it writes is what they came to.
#include <memory>

#include "fuzz/slice_model.h"

using namespace surfscan;
using surfscan::fuzz::Asked;
using surfscan::fuzz::Expected;
using surfscan::fuzz::Input;
using surfscan::fuzz::Range;
using surfscan::fuzz::SliceDevice;

namespace {

constexpr uint64_t kMostLba = (uint64_t{1} << 53) - 1;  // all that JavaScript keeps apart
constexpr uint64_t kMostBlockSectors = 32768;
constexpr uint64_t kMostBlocks = 300;  // of an order
constexpr uint64_t kMostSlices = 40;
constexpr uint64_t kNever = UINT64_MAX;

Range drawn_range(Input& input) {
  Range range{};
  range.block_sectors = 1 + input.any() % kMostBlockSectors;
  range.phase_lba = input.any() % range.block_sectors;
  range.from_lba = input.any() % kMostLba;
  if (input.flag()) range.from_lba = kMostLba - 1 - range.from_lba;
  const uint64_t rest = kMostLba - range.from_lba;
  range.to_lba = range.from_lba + 1 + input.any() % rest;
  if (input.flag()) range.to_lba = kMostLba;
  return range;
}

// Nanoseconds, 0 for none; mostly of the size that latencies have.
uint64_t drawn_limit(Input& input) { return input.flag() ? 0 : input.any(); }

bool leaves_holes(SliceStop stop) {
  return stop == SliceStop::gone || stop == SliceStop::defect || stop == SliceStop::hung;
}

class Scan {
 public:
  Scan(Input& input, const LatencyScale& scale)
      : input_(input),
        scale_(scale),
        range_(drawn_range(input)),
        shared_(std::make_unique<WorkerShared>()),
        device_(input, *shared_, input.flag() ? 0 : 1 + input.byte()),
        clock_began_ns_(device_.clock_ns()),
        order_{Blocks(range_.from_lba, range_.to_lba, range_.block_sectors, range_.phase_lba)} {
    draw_window();
    draw_order();
  }

  void run() {
    for (uint64_t slices = 0; slices < kMostSlices && order_.first < order_.end; slices++) {
      before_ = *shared_;
      map_before_ = map_;
      failed_before_ = failed_;
      device_.asked.clear();
      device_.came.clear();
      device_.waits = 0;
      const SliceResult result = scan_slice(device_, scale_, order_);
      check(result);
      if (result.outstanding > 0 || test::failures() > 0) break;
      order_.first = result.next;
      shared_->control = kRun;
    }
    check_histogram();
  }

 private:
  // Some blocks of the range, anywhere in it; the map holds the bytes of these alone, so that the
  // sanitizer sees any other.
  void draw_window() {
    const uint64_t blocks = std::min<uint64_t>(range_.blocks(), UINT32_MAX);
    order_.first = input_.any() % blocks;
    if (input_.flag()) order_.first = blocks - 1 - order_.first;
    order_.end = std::min(blocks, order_.first + 1 + input_.below(kMostBlocks));
    window_ = order_.first;
    map_ = std::vector<uint8_t>(order_.end - window_, kUnread);
    if (input_.byte() == 255) return;
    const auto address = reinterpret_cast<uintptr_t>(map_.data());
    order_.map = reinterpret_cast<uint8_t*>(address - window_);
  }

  void draw_order() {
    order_.shared = shared_.get();
    if (input_.flag()) order_.failed_blocks = &failed_;
    order_.failed_limit = static_cast<uint32_t>(drawn_limit(input_));
    order_.first_reading = !input_.flag();
    order_.record_from_ns = input_.flag() ? input_.any() : kNever;
    order_.timeout_ns = drawn_limit(input_);
    order_.hang_ns = drawn_limit(input_);
    order_.budget_ns = input_.byte() == 255 ? 0 : kNever;
    order_.news_budget_ns = input_.byte() >= 250 ? 0 : kNever;
    order_.device_budget_ns = drawn_limit(input_);
    order_.row_limit = static_cast<uint32_t>(drawn_limit(input_));
    records_ = std::vector<Record>(1 + input_.below(80));
    order_.records = records_.data();
    order_.record_capacity = records_.size();
    shared_->depth_limit = static_cast<uint32_t>(drawn_limit(input_));
    shared_->rate_bytes_per_s = drawn_limit(input_);
    shared_->row = input_.byte() == 255 ? UINT32_MAX : 0;
  }

  void check(const SliceResult& result) {
    CHECK(order_.first <= result.next && result.next <= order_.end);
    CHECK_EQ(result.outstanding, device_.out());
    CHECK_EQ(shared_->in_flight_since_ns, 0u);
    CHECK_EQ(shared_->device_ns, device_.clock_ns() - clock_began_ns_);
    check_stop(result);
    check_asked();
    check_records(result.records);
    const Expected expected = expectation();
    const auto unread = std::find(expected.read.begin(), expected.read.end(), false);
    CHECK_EQ(result.next, order_.first + static_cast<uint64_t>(unread - expected.read.begin()));
    check_memory(expected);
    check_counters(expected);
    CHECK(result.records <= expected.told && (result.records > 0) == (expected.told > 0));
  }

  void check_stop(const SliceResult& result) {
    const SliceStop stop = result.stop;
    if (stop == SliceStop::done) CHECK_EQ(result.next, order_.end);
    if (result.next == order_.end) {
      CHECK(stop == SliceStop::done || stop == SliceStop::enough || stop == SliceStop::row ||
            leaves_holes(stop));
    }
    if (result.outstanding > 0) CHECK(stop == SliceStop::control);
    if (stop == SliceStop::control) CHECK(shared_->control != kRun);
    if (stop == SliceStop::records) CHECK(result.records > 0);
    if (stop == SliceStop::row) CHECK(order_.row_limit != 0);
    if (stop == SliceStop::enough) CHECK(failed_ >= order_.failed_limit);
    if (stop == SliceStop::hung) CHECK(order_.hang_ns != 0);
    if (!device_.came.empty()) CHECK_EQ(shared_->frontier, static_cast<uint32_t>(result.next));
  }

  // In order from the first, each once, in their right places.
  void check_asked() {
    uint64_t block = order_.first;
    for (const Asked& asked : device_.asked) {
      CHECK(block < order_.end);
      CHECK_EQ(asked.lba, range_.start_of(block));
      CHECK_EQ(asked.lba + asked.sectors, range_.end_of(block));
      CHECK_EQ(range_.block_of(asked.lba), block);
      block++;
    }
  }

  void check_records(size_t count) {
    CHECK(count <= records_.size());
    for (size_t i = 0; i < std::min(count, records_.size()); i++) {
      const Record& record = records_[i];
      CHECK(record.from_lba >= static_cast<double>(range_.start_of(order_.first)));
      CHECK(record.to_lba <= static_cast<double>(range_.end_of(order_.end - 1)));
      CHECK(record.from_lba < record.to_lba);
      CHECK(record.latency_ns >= 0);
      CHECK(record.error >= 0 && record.error <= static_cast<double>(Error::defect));
    }
  }

  Expected expectation() const {
    Expected expected;
    expected.map = map_before_;
    expected.read.resize(device_.asked.size());
    expected.row = before_.row;
    for (const size_t index : device_.came) {
      const size_t block = order_.first - window_ + index;
      expected.take(order_, scale_, device_.asked[index], index, block);
    }
    return expected;
  }

  void check_memory(const Expected& expected) {
    if (order_.map != nullptr) CHECK(map_ == expected.map);
    else CHECK(map_ == map_before_);
    CHECK_EQ(shared_->sectors - before_.sectors, expected.sectors);
    CHECK_EQ(shared_->row, expected.row);
    if (order_.failed_blocks != nullptr) CHECK_EQ(failed_ - failed_before_, expected.failed);
  }

  void check_counters(const Expected& expected) {
    uint64_t good = 0;
    for (uint32_t c = 0; c < kClasses; c++) {
      const uint64_t counted = shared_->classes[c] - before_.classes[c];
      CHECK_EQ(counted, order_.first_reading ? expected.classes[c] : 0);
      good += counted;
    }
    for (uint32_t e = 0; e <= kErrors; e++) {
      const uint64_t counted = shared_->errors[e] - before_.errors[e];
      CHECK_EQ(counted, order_.first_reading ? expected.errors[e] : 0);
    }
    const uint64_t sum_ns = shared_->latency_sum_ns - before_.latency_sum_ns;
    CHECK_EQ(sum_ns, order_.first_reading ? expected.latency_sum_ns : 0);
    CHECK(good == 0 || shared_->latency_min_ns > 0);
    CHECK(shared_->latency_min_ns <= std::max<uint64_t>(1, shared_->latency_max_ns));
  }

  void check_histogram() const {
    uint64_t good = 0;
    uint64_t buckets = 0;
    for (const uint32_t count : shared_->classes) good += count;
    for (const uint32_t count : shared_->histogram) buckets += count;
    CHECK_EQ(buckets, good);
  }

  Input& input_;
  const LatencyScale& scale_;
  const Range range_;
  const std::unique_ptr<WorkerShared> shared_;
  SliceDevice device_;
  const uint64_t clock_began_ns_;
  std::vector<Record> records_;
  std::vector<uint8_t> map_;
  std::vector<uint8_t> map_before_;
  WorkerShared before_{};
  uint64_t window_ = 0;
  uint32_t failed_ = 0;
  uint32_t failed_before_ = 0;
  SliceOrder order_;
};

}  // namespace

void fuzz::fuzz(Input& input) {
  static const LatencyScale scale;
  Scan(input, scale).run();
}
