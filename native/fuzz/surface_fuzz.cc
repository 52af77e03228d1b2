// The latency scale and the histogram for any latency; whole passes over any map.
#include <memory>

#include "core/surface.h"
#include "core/worker_shared.h"
#include "fuzz/target.h"

using namespace surfscan;

namespace {

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

}  // namespace

void fuzz::fuzz(Input& input) {
  static const LatencyScale scale;
  for (int i = 0; i < 4; i++) check_latency(scale, input.any());
  const auto step = static_cast<uint8_t>(1 + input.byte() % kLastStep);
  const auto beside = static_cast<int8_t>(input.byte());
  check_latency(scale, scale.edge_ns(step) + static_cast<uint64_t>(beside));
  const uint64_t blocks = input.size();
  if (blocks == 0) return;
  const std::unique_ptr<uint8_t[]> map(new uint8_t[blocks]);
  input.fill(map.get(), blocks);
  check_tally(map.get(), blocks);
}
