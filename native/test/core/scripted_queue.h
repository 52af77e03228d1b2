// A device for a test with several reads in flight. The test says beforehand what each read comes to
// and how long it is out: its virtual clock goes on while one waits for reads, or rests.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include "core/device.h"
#include "test/check.h"
#include "test/core/scripted_device.h"

namespace surfscan::test {

constexpr uint64_t kNotAnswered = UINT64_MAX;  // as a latency

class ScriptedQueue final : public Device {
 public:
  using Script = std::function<Outcome(const Asked&)>;

  ScriptedQueue(uint32_t depth, Script script) : script(std::move(script)), depth_(depth) {
    geometry_.sectors = UINT64_MAX;
  }

  const Geometry& geometry() const override { return geometry_; }
  uint32_t depth() const override { return depth_; }
  bool answers_at_once() const override { return false; }
  bool make_room(uint64_t) override { return true; }

  bool submit(uint32_t slot, uint64_t lba, uint32_t sectors, Outcome&) override {
    CHECK(slot < depth_);
    for (const Out& out : out_) CHECK(out.slot != slot);
    const Asked now{lba, sectors};
    asked.push_back(now);
    submitted_at.push_back(clock);
    const Outcome outcome = script(now);
    const bool answered = outcome.latency_ns != kNotAnswered;
    out_.push_back({slot, answered ? clock + outcome.latency_ns : kNotAnswered, outcome});
    deepest = std::max(deepest, out());
    return false;
  }

  uint32_t reap(Completion* completions, uint32_t most, uint64_t wait_ns) override {
    CHECK(wait_ns <= 100'000'000);
    CHECK(!out_.empty());
    uint64_t first = kNotAnswered;
    for (const Out& out : out_) first = std::min(first, out.due_ns);
    clock = std::max(clock, std::min(first, clock + wait_ns));
    uint32_t count = 0;
    while (count < most) {
      const auto due = std::find_if(out_.begin(), out_.end(),
                                    [this](const Out& out) { return out.due_ns <= clock; });
      if (due == out_.end()) break;
      completions[count++] = {due->slot, due->outcome};
      out_.erase(due);
    }
    if (on_time) on_time(clock);
    return count;
  }

  void rest(uint64_t ns) override {
    CHECK(ns <= 50'000'000);
    CHECK(out_.empty());
    clock += ns;
    if (on_time) on_time(clock);
  }

  uint64_t clock_ns() const override { return clock; }
  bool cache_bypassed() const override { return true; }

  size_t out() const { return out_.size(); }

  Script script;
  std::function<void(uint64_t)> on_time;  // called when the clock has gone on
  std::vector<Asked> asked;
  std::vector<uint64_t> submitted_at;
  size_t deepest = 0;
  uint64_t clock = 12'345;  // begins anywhere

 private:
  struct Out {
    uint32_t slot;
    uint64_t due_ns;
    Outcome outcome;
  };

  Geometry geometry_;
  const uint32_t depth_;
  std::vector<Out> out_;
};

}  // namespace surfscan::test
