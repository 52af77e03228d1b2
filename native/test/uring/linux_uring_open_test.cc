// Opening through a scripted io_uring: what an older kernel, a system without it, and an image whose
// file system refuses O_DIRECT get instead.
#include <string>

#include "test/uring/uring_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

void an_image_that_refuses_alignment_is_read_through_the_cache() {
  UringCheck check(4, Kind::image);
  check.ring.on_read = [&](const ReadCall&) {
    return RingAnswer{check.calls.flags_set.empty() ? -EINVAL : kAll};
  };
  CHECK(check.open());
  CHECK(check.queue->cache_bypassed());
  for (uint32_t slot = 0; slot < 4; slot++) check.submit(slot);
  check.reap(4);
  CHECK(!check.queue->cache_bypassed());
  for (uint32_t slot = 0; slot < 4; slot++) {
    check.check(slot, Error::none, 0);
    CHECK(check.brought_right(slot));
    CHECK_EQ(check.outcomes[slot].latency_ns / kStepNs, 1u);  // of the second reading
  }
  CHECK_EQ(check.calls.flags_set.size(), 1u);
  CHECK_EQ(check.calls.advices.size(), 5u);  // no read-ahead, and what is cached is dropped
}

void an_image_without_a_way_past_the_cache_is_dropped_from_it() {
  UringCheck check(2, Kind::image, EINVAL);
  check.run();
  CHECK(!check.queue->cache_bypassed());
  CHECK_EQ(check.calls.advices.size(), 3u);
  CHECK_EQ(check.calls.advices[1].advice, POSIX_FADV_DONTNEED);
  check.check(0, Error::none, 0);
  UringCheck refused(1, Kind::image);
  refused.ring.answers = {{-EINVAL}};
  refused.calls.set_flags_errno = EPERM;
  refused.run();
  refused.check(0, Error::defect, EINVAL);
}

void check_unavailable(UringCheck& check, int error_number) {
  CHECK(!check.open());
  CHECK_EQ(std::string(check.error.code == nullptr ? "" : check.error.code), "ERR_OPEN");
  CHECK_EQ(std::string(check.error.syscall == nullptr ? "" : check.error.syscall),
           "io_uring_setup");
  CHECK_EQ(check.error.error_number, error_number);
}

void says_why_there_is_none() {
  for (const int error_number : {ENOSYS, EPERM, ENOMEM}) {
    UringCheck check(4);
    check.ring.setup_errno = error_number;
    check_unavailable(check, error_number);
    CHECK_EQ(uring_errno_with({check.calls, check.ring}), error_number);
    CHECK_EQ(check.calls.closes, 1);
  }
  for (const uint32_t only : {IORING_FEAT_SINGLE_MMAP, IORING_FEAT_EXT_ARG}) {
    UringCheck old(4);
    old.ring.features = only;
    check_unavailable(old, ENOSYS);
    CHECK_EQ(old.calls.closes, 2);  // the ring's and the disk's
  }
  for (const int map : {0, 1}) {
    UringCheck check(4);
    check.ring.failing_map = map;
    check_unavailable(check, ENOMEM);
    CHECK_EQ(check.calls.closes, 2);
    CHECK_EQ(check.ring.unmaps, map);
  }
  UringCheck fine(4);
  CHECK_EQ(uring_errno_with({fine.calls, fine.ring}), 0);
  CHECK_EQ(fine.ring.unmaps, 2);
  CHECK_EQ(fine.calls.closes, 1);
}

void an_older_kernel_is_asked_for_less() {
  UringCheck check(4);
  check.run();
  CHECK(check.ring.setup_flags != 0);
  UringCheck older(4);
  older.ring.known_flags = 0;
  older.run();
  for (uint32_t slot = 0; slot < 4; slot++) older.check(slot, Error::none, 0);
  CHECK_EQ(older.ring.setup_flags, 0u);
}

void what_cannot_be_opened_needs_no_ring() {
  UringCheck check(4);
  check.calls.stat_errno = ENOENT;
  CHECK(!check.open());
  CHECK_EQ(std::string(check.error.code), "ERR_ABSENT");
  CHECK_EQ(check.ring.entries, 0u);
}

}  // namespace

int main() {
  an_image_that_refuses_alignment_is_read_through_the_cache();
  an_image_without_a_way_past_the_cache_is_dropped_from_it();
  says_why_there_is_none();
  an_older_kernel_is_asked_for_less();
  what_cannot_be_opened_needs_no_ring();
  return failures();
}
