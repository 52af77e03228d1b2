// The scale of the surface map against its definition, and the histogram against its promise.
#include "core/latency_scale.h"

#include <cmath>
#include <random>

#include "core/scan_slice.h"
#include "test/check.h"

using namespace surfscan;

namespace {

// The definition, worked out anew: limits in ns, and the first step of each class.
struct Octave {
  uint64_t from_ns;
  uint64_t to_ns;
  int first;
  int steps;
};
constexpr Octave kOctaves[] = {
    {1'000, 3'000'000, 1, 104},           {3'000'000, 10'000'000, 105, 16},
    {10'000'000, 50'000'000, 121, 21},    {50'000'000, 150'000'000, 142, 14},
    {150'000'000, 500'000'000, 156, 16},  {500'000'000, 100'000'000'000, 172, 68}};

uint64_t defined_edge_ns(int step) {
  for (const Octave& octave : kOctaves) {
    if (step >= octave.first + octave.steps) continue;
    const long double from = octave.from_ns;
    const long double part = static_cast<long double>(step - octave.first) / octave.steps;
    return static_cast<uint64_t>(roundl(from * powl(octave.to_ns / from, part)));
  }
  return 0;
}

int defined_step(uint64_t latency_ns) {
  int step = 1;
  for (int s = 1; s <= 239; s++) {
    if (defined_edge_ns(s) <= latency_ns) step = s;
  }
  return step;
}

void test_edges(const LatencyScale& scale) {
  for (int step = 1; step <= 239; step++) {
    CHECK_EQ(scale.edge_ns(static_cast<uint8_t>(step)), defined_edge_ns(step));
  }
}

void test_a_step_is_about_8_percent(const LatencyScale& scale) {
  for (int step = 1; step < 239; step++) {
    const double ratio = static_cast<double>(scale.edge_ns(static_cast<uint8_t>(step + 1))) /
                         static_cast<double>(scale.edge_ns(static_cast<uint8_t>(step)));
    CHECK(ratio > 1.075);
    CHECK(ratio < 1.085);
  }
}

void test_steps_around_each_edge(const LatencyScale& scale) {
  for (int step = 1; step <= 239; step++) {
    const uint64_t edge_ns = scale.edge_ns(static_cast<uint8_t>(step));
    CHECK_EQ(+scale.step(edge_ns - 1), step == 1 ? 1 : step - 1);
    CHECK_EQ(+scale.step(edge_ns), step);
    CHECK_EQ(+scale.step(edge_ns + 1), step);
  }
}

void test_steps_at_the_ends(const LatencyScale& scale) {
  for (uint64_t ns = 0; ns <= 1100; ns++) CHECK_EQ(+scale.step(ns), defined_step(ns));
  CHECK_EQ(+scale.step(92'000'000'000), 238);
  CHECK_EQ(+scale.step(100'000'000'000), 239);
  CHECK_EQ(+scale.step(UINT64_MAX), 239);
  for (int bit = 0; bit < 64; bit++) {
    const uint64_t power = uint64_t{1} << bit;
    CHECK_EQ(+scale.step(power - 1), defined_step(power - 1));
    CHECK_EQ(+scale.step(power), defined_step(power));
  }
}

// Of any size: as many of 3 ns as of 3 hours.
void test_steps_of_random_latencies(const LatencyScale& scale) {
  const uint64_t seed = std::random_device()();
  std::mt19937_64 random(seed);
  const int failed_before = test::failures();
  for (int i = 0; i < 20'000; i++) {
    const uint64_t latency_ns = random() >> (random() % 64);
    CHECK_EQ(+scale.step(latency_ns), defined_step(latency_ns));
  }
  if (test::failures() > failed_before) std::cerr << "seed " << seed << "\n";
}

void test_class_limits(const LatencyScale& scale) {
  const uint64_t limits_ms[] = {3, 10, 50, 150, 500};
  for (uint32_t c = 0; c < 5; c++) {
    const uint64_t limit_ns = limits_ms[c] * 1'000'000;
    CHECK_EQ(kClassLimitsNs[c], limit_ns);
    CHECK_EQ(step_class(scale.step(limit_ns - 1)), c);
    CHECK_EQ(step_class(scale.step(limit_ns)), c + 1);
  }
  CHECK_EQ(step_class(kFirstStep), 0u);
  CHECK_EQ(step_class(kLastStep), 5u);
}

void test_error_bytes() {
  const Error mildest_first[] = {Error::abrt, Error::bbk,  Error::io,   Error::time,
                                 Error::amnf, Error::t0nf, Error::idnf, Error::unc};
  int byte = 240;
  for (const Error error : mildest_first) CHECK_EQ(+error_byte(error), byte++);
  CHECK_EQ(+kLastErrorByte, byte - 1);
}

// A bucket holds neighbours only, in order, and is no wider than 1/128 of what it holds.
void test_histogram_buckets() {
  uint32_t last = 0;
  uint64_t lowest_ns = 0;
  for (uint64_t ns = 1; ns < (uint64_t{1} << 40); ns += 1 + ns / 1000) {
    const uint32_t bucket = histogram_bucket(ns);
    CHECK(bucket == last || bucket == last + 1);
    if (bucket != last) lowest_ns = ns;
    CHECK((ns - lowest_ns) * 128 <= ns);
    last = bucket;
  }
  CHECK_EQ(histogram_bucket(0), 0u);
  CHECK_EQ(histogram_bucket(127), 127u);
  CHECK_EQ(histogram_bucket(128), 128u);
  CHECK_EQ(histogram_bucket(4'294'967'296), 26u * 128);  // 2^32: 25 octaves above 2^7
  CHECK_EQ(histogram_bucket((uint64_t{1} << 41) - 1), kHistogramBuckets - 1);
  CHECK_EQ(histogram_bucket(uint64_t{1} << 41), kHistogramBuckets - 1);
  CHECK_EQ(histogram_bucket(UINT64_MAX), kHistogramBuckets - 1);
}

}  // namespace

int main() {
  const LatencyScale scale;
  test_edges(scale);
  test_a_step_is_about_8_percent(scale);
  test_steps_around_each_edge(scale);
  test_steps_at_the_ends(scale);
  test_steps_of_random_latencies(scale);
  test_class_limits(scale);
  test_error_bytes();
  test_histogram_buckets();
  return test::failures();
}
