// A drive that answers anything: any status, any bytes of sense, any errno, in any order and whenever it
// likes. Each read is answered once, after so many commands at most; none leaves its range, and what the
// drive is said to name lies in it.
#include <memory>
#include <vector>

#include "fuzz/target.h"
#include "test/drive/scripted_drive.h"

using namespace surfscan;
using surfscan::fuzz::Input;
using surfscan::test::DriveRig;
using surfscan::test::SentOrder;
using surfscan::test::SgAnswer;

namespace {

constexpr uint32_t kMostSectors = 8;
constexpr int kMostTurns = 3000;
constexpr uint64_t kMostAnswers = 500;  // then all is answered well, so that all ends
constexpr uint64_t kMostAfterNs = 5'000'000'000;

class Drive {
 public:
  explicit Drive(Input& input) : input_(input) {
    rig_.site.orders = orders(input);
    rig_.site.way = input.flag() ? DriveWay::sg : DriveWay::sg_ioctl;
    rig_.site.first_lba = input.flag() ? 2048 : 0;
    rig_.drive.sectors = 1 + input.any() % (uint64_t{1} << 50);
    rig_.drive.on_order = [this](const SentOrder& order) { return answer(order); };
  }

  void run() {
    const uint32_t depth = 1 + input_.byte() % 32;
    if (!rig_.open(depth)) return;
    out_.resize(rig_.queue->depth());
    for (int turn = 0; turn < kMostTurns && !input_.empty(); turn++) {
      const uint32_t slot = input_.byte() % rig_.queue->depth();
      if (!out_[slot].sectors) submit(slot);
      if (input_.byte() >= 128) reap(input_.any() % kMostAfterNs);
      if (input_.byte() >= 250) rig_.drive.write_errnos.push_back(input_.byte());
    }
    answers_ = kMostAnswers;
    for (int turn = 0; turn < kMostTurns && count_ > 0; turn++) reap(kMostAfterNs);
    CHECK_EQ(count_, 0u);
  }

 private:
  struct Read {
    uint64_t lba;
    uint32_t sectors;  // 0: none is out
  };

  static std::vector<DriveOrder> orders(Input& input) {
    using Order = DriveOrder;
    const bool isAta = input.flag();
    const bool isBridge = input.flag();
    if (isAta && isBridge) return {input.one_of({Order::read_verify_ext, Order::verify16})};
    if (isAta) return {Order::read_dma_ext, Order::read16, Order::read10};
    if (isBridge) return {Order::read10, Order::read16, Order::verify10};
    return {Order::read16, Order::read10};
  }

  void submit(uint32_t slot) {
    const uint64_t sectors = rig_.queue->geometry().sectors;
    const uint64_t lba = input_.any() % sectors;
    const uint64_t most = std::min<uint64_t>(kMostSectors, sectors - lba);
    out_[slot] = {lba, static_cast<uint32_t>(1 + input_.byte() % most)};
    count_++;
    rig_.queue->submit(slot, lba, out_[slot].sectors);
  }

  void reap(uint64_t wait_ns) {
    Completion completions[kMaxDepth];
    const uint32_t count = rig_.queue->reap(completions, kMaxDepth, wait_ns);
    for (uint32_t i = 0; i < count; i++) {
      const auto& [slot, outcome] = completions[i];
      CHECK(slot < out_.size() && out_[slot].sectors > 0);
      if (test::failures() > 0) return;
      out_[slot].sectors = 0;
      count_--;
      CHECK(!outcome.named || outcome.error != Error::none);
      CHECK(outcome.error_number == 0 || !outcome.drive.said());
      CHECK(outcome.error != Error::none || outcome.error_number == 0);
    }
  }

  SgAnswer answer(const SentOrder& order) {
    const uint64_t first = rig_.site.first_lba;
    CHECK(order.sectors > 0 && order.lba >= first &&
          order.lba + order.sectors <= first + rig_.drive.sectors);
    if (answers_ >= kMostAnswers) return {};
    answers_++;
    SgAnswer answer;
    answer.after_ns = input_.any() % kMostAfterNs;
    if (input_.flag()) return answer;
    answer.status = input_.one_of<uint8_t>({0, 2, 2, 2, 8, 0x18, 0x28, input_.byte()});
    answer.host = input_.byte() >= 200 ? input_.byte() : 0;
    answer.residual = static_cast<int32_t>(input_.any());
    answer.sense.resize(input_.byte() % (kMaxSenseBytes + 1));
    if (!answer.sense.empty()) input_.fill(answer.sense.data(), answer.sense.size());
    return answer;
  }

  Input& input_;
  DriveRig rig_;
  std::vector<Read> out_;
  uint32_t count_ = 0;
  uint64_t answers_ = 0;
};

// The verdict itself, of any answer to any order.
void judge(Input& input) {
  ScsiAnswer answer;
  input.fill(&answer, sizeof answer);
  const auto order = input.one_of({DriveOrder::read16, DriveOrder::read_dma_ext, DriveOrder::verify10,
                                   DriveOrder::read_verify_ext});
  const DriveRange range{input.any(), static_cast<uint32_t>(input.any())};
  const Verdict verdict = judge_scsi(answer, order, range);
  CHECK(verdict.error <= Error::gone);
  CHECK(!verdict.names_lba || (verdict.lba >= range.lba && verdict.lba - range.lba < range.sectors));
  CHECK(verdict.course == Course::finished || verdict.error != Error::none);
  CHECK(!verdict.recovered || verdict.error == Error::none);
  const Verdict nvme = judge_nvme(static_cast<int32_t>(input.any()));
  CHECK(nvme.error <= Error::gone && !nvme.names_lba);
}

}  // namespace

void fuzz::fuzz(Input& input) {
  if (input.flag()) judge(input);
  else Drive(input).run();
}
