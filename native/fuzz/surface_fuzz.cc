// The latency scale and the histogram for any latency; whole passes over any map.
#include <memory>

#include "core/surface.h"
#include "core/worker_shared.h"
#include "fuzz/target.h"

using namespace surfscan;

namespace {

constexpr uint64_t kMostCells = 3000;
__extension__ using Wide = unsigned __int128;

void check_latency(const LatencyScale& scale, uint64_t ns) {
  const uint8_t step = scale.step(ns);
  CHECK(step >= kFirstStep && step <= kLastStep);
  CHECK(step == kFirstStep || scale.edge_ns(step) <= ns);
  CHECK(step == kLastStep || scale.edge_ns(static_cast<uint8_t>(step + 1)) > ns);
  uint32_t expected = 0;
  for (const uint64_t limit_ns : kClassLimitsNs) expected += ns >= limit_ns ? 1 : 0;
  CHECK_EQ(step_class(step), expected);
  const uint32_t bucket = histogram_bucket(ns);
  CHECK(bucket < kHistogramBuckets);
  CHECK(ns == UINT64_MAX || histogram_bucket(ns + 1) >= bucket);
  CHECK(ns == UINT64_MAX || histogram_bucket(ns + 1) <= bucket + 1);
}

void check_tally(const uint8_t* map, uint64_t blocks) {
  uint64_t counts[256] = {};
  uint64_t expected[256] = {};
  tally_map(map, blocks, counts);
  for (uint64_t i = 0; i < blocks; i++) expected[map[i]]++;
  for (int value = 0; value < 256; value++) CHECK_EQ(counts[value], expected[value]);
}

void check_cell(const uint8_t* map, uint64_t blocks, uint64_t cells, uint64_t cell, uint8_t worst,
                uint8_t state) {
  const auto first = static_cast<uint64_t>(Wide{cell} * blocks / cells);
  const auto next = static_cast<uint64_t>(Wide{cell + 1} * blocks / cells);
  const uint64_t end = std::max(next, first + 1);
  CHECK(end <= blocks);
  uint64_t unread = 0;
  uint8_t highest = 0;
  for (uint64_t i = first; i < end; i++) {
    unread += map[i] == kUnread ? 1 : 0;
    highest = std::max(highest, map[i]);
  }
  CHECK_EQ(+worst, +highest);
  CHECK_EQ(+state, +(unread == 0             ? kCellRead
                     : unread == end - first ? kCellUnread
                                             : kCellPartly));
}

// Cells that are not asked for stay as they are.
void check_fold(fuzz::Input& input, const uint8_t* map, uint64_t blocks, uint64_t cells) {
  constexpr uint8_t kUntouched = 0x5a;
  const std::unique_ptr<uint8_t[]> worst(new uint8_t[cells]);
  const std::unique_ptr<uint8_t[]> state(new uint8_t[cells]);
  std::fill_n(worst.get(), cells, kUntouched);
  std::fill_n(state.get(), cells, kUntouched);
  const uint64_t first = input.below(cells + 1);
  const uint64_t end = first + input.below(cells - first + 1);
  fold_cells(map, blocks, cells, first, end, worst.get(), state.get());
  for (uint64_t cell = 0; cell < cells; cell++) {
    if (cell < first || cell >= end) {
      CHECK(worst[cell] == kUntouched && state[cell] == kUntouched);
    } else {
      check_cell(map, blocks, cells, cell, worst[cell], state[cell]);
    }
  }
}

}  // namespace

void fuzz::fuzz(Input& input) {
  static const LatencyScale scale;
  for (int i = 0; i < 4; i++) check_latency(scale, input.any());
  const auto step = static_cast<uint8_t>(1 + input.byte() % kLastStep);
  const auto beside = static_cast<int8_t>(input.byte());
  check_latency(scale, scale.edge_ns(step) + static_cast<uint64_t>(beside));
  const uint64_t cells = 1 + input.below(kMostCells);
  Input cuts = input;
  input.whole(4);
  const uint64_t blocks = input.size();
  if (blocks == 0) return;
  const std::unique_ptr<uint8_t[]> map(new uint8_t[blocks]);
  input.fill(map.get(), blocks);
  check_tally(map.get(), blocks);
  check_fold(cuts, map.get(), blocks, cells);
}
