// The read loop over a scripted pread(2): each case is what the calls say, then what came of them.
#include <vector>

#include "test/posix/scripted_read.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

void reads_whole_in_one_call() {
  ScriptedCalls calls;
  const Read read = read_range(calls, disk());
  check_outcome(read.outcome, Error::none, 0);
  CHECK(read.content_right);
  CHECK_EQ(calls.reads.size(), 1u);
  CHECK_EQ(calls.reads[0].offset, kOffset);
  CHECK_EQ(calls.reads[0].bytes, kBytes);
  CHECK_EQ(read.outcome.latency_ns, kClockStepNs);
  CHECK(calls.advices.empty());
}

void fetches_the_rest_of_short_reads() {
  ScriptedCalls calls;
  calls.pieces = {{512}, {1024}, {kWhole}};
  const Read read = read_range(calls, disk());
  check_outcome(read.outcome, Error::none, 0);
  CHECK(read.content_right);
  CHECK_EQ(calls.reads.size(), 3u);
  CHECK_EQ(calls.reads[1].offset, kOffset + 512);
  CHECK_EQ(calls.reads[2].offset, kOffset + 1536);
  CHECK_EQ(calls.reads[2].bytes, kBytes - 1536);
  CHECK_EQ(read.outcome.latency_ns, kClockStepNs);  // one outcome, one latency
}

void goes_back_to_the_last_whole_sector_of_a_disk() {
  ScriptedCalls calls;
  calls.pieces = {{700}, {kWhole}};
  const Read read = read_range(calls, disk());
  check_outcome(read.outcome, Error::none, 0);
  CHECK(read.content_right);
  CHECK_EQ(calls.reads[1].offset, kOffset + 512);
}

void goes_on_within_a_sector_of_an_image() {
  ScriptedCalls calls;
  calls.pieces = {{700}, {kWhole}};
  const Read read = read_range(calls, image());
  check_outcome(read.outcome, Error::none, 0);
  CHECK(read.content_right);
  CHECK_EQ(calls.reads[1].offset, kOffset + 700);
}

void an_error_after_a_short_read_is_the_outcome() {
  ScriptedCalls calls;
  calls.pieces = {{2048}, failing(EIO)};
  check_outcome(read_range(calls, disk()).outcome, Error::io, EIO);
  CHECK_EQ(calls.reads.size(), 2u);
}

void nothing_before_the_end_is_gone() {
  for (const std::vector<Piece>& pieces : std::vector<std::vector<Piece>>{
           {{0}}, {{512}, {0}}, {{100}}, {failing(EINTR), {0}}}) {
    ScriptedCalls calls;
    calls.pieces = pieces;
    check_outcome(read_range(calls, disk()).outcome, Error::gone, 0);
    CHECK_EQ(calls.reads.size(), pieces.size());
  }
}

void tries_again_when_asked_to() {
  ScriptedCalls calls;
  calls.pieces = {failing(EINTR), failing(EAGAIN), {512}, failing(ENOMEM), {kWhole}};
  const Read read = read_range(calls, disk());
  check_outcome(read.outcome, Error::none, 0);
  CHECK(read.content_right);
  CHECK_EQ(calls.reads.size(), 5u);
  CHECK_EQ(calls.pauses, 2);  // not for EINTR
  CHECK_EQ(read.outcome.latency_ns, 2 * kRepeatPauseNs + kClockStepNs);
}

void does_not_try_for_ever() {
  for (const int error_number : {EINTR, EAGAIN, ENOMEM}) {
    ScriptedCalls calls;
    calls.pieces = {failing(error_number)};
    check_outcome(read_range(calls, disk()).outcome, Error::defect, error_number);
    CHECK_EQ(calls.reads.size(), kMaxRepeats + 1);
    CHECK_EQ(calls.pauses, error_number == EINTR ? 0 : static_cast<int>(kMaxRepeats));
  }
}

void repeats_are_counted_over_the_whole_read() {
  ScriptedCalls calls;
  calls.pieces.assign(kMaxRepeats, failing(EINTR));
  calls.pieces.push_back({512});
  calls.pieces.push_back(failing(EINTR));
  check_outcome(read_range(calls, disk()).outcome, Error::defect, EINTR);
  CHECK_EQ(calls.reads.size(), kMaxRepeats + 2);
}

void pieces_have_a_bound() {
  ScriptedCalls calls;
  calls.pieces = {{1}};
  const uint64_t bytes = kMaxPieces + 1;
  std::vector<uint8_t> buffer(bytes);
  LoneReader reader(calls, image());
  check_outcome(reader.read(0, bytes, buffer.data()), Error::defect, 0);
  CHECK_EQ(calls.reads.size(), kMaxPieces);
}

// The largest block, 16 MiB, may come sector by sector.
void as_many_pieces_as_the_largest_block_has_sectors() {
  ScriptedCalls calls;
  calls.pieces = {{512}};
  std::vector<uint8_t> buffer(16 << 20);
  LoneReader reader(calls, disk());
  check_outcome(reader.read(0, buffer.size(), buffer.data()), Error::none, 0);
}

// Memory or a queue that is short may be there again: a second is given to it, and no more.
void a_second_is_waited_for_what_is_short() {
  ScriptedCalls calls;
  calls.pieces = {failing(EAGAIN)};
  const Read read = read_range(calls, disk());
  CHECK(read.outcome.latency_ns >= 1'000'000'000);
  CHECK(read.outcome.latency_ns < 1'100'000'000);
}

void every_errno_has_its_error() {
  const struct {
    int error_number;
    Error error;
  } table[] = {
#ifdef ENODATA
      {ENODATA, Error::unc},
#endif
#ifdef EREMOTEIO
      {EREMOTEIO, Error::io},
#endif
#ifdef EBADE
      {EBADE, Error::io},
#endif
      {ETIMEDOUT, Error::time}, {EIO, Error::io},       {ENOLINK, Error::io},
      {EILSEQ, Error::io},      {ENOSPC, Error::io},    {ENXIO, Error::gone},
      {ENODEV, Error::gone},    {ENOTCONN, Error::gone}, {ESTALE, Error::gone},
      {EINVAL, Error::defect},  {EBADF, Error::defect},
      {EFAULT, Error::defect},  {EOPNOTSUPP, Error::defect}, {4095, Error::defect},
  };
  for (const auto& row : table) {
    ScriptedCalls calls;
    calls.pieces = {failing(row.error_number)};
    check_outcome(read_range(calls, disk()).outcome, row.error, row.error_number);
    CHECK_EQ(calls.reads.size(), 1u);
  }
  CHECK(error_of_errno(0) == Error::none);
}

}  // namespace

int main() {
  reads_whole_in_one_call();
  fetches_the_rest_of_short_reads();
  goes_back_to_the_last_whole_sector_of_a_disk();
  goes_on_within_a_sector_of_an_image();
  an_error_after_a_short_read_is_the_outcome();
  nothing_before_the_end_is_gone();
  tries_again_when_asked_to();
  does_not_try_for_ever();
  repeats_are_counted_over_the_whole_read();
  pieces_have_a_bound();
  as_many_pieces_as_the_largest_block_has_sectors();
  a_second_is_waited_for_what_is_short();
  every_errno_has_its_error();
  return failures();
}
