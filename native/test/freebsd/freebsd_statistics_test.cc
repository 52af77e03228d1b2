// FreeBSD's devstat(9), scripted: whose counters are taken, and which answers are not believed.
#include <sys/types.h>
#include <sys/time.h>
#include <sys/devicestat.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "freebsd/freebsd_statistics.h"
#include "test/check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

// The system of the test that runs.
struct System {
  std::vector<devstat> disks;
  int version = DEVSTAT_VERSION;
  size_t version_bytes = sizeof(int);
  size_t odd_bytes = 0;              // behind the last disk
  size_t told_bytes = 0;             // how long it claims to be; 0: as long as it is
  std::vector<int> errnos;           // of the first so many questions for the list
  size_t joining = 0;                // so many disks come after each question for the length
  size_t asked = 0;
};
System now;

devstat disk(const std::string& name, int unit, uint64_t read, uint64_t written) {
  devstat entry{};
  std::memcpy(entry.device_name, name.data(), name.size());
  entry.unit_number = unit;
  entry.bytes[DEVSTAT_NO_DATA] = 111;
  entry.bytes[DEVSTAT_READ] = read;
  entry.bytes[DEVSTAT_WRITE] = written;
  entry.bytes[DEVSTAT_FREE] = 222;
  return entry;
}

int fails(int error_number) {
  errno = error_number;
  return -1;
}

int say_version(void* old_value, size_t* old_bytes) {
  CHECK(*old_bytes >= sizeof now.version);
  std::memcpy(old_value, &now.version, sizeof now.version);
  *old_bytes = now.version_bytes;
  return 0;
}

// As sysctl_devstat(): a generation, then a struct a disk.
int say_disks(void* old_value, size_t* old_bytes) {
  const size_t question = now.asked++;
  if (question < now.errnos.size() && now.errnos[question] != 0) {
    return fails(now.errnos[question]);
  }
  std::vector<unsigned char> said(sizeof(long), 7);
  for (const devstat& entry : now.disks) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(&entry);
    said.insert(said.end(), bytes, bytes + sizeof entry);
  }
  said.resize(said.size() + now.odd_bytes);
  if (old_value == nullptr) {
    *old_bytes = now.told_bytes != 0 ? now.told_bytes : said.size();
    for (size_t i = 0; i < now.joining; i++) now.disks.push_back(disk("da", 1000, 0, 0));
    return 0;
  }
  if (said.size() > *old_bytes) return fails(ENOMEM);
  std::memcpy(old_value, said.data(), said.size());
  *old_bytes = said.size();
  return 0;
}

int scripted(const char* name, void* old_value, size_t* old_bytes, const void* new_value, size_t) {
  CHECK(new_value == nullptr);  // nothing is ever set
  const std::string asked = name;
  if (asked == "kern.devstat.version") return say_version(old_value, old_bytes);
  if (asked == "kern.devstat.all") return say_disks(old_value, old_bytes);
  return fails(ENOENT);
}

void check_told(const char* name, uint64_t read, uint64_t written) {
  DiskStatistics told;
  CHECK(disk_statistics_with(scripted, name, told));
  CHECK_EQ(told.read_bytes, read);
  CHECK_EQ(told.written_bytes, written);
}

void check_untold(const char* name) {
  DiskStatistics told;
  CHECK(!disk_statistics_with(scripted, name, told));
}

std::vector<devstat> a_few() {
  return {disk("nda", 0, 1 << 20, 512), disk("ada", 0, uint64_t{1} << 62, 4096),
          disk("ada", 10, 10, 20), disk("ada", 1, 5, 6)};
}

void each_disk_has_its_own_counters() {
  now = {};
  now.disks = a_few();
  check_told("ada0", uint64_t{1} << 62, 4096);
  check_told("ada10", 10, 20);
  check_told("ada1", 5, 6);
  check_told("nda0", 1 << 20, 512);
}

void a_disk_that_is_not_there_is_not_told() {
  now = {};
  now.disks = a_few();
  for (const char* name : {"ada2", "ada", "", "ada0p1", "ada01", "mirror/gm0", "0"}) {
    check_untold(name);
  }
  now.disks.clear();
  check_untold("ada0");
}

void a_name_without_an_end_ends_with_its_room() {
  now = {};
  const std::string name(DEVSTAT_NAME_LEN, 'x');
  now.disks = {disk(name, 3, 1, 2)};
  check_told((name + "3").c_str(), 1, 2);
  now.disks = {disk("da", -1, 1, 2)};  // a unit that is none
  check_untold("da1");
}

void another_layout_is_not_believed() {
  now = {};
  now.disks = a_few();
  now.version = DEVSTAT_VERSION + 1;
  check_untold("ada0");
  now.version = DEVSTAT_VERSION;
  now.version_bytes = 8;
  check_untold("ada0");
  for (const size_t odd : {size_t{1}, sizeof(devstat) - 1, sizeof(devstat) + 8}) {
    now = {};
    now.disks = a_few();
    now.odd_bytes = odd;
    check_untold("ada0");
  }
}

void no_length_becomes_an_allocation_unchecked() {
  now = {};
  now.disks = a_few();
  for (const size_t told : {SIZE_MAX, SIZE_MAX / 2, size_t{1} << 40}) {
    now.told_bytes = told;
    check_untold("ada0");
  }
  now.told_bytes = 1;  // shorter than it is: there is room to spare
  now.disks.resize(2);
  check_told("ada0", uint64_t{1} << 62, 4096);
}

void disks_that_come_meanwhile() {
  now = {};
  now.disks = a_few();
  now.errnos = {EBUSY, 0, EBUSY, 0, ENOMEM};
  check_told("ada1", 5, 6);
  CHECK_EQ(now.asked, 7u);
  now = {};
  now.disks = a_few();
  now.joining = 4;
  check_told("ada1", 5, 6);
}

void it_is_not_asked_for_ever() {
  now = {};
  now.disks = a_few();
  now.errnos.assign(1000, EBUSY);
  check_untold("ada0");
  CHECK(now.asked < 20);
  now = {};
  now.disks = a_few();
  now.joining = 5;  // always more than there was room for
  check_untold("ada0");
  CHECK(now.asked < 20);
  for (const int refused : {EPERM, ENOENT}) {
    now = {};
    now.disks = a_few();
    now.errnos = {refused};
    check_untold("ada0");
    CHECK_EQ(now.asked, 1u);
  }
}

}  // namespace

int main() {
  each_disk_has_its_own_counters();
  a_disk_that_is_not_there_is_not_told();
  a_name_without_an_end_ends_with_its_room();
  another_layout_is_not_believed();
  no_length_becomes_an_allocation_unchecked();
  disks_that_come_meanwhile();
  it_is_not_asked_for_ever();
  return failures();
}
