// When an image is read through the system's cache, over a scripted pread(2).
#include <vector>

#include "test/posix/scripted_read.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

void einval_on_an_image_takes_the_cache_in() {
  ScriptedCalls calls;
  calls.open_flags = {O_RDONLY | O_DIRECT | O_NONBLOCK};
  calls.pieces = {failing(EINVAL), {kWhole}};
  std::vector<uint8_t> buffer(kBytes);
  LoneReader reader(calls, image());
  CHECK(reader.cache_bypassed());
  check_outcome(reader.read(kOffset, kBytes, buffer.data()), Error::none, 0);
  CHECK(!reader.cache_bypassed());
  CHECK_EQ(calls.flags_set.size(), 1u);
  CHECK_EQ(calls.flags_set[0], O_RDONLY | O_NONBLOCK);  // O_DIRECT alone is taken off
  check_outcome(reader.read(kOffset, kBytes, buffer.data()), Error::none, 0);
  CHECK_EQ(calls.flags_set.size(), 1u);
  CHECK_EQ(calls.reads.size(), 3u);
  CHECK(!reader.cache_bypassed());
  CHECK_EQ(calls.advices.size(), 3u);  // no read-ahead, then the range of each read
  CHECK_EQ(calls.advices[0].advice, POSIX_FADV_RANDOM);
}

void einval_after_a_short_read_begins_anew_through_the_cache() {
  ScriptedCalls calls;
  calls.pieces = {{700}, failing(EINVAL), {kWhole}};
  const Read read = read_range(calls, image());
  check_outcome(read.outcome, Error::none, 0);
  CHECK(read.content_right);
  CHECK(!read.cache_bypassed);
  CHECK_EQ(calls.reads[2].offset, kOffset);
}

void einval_that_stays_is_a_defect() {
  ScriptedCalls image_calls;
  image_calls.pieces = {failing(EINVAL)};
  check_outcome(read_range(image_calls, image()).outcome, Error::defect, EINVAL);
  CHECK_EQ(image_calls.reads.size(), 2u);

  ScriptedCalls cached_calls;
  cached_calls.pieces = {failing(EINVAL)};
  const ReaderTarget cached{kScriptedFd, true, false, 512};
  check_outcome(read_range(cached_calls, cached).outcome, Error::defect, EINVAL);
  CHECK_EQ(cached_calls.reads.size(), 1u);

  ScriptedCalls disk_calls;
  disk_calls.pieces = {failing(EINVAL)};
  const Read read = read_range(disk_calls, disk());
  check_outcome(read.outcome, Error::defect, EINVAL);
  CHECK(read.cache_bypassed);
  CHECK_EQ(disk_calls.reads.size(), 1u);
  CHECK(disk_calls.flags_set.empty());
}

void einval_stays_where_o_direct_cannot_be_taken_off() {
  for (const bool get_fails : {true, false}) {
    ScriptedCalls calls;
    calls.pieces = {failing(EINVAL), {kWhole}};
    (get_fails ? calls.get_flags_errno : calls.set_flags_errno) = EBADF;
    const Read read = read_range(calls, image());
    check_outcome(read.outcome, Error::defect, EINVAL);
    CHECK(read.cache_bypassed);
  }
}

void drops_the_cache_before_a_cached_read() {
  ScriptedCalls calls;
  std::vector<uint8_t> buffer(kBytes);
  LoneReader reader(calls, {kScriptedFd, true, false, 512});
  CHECK_EQ(calls.advices.size(), 1u);
  CHECK_EQ(calls.advices[0].advice, POSIX_FADV_RANDOM);
  reader.read(kOffset + 512, 512, buffer.data());
  CHECK_EQ(calls.advices.size(), 2u);
  // Whole pages, or the page around a single sector would stay and answer.
  CHECK_EQ(calls.advices[1].advice, POSIX_FADV_DONTNEED);
  CHECK_EQ(calls.advices[1].offset, kOffset);
  CHECK_EQ(calls.advices[1].bytes, 65536u);
  reader.read(kOffset + 65536 - 512, 1024, buffer.data());
  CHECK_EQ(calls.advices[2].offset, kOffset);
  CHECK_EQ(calls.advices[2].bytes, 131072u);
}

}  // namespace

int main() {
  einval_on_an_image_takes_the_cache_in();
  einval_after_a_short_read_begins_anew_through_the_cache();
  einval_that_stays_is_a_defect();
  einval_stays_where_o_direct_cannot_be_taken_off();
  drops_the_cache_before_a_cached_read();
  return failures();
}
