#include "sim/sim_queue.h"

#include <algorithm>
#include <array>
#include <vector>

#include "sim/sim_model.h"
#include "sim/simulated.h"

namespace surfscan {

namespace {

// A read that waits for the disk.
struct Waiting {
  uint32_t slot;
  uint64_t lba;
  uint32_t sectors;
  uint64_t since_ns;
  FaultEffect effect;
  uint64_t ready_ns;  // ssd: when its channel has it
};

struct Answer {
  size_t index;  // among those that wait
  uint64_t at_ns;
};

// One head, which goes where it can be soonest. So that nobody waits for ever, what waits longer
// counts as nearer: by as much as gives with 4 reads 1.5 times and with 32 reads 2.3 times the reads
// of one after the other, as disks with NCQ do.
class HddServer {
 public:
  explicit HddServer(const SimSpec& spec) : model_(spec) {}

  void enter(Waiting&) {}

  Answer next(const std::vector<Waiting>& waiting, uint64_t clock_ns) {
    Answer best{0, 0};
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < waiting.size(); i++) {
      const Waiting& read = waiting[i];
      const uint64_t own_ns =
          model_.queued_ns(read.lba, read.sectors, previous_end_lba_, clock_ns);
      const uint64_t age_ns = clock_ns - read.since_ns;
      const int64_t way_ns = static_cast<int64_t>(own_ns) - static_cast<int64_t>(age_ns / kAgePart);
      if (way_ns >= least) continue;
      least = way_ns;
      best = {i, later(clock_ns, latency_of(read.effect, own_ns))};
    }
    previous_end_lba_ = waiting[best.index].lba + waiting[best.index].sectors;
    return best;
  }

 private:
  static constexpr uint64_t kAgePart = 32;

  HddModel model_;
  uint64_t previous_end_lba_ = 0;
};

// Channels that work side by side, each read after read, and one interface to bring it all.
class SsdServer {
 public:
  explicit SsdServer(const SimSpec& spec) : model_(spec) {}

  void enter(Waiting& read) {
    uint64_t& free_ns = channel_free_ns_[model_.channel_of(read.lba, kChannels)];
    const uint64_t own_ns = model_.flash_ns(read.lba, read.sectors);
    free_ns = later(std::max(free_ns, read.since_ns), latency_of(read.effect, own_ns));
    read.ready_ns = free_ns;
  }

  Answer next(const std::vector<Waiting>& waiting, uint64_t clock_ns) {
    const auto first = std::min_element(
        waiting.begin(), waiting.end(),
        [](const Waiting& a, const Waiting& b) { return a.ready_ns < b.ready_ns; });
    // What fails brings nothing.
    const uint64_t transfer_ns = first->effect.error == Error::none
                                     ? model_.transfer_ns(first->lba, first->sectors)
                                     : 0;
    return {static_cast<size_t>(first - waiting.begin()),
            later(std::max(clock_ns, first->ready_ns), transfer_ns)};
  }

 private:
  static constexpr uint32_t kChannels = 8;

  SsdModel model_;
  std::array<uint64_t, kChannels> channel_free_ns_{};
};

// Its clock goes on from answer to answer, so that it stands still while nobody waits for one.
template <typename Server>
class SimQueue final : public Simulated<Device> {
 public:
  SimQueue(const SimSpec& spec, void* shared, uint32_t depth)
      : Simulated(spec, shared, kMaxDebtNs), server_(spec), depth_(depth) {
    waiting_.reserve(depth);
  }

  uint32_t depth() const override { return depth_; }
  bool answers_at_once() const override { return false; }
  bool clock_is_monotonic() const override { return false; }
  bool make_room(uint64_t) override { return true; }
  uint64_t clock_ns() const override { return virtual_ns_; }

  bool submit(uint32_t slot, uint64_t lba, uint32_t sectors, Outcome& outcome) override {
    if (faults_.gone()) {
      pass(kGoneNs);
      outcome = {kGoneNs, Error::gone, 0};
      return true;
    }
    const FaultEffect effect = faults_.touch(lba, lba + sectors);
    waiting_.push_back({slot, lba, sectors, virtual_ns_, effect, 0});
    server_.enter(waiting_.back());
    return false;
  }

  // One by one: who gets an answer may send another read before the disk turns to the next.
  uint32_t reap(Completion* completions, uint32_t most, uint64_t) override {
    if (waiting_.empty() || most == 0) return 0;
    const Answer answer = server_.next(waiting_, virtual_ns_);
    const Waiting read = waiting_[answer.index];
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(answer.index));
    pass(answer.at_ns - virtual_ns_);
    completions[0] = {read.slot, {virtual_ns_ - read.since_ns, read.effect.error, 0}};
    return 1;
  }

 private:
  Server server_;
  const uint32_t depth_;
  std::vector<Waiting> waiting_;  // in the order in which they came
};

}  // namespace

std::unique_ptr<Device> open_sim_queue(const SimSpec& spec, void* shared, uint32_t depth) {
  if (spec.kind == SimKind::ssd) return std::make_unique<SimQueue<SsdServer>>(spec, shared, depth);
  return std::make_unique<SimQueue<HddServer>>(spec, shared, depth);
}

}  // namespace surfscan
