// A device for the slice loop, one read at a time or a queue of them, whose reads come to what a
// fuzzer's input says. It notes what was asked of it, and ends what would never end.
#pragma once

#include <vector>

#include "core/worker_shared.h"
#include "fuzz/target.h"
#include "test/core/scripted_queue.h"

namespace surfscan::fuzz {

// An hour: sums of it stay far from 2^53, as the clocks of real disks do.
constexpr uint64_t kMostLatencyNs = 3'600'000'000'000;
// Of waits and rests in a slice; then it is commanded to stop.
constexpr uint32_t kMostWaits = 400;

struct Asked {
  uint64_t lba;
  uint32_t sectors;
  Outcome outcome;
};

class SliceDevice final : public Device {
 public:
  // A depth of 0: each read is answered when it is submitted.
  SliceDevice(Input& input, WorkerShared& shared, uint32_t depth)
      : input_(input),
        shared_(shared),
        at_once_(depth == 0),
        queue_(depth, [this](const test::Asked& now) { return draw(now); }) {
    queue_.on_time = [this](uint64_t) { time_passed(); };
  }

  std::vector<Asked> asked;
  std::vector<size_t> came;  // those of `asked` that were answered, in that order
  uint32_t waits = 0;
  size_t out() const { return queue_.out(); }
  size_t deepest() const { return queue_.deepest; }

  const Geometry& geometry() const override { return queue_.geometry(); }
  uint32_t depth() const override { return at_once_ ? 1 : queue_.depth(); }
  bool answers_at_once() const override { return at_once_; }
  bool make_room(uint64_t) override { return true; }
  uint64_t clock_ns() const override { return queue_.clock_ns(); }
  bool cache_bypassed() const override { return true; }

  bool submit(uint32_t slot, uint64_t lba, uint32_t sectors, Outcome& outcome) override {
    asked_in_[slot] = asked.size();
    if (!at_once_) return queue_.submit(slot, lba, sectors, outcome);
    came.push_back(asked.size());
    outcome = draw({lba, sectors});
    queue_.clock += outcome.latency_ns;
    return true;
  }
  uint32_t reap(Completion* completions, uint32_t most, uint64_t wait_ns) override {
    CHECK(!at_once_);
    const uint32_t count = queue_.reap(completions, most, wait_ns);
    for (uint32_t i = 0; i < count; i++) came.push_back(asked_in_[completions[i].slot]);
    return count;
  }
  void rest(uint64_t ns) override { queue_.rest(ns); }

 private:
  Outcome draw(const test::Asked& now) {
    Outcome outcome = drawn_outcome();
    asked.push_back({now.lba, now.sectors, outcome});
    return outcome;
  }

  Outcome drawn_outcome() {
    const uint8_t how = input_.byte();
    Outcome outcome{100'000, Error::none, 0};
    if (how < 96) outcome.latency_ns += uint64_t{how} << 10;
    else if (how < 160) outcome.latency_ns = input_.any() % kMostLatencyNs;
    if (how >= 128) outcome.error = static_cast<Error>(how % (static_cast<int>(Error::defect) + 1));
    if (how >= 200 && outcome.error != Error::none) outcome.error_number = input_.byte();
    if (how == 255 && !at_once_) outcome.latency_ns = test::kNotAnswered;
    return outcome;
  }

  // Whoever commands the worker, and the end of a slice whose reads never return.
  void time_passed() {
    const uint8_t how = input_.byte();
    if (how >= 250) shared_.control = how == 250 ? kPause : kStop;
    if (how >= 240 && how < 250) shared_.depth_limit = how - 240;
    if (++waits > kMostWaits) shared_.control = kStop;
  }

  Input& input_;
  WorkerShared& shared_;
  const bool at_once_;
  test::ScriptedQueue queue_;
  size_t asked_in_[kMaxDepth] = {};
};

}  // namespace surfscan::fuzz
