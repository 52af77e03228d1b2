// What a slice records beside the map: failures, joined where they are neighbours, and slow readings.
#include <sstream>

#include "test/core/slice_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

// "from-to error/errno ms" of each record, " late" behind those that are. LBAs exclusive.
std::string told(const SliceCheck& slice, size_t count) {
  std::ostringstream text;
  for (size_t i = 0; i < count; i++) {
    const Record& record = slice.records[i];
    text << (i == 0 ? "" : ", ") << record.from_lba << '-' << record.to_lba << ' ' << record.error
         << '/' << record.error_number << ' ' << record.latency_ns / kMs
         << (record.late != 0 ? " late" : "");
  }
  return text.str();
}

std::string told_of(const std::vector<Outcome>& outcomes, uint64_t record_from_ns,
                    uint64_t timeout_ns = 0) {
  SliceCheck slice = check_blocks(outcomes.size(), [&](uint64_t block) { return outcomes[block]; });
  slice.order.record_from_ns = record_from_ns;
  slice.order.timeout_ns = timeout_ns;
  const SliceResult result = slice.run();
  return told(slice, result.records);
}

const Outcome kUnc = bad(Error::unc, 61);

void test_neighbours_of_equal_error_and_errno_are_one() {
  CHECK_EQ(told_of({good(), kUnc, kUnc, kUnc, good()}, kNever), "8-32 8/61 20");
  CHECK_EQ(told_of({kUnc, bad(Error::io, 5), bad(Error::io, 5)}, kNever),
           "0-8 8/61 20, 8-24 3/5 20");
  CHECK_EQ(told_of({bad(Error::io, 5), bad(Error::io, 121)}, kNever), "0-8 3/5 20, 8-16 3/121 20");
  // A simulated disk knows no errno, and its errors differ all the same.
  CHECK_EQ(told_of({bad(Error::unc), bad(Error::idnf)}, kNever), "0-8 8/0 20, 8-16 7/0 20");
  CHECK_EQ(told_of({kUnc, good(), kUnc}, kNever), "0-8 8/61 20, 16-24 8/61 20");
}

void test_what_the_drive_said_keeps_neighbours_apart() {
  const auto told = [](DriveStatus drive, bool named) {
    Outcome outcome = bad(Error::unc);
    outcome.drive = drive;
    outcome.named = named;
    return outcome;
  };
  const DriveStatus status = ata_status(0x51, 0x40);
  SliceCheck slice = check_blocks(5, [&](uint64_t block) {
    if (block == 4) return told(sense_status(3, 0x11, 0), false);
    return told(block == 0 ? DriveStatus{} : status, block == 3);
  });
  CHECK_EQ(slice.run().records, size_t{4});
  CHECK_EQ(slice.records[1].from_lba, 8.0);
  CHECK_EQ(slice.records[1].to_lba, 24.0);
  CHECK_EQ(slice.records[1].drive, static_cast<double>(status.packed));
  CHECK_EQ(slice.records[1].named, 0.0);
  CHECK_EQ(slice.records[2].named, 1.0);
}

void test_what_the_drive_corrected_is_told_and_good() {
  const DriveStatus corrected = sense_status(1, 0x17, 1);
  SliceCheck slice = check_blocks(3, [&](uint64_t block) {
    Outcome outcome = good();
    if (block == 1) outcome.drive = corrected;
    return outcome;
  });
  const SliceResult result = slice.run();
  CHECK_EQ(told(slice, result.records), "8-16 0/0 0.1");
  CHECK_EQ(slice.records[0].drive, static_cast<double>(corrected.packed));
  CHECK(slice.map[1] != 0 && slice.map[1] == slice.map[0]);
}

void test_a_joined_failure_tells_its_longest_latency() {
  CHECK_EQ(told_of({bad(Error::unc, 61, 2 * kMs), bad(Error::unc, 61, 9 * kMs),
                    bad(Error::unc, 61, 4 * kMs)}, kNever),
           "0-24 8/61 9");
}

void test_late_reads_are_never_joined() {
  const Outcome late = bad(Error::time, 110, 31'000 * kMs);
  const Outcome time = bad(Error::time, 110, 10 * kMs);
  CHECK_EQ(told_of({late, late, time, time, late, good(31'000 * kMs)}, kNever, 30 * kS),
           "0-8 4/110 31000 late, 8-16 4/110 31000 late, 16-32 4/110 10, 32-40 4/110 31000 late, "
           "40-48 4/0 31000 late");
}

void test_slow_readings_are_told_one_by_one() {
  CHECK_EQ(told_of({good(500 * kMs), good(500 * kMs), good(500 * kMs - 1), good(900 * kMs)},
                   500 * kMs),
           "0-8 0/0 500, 8-16 0/0 500, 24-32 0/0 900");
}

void test_a_slow_reading_parts_failures() {
  CHECK_EQ(told_of({kUnc, good(600 * kMs), kUnc}, 500 * kMs),
           "0-8 8/61 20, 8-16 0/0 600, 16-24 8/61 20");
  CHECK_EQ(told_of({good(600 * kMs), bad(Error::unc)}, 500 * kMs), "0-8 0/0 600, 8-16 8/0 20");
}

void test_from_0_every_reading_is_told_alone() {
  CHECK_EQ(told_of({good(kMs), good(0), kUnc, kUnc}, 0),
           "0-8 0/0 1, 8-16 0/0 0, 16-24 8/61 20, 24-32 8/61 20");
}

void test_failures_are_not_joined_across_slices() {
  SliceCheck slice = check_blocks(4, [](uint64_t) { return kUnc; });
  slice.order.end = 2;
  CHECK_EQ(told(slice, slice.run().records), "0-16 8/61 20");
  slice.order.first = 2;
  slice.order.end = 4;
  CHECK_EQ(told(slice, slice.run().records), "16-32 8/61 20");
}

void test_lbas_are_exact_past_32_bits() {
  constexpr uint64_t kFrom = (uint64_t{1} << 53) - 17;
  SliceCheck slice(Blocks(kFrom, kFrom + 16, 8, 0), 3, [](const Asked&) { return kUnc; });
  CHECK_EQ(slice.run().records, 1u);
  CHECK_EQ(static_cast<uint64_t>(slice.records[0].from_lba), kFrom);
  CHECK_EQ(static_cast<uint64_t>(slice.records[0].to_lba), kFrom + 16);
}

// Where only one record fits, all that joins goes into it; the next that does not ends the slice.
void test_a_full_list_ends_the_slice() {
  SliceCheck slice =
      check_blocks(10, [](uint64_t block) { return block < 3 ? good() : kUnc; });
  slice.order.record_capacity = 1;
  CHECK_STOP(slice.run(), records, 4);
  CHECK_EQ(told(slice, 1), "24-32 8/61 20");
  slice.order.first = 4;
  slice.order.record_capacity = 2;
  CHECK_STOP(slice.run(), done, 10);
  CHECK_EQ(told(slice, 1), "32-80 8/61 20");
}

}  // namespace

int main() {
  test_neighbours_of_equal_error_and_errno_are_one();
  test_what_the_drive_said_keeps_neighbours_apart();
  test_what_the_drive_corrected_is_told_and_good();
  test_a_joined_failure_tells_its_longest_latency();
  test_late_reads_are_never_joined();
  test_slow_readings_are_told_one_by_one();
  test_a_slow_reading_parts_failures();
  test_from_0_every_reading_is_told_alone();
  test_failures_are_not_joined_across_slices();
  test_lbas_are_exact_past_32_bits();
  test_a_full_list_ends_the_slice();
  return failures();
}
