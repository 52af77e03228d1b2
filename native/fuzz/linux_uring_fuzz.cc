// Reads through an io_uring whose kernel answers anything it may: any part of a read, any errno, in
// any order and whenever it likes. Each read is answered once, and well only where all its bytes came.
#include <linux/fs.h>

#include <memory>
#include <vector>

#include "fuzz/target.h"
#include "posix/disk_facts.h"
#include "test/uring/scripted_ring.h"
#include "uring/uring_open.h"

using namespace surfscan;
using surfscan::fuzz::Input;
using surfscan::test::ReadCall;
using surfscan::test::RingAnswer;
using surfscan::test::ScriptedCalls;
using surfscan::test::ScriptedRing;

namespace {

constexpr uint32_t kMostBlockBytes = 4096;  // of what is read; larger ones would only be slower
constexpr int kMostTurns = 2000;
constexpr uint64_t kMostAnswers = 4000;  // then each read is answered well, so that all ends
constexpr uint64_t kMostAfterNs = 5'000'000'000;

// What is known of a read that is out.
struct Read {
  bool out = false;
  uint64_t lba = 0;
  uint32_t sectors = 0;
};

class Disk {
 public:
  explicit Disk(Input& input)
      : input_(input), image_(input.flag()), depth_(1 + input.byte() % 64), reads_(depth_) {
    if (image_) calls_.is_image(static_cast<off_t>(input.any()));
    else calls_.is_node(input.byte() >= 250 ? S_IFCHR : S_IFBLK);
    calls_.on_ioctl = [this](unsigned long request, void* argument) {
      return answer_ioctl(request, argument);
    };
    if (input.byte() >= 200) calls_.open_errnos = {input.byte(), input.byte()};
    if (input.byte() >= 250) calls_.set_flags_errno = EPERM;
    ring_.takes_at_most = 1 + input.byte();
    ring_.own_priority = static_cast<uint16_t>(input.whole(2));
    if (input.byte() >= 250) ring_.setup_errno = 1 + input.byte();
    if (input.byte() >= 250) ring_.failing_map = input.byte() % 2;
    ring_.on_read = [this](const ReadCall& call) { return answer_read(call); };
  }

  void run() {
    const uint32_t sector_bytes =
        input_.flag() ? 512 : static_cast<uint32_t>(input_.any() & UINT32_MAX);
    OpenError error;
    const auto queue = open_uring_queue({calls_, ring_}, "x", sector_bytes, depth_, error);
    CHECK_EQ(queue == nullptr, error.code != nullptr);
    if (queue == nullptr) return;
    geometry_ = queue->geometry();
    check_geometry();
    if (geometry_.logical_bytes > kMostBlockBytes) return;
    CHECK(queue->make_room(kMostBlockBytes));
    use(*queue);
    answers_ = kMostAnswers;
    if (input_.flag()) finish(*queue);
    else queue->wait_out();
    CHECK(!queue->is_in_use());
  }

 private:
  // An errno of ours, and what is written where it is 0.
  int answer_ioctl(unsigned long request, void* argument) {
    if (input_.byte() >= 240) return 1 + input_.byte();
    const uint64_t number = input_.any();
    if (request == BLKGETSIZE64) *static_cast<uint64_t*>(argument) = number;
    else *static_cast<uint32_t*>(argument) = input_.flag() ? 512 : static_cast<uint32_t>(number);
    return 0;
  }

  void check_geometry() const {
    CHECK(geometry_.sectors > 0);
    CHECK(geometry_.logical_bytes >= kMinSectorBytes && geometry_.logical_bytes <= kMaxSectorBytes);
    CHECK(geometry_.sectors <= uint64_t{INT64_MAX} / geometry_.logical_bytes);
    CHECK(geometry_.physical_bytes >= geometry_.logical_bytes);
  }

  void use(UringQueue& queue) {
    for (int turn = 0; turn < kMostTurns && !input_.empty(); turn++) {
      const uint32_t slot = input_.byte() % depth_;
      if (!reads_[slot].out) submit(queue, slot);
      if (input_.byte() >= 128) reap(queue);
      if (input_.byte() >= 240) refuse_once();
    }
  }

  // What is to be sent gets the errno of the call that did not send it.
  void refuse_once() {
    const int error_number = input_.byte();
    ring_.enter_errnos.push_back(error_number);
    errnos_[error_number] = true;
  }

  void submit(UringQueue& queue, uint32_t slot) {
    const uint64_t lba = input_.any() % geometry_.sectors;
    const uint64_t most = std::min<uint64_t>(kMostBlockBytes / geometry_.logical_bytes,
                                             geometry_.sectors - lba);
    const auto sectors = static_cast<uint32_t>(1 + input_.byte() % most);
    reads_[slot] = {true, lba, sectors};
    queue.submit(slot, lba, sectors);
    out_++;
  }

  void reap(UringQueue& queue) {
    Completion completions[kMaxDepth];
    const auto most = static_cast<uint32_t>(1 + input_.byte() % kMaxDepth);
    const uint32_t count = queue.reap(completions, most, input_.any() % kMostAfterNs);
    CHECK(count <= most);
    for (uint32_t i = 0; i < count; i++) check(queue, completions[i]);
  }

  // Only errors that the kernel said come out, and a good read has all of its bytes.
  void check(const UringQueue& queue, const Completion& completion) {
    CHECK(completion.slot < depth_ && reads_[completion.slot].out);
    if (test::failures() > 0) return;
    Read& read = reads_[completion.slot];
    read.out = false;
    out_--;
    const Outcome& outcome = completion.outcome;
    CHECK(outcome.error_number >= 0);
    if (outcome.error_number != 0) {
      CHECK(errnos_[outcome.error_number]);
      CHECK(outcome.error == error_of_errno(outcome.error_number));
      CHECK(outcome.error != Error::none);
    } else if (outcome.error == Error::none) {
      CHECK(brought_all(queue, completion.slot, read));
    } else {
      CHECK(outcome.error == Error::gone || outcome.error == Error::defect);
    }
  }

  bool brought_all(const UringQueue& queue, uint32_t slot, const Read& read) const {
    const auto* bytes = reinterpret_cast<const uint8_t*>(queue.brought(slot));
    const uint64_t sector_bytes = geometry_.logical_bytes;
    const uint64_t offset = read.lba * sector_bytes;
    for (uint64_t i = 0; i < read.sectors * sector_bytes; i++) {
      if (bytes[i] != test::content(offset + i)) return false;
    }
    return true;
  }

  RingAnswer answer_read(const ReadCall& call) {
    if (answers_ >= kMostAnswers) return {};
    answers_++;
    const uint8_t how = input_.byte();
    RingAnswer answer{test::kAll, input_.any() % kMostAfterNs};
    if (how < 64) return answer;
    if (how < 160) {
      answer.result = static_cast<int64_t>(input_.whole(2) % (call.bytes + 1));
      if (how < 128) answer.result -= answer.result % 512;
      return answer;
    }
    const int error_number =
        how < 200 ? input_.one_of({EIO, ENODATA, EAGAIN, EINTR, ENOMEM, EINVAL})
                  : 1 + input_.byte();
    errnos_[error_number] = true;
    answer.result = -error_number;
    return answer;
  }

  // From now on the kernel answers well: all that is out comes back.
  void finish(UringQueue& queue) {
    Completion completions[kMaxDepth];
    for (int turn = 0; turn < kMostTurns && out_ > 0; turn++) {
      const uint32_t count = queue.reap(completions, kMaxDepth, 100'000'000);
      for (uint32_t i = 0; i < count; i++) check(queue, completions[i]);
    }
    CHECK_EQ(out_, 0u);
  }

  Input& input_;
  const bool image_;
  const uint32_t depth_;
  ScriptedCalls calls_;
  ScriptedRing ring_{calls_};
  Geometry geometry_;
  std::vector<Read> reads_;
  uint32_t out_ = 0;
  uint64_t answers_ = 0;
  bool errnos_[512] = {};  // those that the kernel has said
};

}  // namespace

void fuzz::fuzz(Input& input) { Disk(input).run(); }
