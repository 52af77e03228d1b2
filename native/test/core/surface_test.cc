// Passes over a surface map against what their definitions say.
#include "core/surface.h"

#include <algorithm>
#include <random>
#include <vector>

#include "test/check.h"

using namespace surfscan;

namespace {

void test_tally(std::mt19937_64& random) {
  for (const uint64_t blocks : {0, 1, 2, 3, 4, 5, 7, 255, 1000, 65537}) {
    std::vector<uint8_t> map(blocks);
    for (uint8_t& byte : map) byte = static_cast<uint8_t>(random());
    uint64_t counts[256] = {};
    counts[17] = 1'000'000;  // it adds to what is there
    tally_map(map.data(), blocks, counts);
    for (int value = 0; value < 256; value++) {
      const long expected = std::count(map.begin(), map.end(), value);
      CHECK_EQ(counts[value], static_cast<uint64_t>(expected) + (value == 17 ? 1'000'000 : 0));
    }
  }
}

}  // namespace

int main() {
  const uint64_t seed = std::random_device()();
  std::mt19937_64 random(seed);
  test_tally(random);
  if (test::failures() > 0) std::cerr << "seed " << seed << "\n";
  return test::failures();
}
