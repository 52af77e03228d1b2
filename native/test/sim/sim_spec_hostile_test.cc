// What no simulated disk is: each wrong text is refused, and the message says what came.
#include "sim/sim_fault_text.h"
#include "sim/sim_hash.h"
#include "sim/sim_spec.h"
#include "test/check.h"

using namespace surfscan;

namespace {

struct Refused {
  const char* text;
  const char* message;  // is part of the error
};

constexpr Refused kRefused[] = {
    {",", "expected KEY=VALUE, got \"\""},
    {"size=1TB,", "expected KEY=VALUE, got \"\""},
    {"size", "expected KEY=VALUE, got \"size\""},
    {"=1", "unknown key \"\""},
    {"Size=1TB", "unknown key \"Size\", known are size, sector, physical, gone, kind, speed, seed, "
                 "model, serial, bad, weak, slow, hang"},
    {"size=1TB,size=1TB", "size: given twice"},
    {"seed=1,seed=1", "seed: given twice"},
    {"size=1000", "a number without a unit is neither), got \"1000\""},
    {"size=1.5", "a number without a unit"},
    {"size=", "expected bytes with a unit (1TB, 512MiB) or sectors (2048s)"},
    {"size=TB", "got \"TB\""},
    {"size=s", "got \"s\""},
    {"size=-1TB", "got \"-1TB\""},
    {"size=+1TB", "got \"+1TB\""},
    {"size=1.TB", "got \"1.TB\""},
    {"size=.5TB", "got \".5TB\""},
    {"size=1.5.5TB", "got \"1.5.5TB\""},
    {"size=1.5s", "got \"1.5s\""},
    {"size=1 TB", "got \"1 TB\""},
    {"size=1EB", "got \"1EB\""},
    {"size=1tb", "got \"1tb\""},
    {"size=0TB", "size: expected at least one sector"},
    {"size=0s", "at least one sector"},
    {"size=511B", "at least one sector"},
    {"size=4095B,physical=4096", "at least one sector"},
    {"size=18014398509481985s", "at most 8192PiB"},
    {"size=8193PiB", "at most 8192PiB"},
    {"size=18446744073709551615B", "at most 8192PiB"},
    {"size=18446744073709551616B", "at most 8192PiB"},
    {"size=18446744073709551615PiB", "at most 8192PiB"},
    {"size=99999999999999999999999s", "at most 8192PiB"},
    {"sector=0", "sector: expected a power of two, 512 … 65536 bytes, got \"0\""},
    {"sector=256", "512 … 65536"},
    {"sector=520", "512 … 65536"},
    {"sector=131072", "512 … 65536"},
    {"sector=4294967808", "512 … 65536"},
    {"sector=", "got \"\""},
    {"physical=512,sector=4096",
     "physical: expected a power of two, 4096 … 65536 bytes, got \"512\""},
    {"physical=6144", "physical: expected"},
    {"physical=", "physical: expected"},
    {"kind=tape", "kind: expected hdd, ssd or null, got \"tape\""},
    {"speed=0", "speed: expected max, or a number"},
    {"speed=-1", "speed: expected"},
    {"speed=1e3", "speed: expected"},
    {"speed=nan", "speed: expected"},
    {"speed=99999999999999999999", "speed: expected"},
    {"seed=18446744073709551616", "seed: expected a whole number below 2^64"},
    {"seed=-1", "seed: expected"},
    {"seed=0x", "seed: expected"},
    {"gone=", "gone: expected"},
    {"model=%", "model: expected at most 255 bytes, %XX for any but NUL, got \"%\""},
    {"model=100%2", "model: expected"},
    {"model=%g0", "model: expected"},
    {"model=%+1", "model: expected"},
    {"serial=a%00b", "serial: expected"},
    {"bad=",
     "bad: expected an LBA, decimal or 0x hexadecimal, at most 1953124999, the disk's last"},
    {"bad=x", "got \"x\""},
    {"bad=1.5", "got \"1.5\""},
    {"bad=25%", "got \"25%\""},
    {"bad=0x", "got \"0x\""},
    {"bad=5-", "got \"\""},
    {"bad=-5", "got \"\""},
    {"bad=1-2-3", "got \"2-3\""},
    {"bad=7-6", "bad: expected a range that ends after its begin, got \"7-6\""},
    {"bad=1953125000",
     "bad: expected an LBA at most 1953124999, the disk's last, got \"1953125000\""},
    {"bad=10,size=10s", "an LBA at most 9, the disk's last, got \"10\""},
    {"bad=0-18446744073709551616", "got \"18446744073709551616\""},
    {"bad=5/", "bad: expected an error code of UNC, IDNF, ABRT, AMNF, T0NF, BBK, TIME, IO, GONE"},
    {"bad=5/CRC", "got \"CRC\""},
    {"bad=5/UN", "got \"UN\""},
    {"bad=5@", "bad: expected milliseconds above 0, at most 86400000, got \"\""},
    {"bad=5@10/IO", "got \"10/IO\""},
    {"bad=5@0", "milliseconds above 0"},
    {"bad=5@0.0000009", "milliseconds above 0"},
    {"bad=5@86400000.000001", "at most 86400000"},
    {"bad=5@99999999999999999999", "at most 86400000"},
    {"bad=5@-1", "milliseconds above 0"},
    {"weak=5", "weak: expected LBA@READS, got \"5\""},
    {"weak=5@0", "weak: expected a number of reads, 1 … 4294967295, got \"0\""},
    {"weak=5@4294967296", "a number of reads"},
    {"weak=5@1.5", "a number of reads"},
    {"weak=5@1*2", "a number of reads"},
    {"weak=0-67108864@1", "weak: expected at most 67108864 weak sectors and slow counters in all"},
    {"weak=0-67108863@1,slow=1@1*1", "slow: expected at most 67108864"},
    {"slow=5", "slow: expected LBA@MILLISECONDS"},
    {"slow=5@", "slow: expected milliseconds"},
    {"slow=5@1*", "slow: expected a number of reads, 1 … 4294967295, got \"\""},
    {"slow=5@1*0", "a number of reads"},
    {"hang=5", "hang: expected LBA@MILLISECONDS"},
    {"hang=5@1*2", "hang: expected milliseconds"},
    {"a\x1b[31m\x80\"\\=1", "unknown key \"a\\x1b[31m\\x80\\\"\\\\\""},
};

bool refused(const std::string& text, const std::string& message) {
  SimSpec spec;
  std::string error;
  const bool parsed = parse_sim_spec(text, spec, error);
  const bool as_expected = !parsed && error.find(message) != std::string::npos;
  if (!as_expected) {
    std::cerr << "\"" << text.substr(0, 200) << "\": expected " << message << ", got "
              << (parsed ? "a disk" : error) << "\n";
  }
  return as_expected;
}

void test_lengths() {
  const std::string long_text(1 << 20, 'x');
  SimSpec spec;
  std::string error;
  for (const char* key : {"", "size=", "bad=", "model=", "seed=", "bad=1/", "slow=1@"}) {
    CHECK(!parse_sim_spec(key + long_text, spec, error));
    CHECK(error.size() < 400);
    CHECK(error.find("…\"") != std::string::npos);
  }
  CHECK(refused("model=" + std::string(256, 'm'), "model: expected at most 255 bytes"));
  CHECK(refused(std::string("model=a\0b", 9), "got \"a\\x00b\""));
  CHECK(refused("size=" + std::string(1 << 20, '9') + "TB", "at most 8192PiB"));
}

void test_number_of_faults() {
  std::string text = "bad=1";
  for (size_t i = 1; i < kMaxFaults; i++) text += ",bad=1";
  SimSpec spec;
  std::string error;
  CHECK(parse_sim_spec(text, spec, error));
  CHECK_EQ(spec.faults.size(), kMaxFaults);
  CHECK(refused(text + ",hang=1@1", "more than 100000 faults"));
}

// Texts torn and put together at random: no crash, and an error exactly where there is no disk.
void test_torn_texts() {
  constexpr uint64_t kSeed = 20261122;
  const std::string whole = "size=1.5TB,sector=4096,physical=0x1000,bad=1-7/IO@3.5,weak=9@2,"
                            "slow=4-0xfF@250*3,hang=6@1,gone=9,kind=null,speed=0.5,seed=7,"
                            "model=%41%zz,serial=,\x01\x80";
  uint64_t chance = kSeed;
  for (int turn = 0; turn < 20'000; turn++) {
    std::string text;
    for (int piece = 0; piece < 4; piece++) {
      chance = mix64(chance);
      text += whole.substr(scaled(chance, whole.size()), scaled(chance >> 32, 24));
    }
    SimSpec spec;
    std::string error;
    if (parse_sim_spec(text, spec, error) == error.empty()) continue;
    std::cerr << "seed " << kSeed << ", turn " << turn << ": \"" << text << "\"\n";
    CHECK(false);
  }
}

}  // namespace

int main() {
  for (const Refused& wrong : kRefused) CHECK(refused(wrong.text, wrong.message));
  test_lengths();
  test_number_of_faults();
  test_torn_texts();
  return test::failures();
}
