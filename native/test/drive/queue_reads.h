// Reads through a queue, to their end.
#pragma once

#include "core/device.h"
#include "test/check.h"

namespace surfscan::test {

constexpr int kMostTurns = 2000;

// One read, alone.
template <typename Queue>
Outcome read_alone(Queue& queue, uint64_t lba, uint32_t sectors) {
  queue.submit(0, lba, sectors);
  Completion completion;
  for (int turn = 0; turn < kMostTurns; turn++) {
    if (queue.reap(&completion, 1, 100'000'000) == 1) return completion.outcome;
  }
  CHECK(false);
  return {};
}

// So many that are out come back, as those of a disk that has left, and the next one, too.
template <typename Queue>
void check_all_gone(Queue& queue, uint32_t out) {
  Completion completions[8];
  uint32_t count = 0;
  for (int turn = 0; turn < 8 && count < out; turn++) {
    const uint32_t came = queue.reap(completions, 8, 1'000'000);
    for (uint32_t i = 0; i < came; i++) CHECK(completions[i].outcome.error == Error::gone);
    count += came;
  }
  CHECK_EQ(count, out);
  CHECK(read_alone(queue, 8, 8).error == Error::gone);
}

}  // namespace surfscan::test
