// Opening over a scripted system: what is refused, with which code, and that nothing stays open.
#include <string>

#include "posix/disk_calls.h"
#include "posix/posix_device.h"
#include "test/check.h"
#include "test/posix/scripted_calls.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

struct Opened {
  std::unique_ptr<Device> device;
  OpenError error;
  TargetKind kind = TargetKind::block;
};

Opened open_with(const ScriptedCalls& calls, const std::string& path = "/a/path",
                 uint32_t sector_bytes = 512) {
  Opened opened;
  opened.device =
      open_posix_device_with(calls, path, sector_bytes, opened.error, &opened.kind);
  return opened;
}

void check_refused(const ScriptedCalls& calls, const char* code, int error_number,
                   const char* syscall) {
  const Opened opened = open_with(calls);
  CHECK(opened.device == nullptr);
  CHECK_EQ(std::string(opened.error.code == nullptr ? "" : opened.error.code), code);
  CHECK_EQ(opened.error.error_number, error_number);
  CHECK_EQ(std::string(opened.error.syscall == nullptr ? "" : opened.error.syscall), syscall);
}

void says_why_stat_and_open_failed() {
  const struct {
    int error_number;
    const char* code;
  } table[] = {
      {ENOENT, "ERR_ABSENT"}, {ENOTDIR, "ERR_ABSENT"}, {EACCES, "ERR_ACCESS"},
      {EPERM, "ERR_ACCESS"},  {ENXIO, "ERR_GONE"},     {ENODEV, "ERR_GONE"},
#ifdef ENOMEDIUM
      {ENOMEDIUM, "ERR_GONE"},
#endif
      {ELOOP, "ERR_OPEN"},    {EMFILE, "ERR_OPEN"},    {EBUSY, "ERR_OPEN"},
  };
  for (const auto& row : table) {
    ScriptedCalls unseen;
    unseen.stat_errno = row.error_number;
    check_refused(unseen, row.code, row.error_number, "stat");
    CHECK(unseen.open_flags.empty());

    ScriptedCalls unopened;
    unopened.is_image(4096);
    unopened.open_errnos = {row.error_number};
    check_refused(unopened, row.code, row.error_number, "open");
    CHECK_EQ(unopened.open_flags.size(), 1u);
    CHECK_EQ(unopened.closes, 0);
  }
}

void opens_for_reading_only_and_once() {
  ScriptedCalls calls;
  calls.is_image(4096);
  {
    const Opened opened = open_with(calls);
    CHECK(opened.device != nullptr);
    CHECK(opened.error.code == nullptr);
    CHECK(opened.kind == TargetKind::file);
    CHECK(opened.device->cache_bypassed());
    CHECK_EQ(calls.closes, 0);
  }
  CHECK_EQ(calls.open_flags.size(), 1u);
  CHECK_EQ(calls.open_flags[0], O_RDONLY | O_DIRECT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  CHECK_EQ(calls.closes, 1);
  CHECK(calls.ioctls.empty());
}

void an_image_without_o_direct_is_read_through_the_cache() {
  for (const int refusal : {EINVAL, EOPNOTSUPP}) {
    ScriptedCalls calls;
    calls.is_image(4096);
    calls.open_errnos = {refusal};
    const Opened opened = open_with(calls);
    CHECK(opened.device != nullptr && !opened.device->cache_bypassed());
    CHECK_EQ(calls.open_flags.size(), 2u);
    CHECK_EQ(calls.open_flags[1], O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    calls.open_errnos = {refusal, EACCES};
    calls.open_flags.clear();
    check_refused(calls, "ERR_ACCESS", EACCES, "open");
  }
}

void a_disk_is_not_read_through_the_cache() {
  ScriptedCalls calls;
  calls.is_node(is_disk_node(S_IFBLK) ? S_IFBLK : S_IFCHR);
  calls.open_errnos = {EINVAL};
  check_refused(calls, "ERR_OPEN", EINVAL, "open");
  CHECK_EQ(calls.open_flags.size(), 1u);
}

void a_path_that_changes_meanwhile_is_refused() {
  ScriptedCalls calls;
  calls.is_image(4096);
  for (const mode_t mode : {S_IFIFO, S_IFCHR, S_IFBLK, S_IFDIR}) {
    calls.opened.st_mode = mode | 0600;
    check_refused(calls, "ERR_OPEN", 0, "");
  }
  CHECK_EQ(calls.closes, 4);

  ScriptedCalls node;
  node.is_node(is_disk_node(S_IFBLK) ? S_IFBLK : S_IFCHR);
  node.opened.st_rdev++;
  check_refused(node, "ERR_OPEN", 0, "");
  CHECK(node.ioctls.empty());
  CHECK_EQ(node.closes, 1);

  ScriptedCalls unknown;
  unknown.is_image(4096);
  unknown.fstat_errno = EIO;
  check_refused(unknown, "ERR_OPEN", EIO, "fstat");
  CHECK_EQ(unknown.closes, 1);
}

void the_size_is_that_of_the_open_file() {
  ScriptedCalls calls;
  calls.is_image(4096);
  calls.opened.st_size = 0x7fff'ffff'ffff'ffff;
  const Opened opened = open_with(calls);
  CHECK(opened.device != nullptr);
  CHECK_EQ(opened.device->geometry().sectors, 0x7fff'ffff'ffff'ffffULL / 512);
  CHECK_EQ(opened.device->geometry().rest_bytes, 511u);
}

void an_image_too_small_for_a_sector_is_empty() {
  ScriptedCalls calls;
  for (const off_t bytes : {0, 1, 511}) {
    calls.is_image(bytes);
    check_refused(calls, "ERR_EMPTY", 0, "");
  }
  CHECK_EQ(calls.closes, 3);
}

void image_sectors_are_powers_of_two() {
  ScriptedCalls calls;
  calls.is_image(1 << 20);
  for (const uint32_t bytes : {512u, 4096u, 65536u}) {
    const Opened opened = open_with(calls, "/a/path", bytes);
    CHECK(opened.device != nullptr);
    CHECK_EQ(opened.device->geometry().logical_bytes, bytes);
    CHECK_EQ(opened.device->geometry().physical_bytes, bytes);
    CHECK_EQ(opened.device->geometry().physical_first_lba, 0u);
  }
  for (const uint32_t bytes : {0u, 1u, 256u, 520u, 131072u}) {
    const Opened opened = open_with(calls, "/a/path", bytes);
    CHECK(opened.device == nullptr);
    CHECK_EQ(std::string(opened.error.code), "ERR_OPEN");
    CHECK(opened.error.detail.find(std::to_string(bytes)) != std::string::npos);
  }
  CHECK_EQ(static_cast<size_t>(calls.closes), calls.open_flags.size());
}

void a_nul_in_a_path_is_no_shorter_path() {
  ScriptedCalls calls;
  calls.is_image(4096);
  const Opened opened = open_with(calls, std::string("/a\0path", 7));
  CHECK(opened.device == nullptr);
  CHECK_EQ(std::string(opened.error.code), "ERR_ABSENT");
  CHECK(calls.open_flags.empty());
}

void an_error_of_before_does_not_stay() {
  ScriptedCalls calls;
  calls.is_image(4096);
  OpenError error;
  error.code = "ERR_OPEN";
  error.error_number = EIO;
  error.detail = "old";
  CHECK(open_posix_device_with(calls, "/a/path", 512, error) != nullptr);
  CHECK(error.code == nullptr && error.error_number == 0 && error.detail.empty());
}

}  // namespace

int main() {
  says_why_stat_and_open_failed();
  opens_for_reading_only_and_once();
  an_image_without_o_direct_is_read_through_the_cache();
  a_disk_is_not_read_through_the_cache();
  a_path_that_changes_meanwhile_is_refused();
  the_size_is_that_of_the_open_file();
  an_image_too_small_for_a_sector_is_empty();
  image_sectors_are_powers_of_two();
  a_nul_in_a_path_is_no_shorter_path();
  an_error_of_before_does_not_stay();
  return failures();
}
