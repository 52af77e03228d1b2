// Every key of a simulated disk's text.
#include "sim/sim_spec.h"

#include "test/check.h"

using namespace surfscan;

namespace {

SimSpec parsed(const std::string& text) {
  SimSpec spec;
  std::string error;
  if (!parse_sim_spec(text, spec, error)) std::fprintf(stderr, "%s\n", text.c_str());
  CHECK_EQ(error, "");
  return spec;
}

uint64_t sectors(const std::string& text) { return parsed(text).geometry.sectors; }

void test_defaults() {
  const SimSpec spec = parsed("");
  CHECK_EQ(spec.geometry.sectors, 1'953'125'000u);
  CHECK_EQ(spec.geometry.logical_bytes, 512u);
  CHECK_EQ(spec.geometry.physical_bytes, 512u);
  CHECK_EQ(spec.geometry.physical_first_lba, 0u);
  CHECK_EQ(spec.geometry.rest_bytes, 0u);
  CHECK(spec.kind == SimKind::hdd);
  CHECK_EQ(spec.speed, 0.0);
  CHECK_EQ(spec.seed, 1u);
  CHECK_EQ(spec.gone_after_reads, kNeverGone);
  CHECK_EQ(spec.model, "SIMULATED");
  CHECK_EQ(spec.serial.size(), 15u);
  CHECK_EQ(spec.serial.substr(0, 3), "SIM");
  CHECK(spec.faults.empty());
  CHECK_EQ(spec.shared_counters, 0u);
}

void test_sizes() {
  CHECK_EQ(sectors("size=512B"), 1u);
  CHECK_EQ(sectors("size=1023B"), 1u);
  CHECK_EQ(sectors("size=1KB,sector=512"), 1u);
  CHECK_EQ(sectors("size=2kB"), 3u);
  CHECK_EQ(sectors("size=1MB"), 1953u);
  CHECK_EQ(sectors("size=1MiB"), 2048u);
  CHECK_EQ(sectors("size=1.5TB"), 2'929'687'500u);
  CHECK_EQ(sectors("size=0.5KiB"), 1u);
  CHECK_EQ(sectors("size=1.0009765625KiB"), 2u);
  CHECK_EQ(sectors("size=0.00000000000051200000000000000000000000001PB"), 1u);
  CHECK_EQ(sectors("size=1953525168s"), 1'953'525'168u);
  CHECK_EQ(sectors("size=24TB"), 46'875'000'000u);
  CHECK_EQ(sectors("size=8192PiB"), uint64_t{1} << 54);
  CHECK_EQ(sectors("size=18014398509481984s"), uint64_t{1} << 54);
  CHECK_EQ(sectors("size=8192PiB,sector=65536"), uint64_t{1} << 47);
}

void test_sector_sizes() {
  const SimSpec native = parsed("size=1TB,sector=4096");
  CHECK_EQ(native.geometry.sectors, 244'140'625u);
  CHECK_EQ(native.geometry.physical_bytes, 4096u);
  const SimSpec emulated = parsed("physical=4096,size=10000B");
  CHECK_EQ(emulated.geometry.logical_bytes, 512u);
  CHECK_EQ(emulated.geometry.physical_bytes, 4096u);
  // Bytes are rounded down to physical sectors, sectors are taken at their word.
  CHECK_EQ(emulated.geometry.sectors, 16u);
  CHECK_EQ(sectors("physical=4096,size=19s"), 19u);
  CHECK_EQ(sectors("sector=65536,physical=65536,size=1GiB"), 16384u);
}

void test_faults_grow_to_physical_sectors() {
  const SimSpec spec = parsed("bad=17,weak=9-18@2,bad=0x5,size=19s,physical=4096,hang=0@1");
  CHECK_EQ(spec.faults.size(), 4u);
  // By the LBA they begin at; those that begin at one in the order given.
  CHECK_EQ(spec.faults[0].from_lba, 0u);
  CHECK(spec.faults[0].kind == FaultKind::bad);
  CHECK_EQ(spec.faults[0].to_lba, 8u);
  CHECK(spec.faults[1].kind == FaultKind::hang);
  CHECK_EQ(spec.faults[2].from_lba, 8u);
  CHECK_EQ(spec.faults[2].to_lba, 19u);
  CHECK_EQ(spec.faults[3].from_lba, 16u);
  CHECK_EQ(spec.faults[3].to_lba, 19u);
  CHECK_EQ(spec.shared_counters, 2u);
}

void test_fault_values() {
  const SimSpec spec = parsed(
      "bad=1/idnf@1.5,bad=2/Gone,bad=3@4000,slow=4@250,slow=5@0.000001*3,hang=6-0x10@86400000");
  CHECK_EQ(spec.faults.size(), 6u);
  CHECK(spec.faults[0].error == Error::idnf);
  CHECK_EQ(spec.faults[0].latency_ns, 1'500'000u);
  CHECK(spec.faults[1].error == Error::gone);
  CHECK_EQ(spec.faults[1].latency_ns, 0u);
  CHECK(spec.faults[2].error == Error::unc);
  CHECK_EQ(spec.faults[2].latency_ns, 4'000'000'000u);
  CHECK_EQ(spec.faults[3].latency_ns, 250'000'000u);
  CHECK_EQ(spec.faults[3].reads, 0u);
  CHECK_EQ(spec.faults[4].latency_ns, 1u);
  CHECK_EQ(spec.faults[4].reads, 3u);
  CHECK_EQ(spec.faults[5].latency_ns, 86'400'000'000'000u);
  CHECK_EQ(spec.faults[5].to_lba, 17u);
  CHECK_EQ(spec.shared_counters, 1u);
}

void test_every_code() {
  const Error errors[] = {Error::unc, Error::idnf, Error::abrt, Error::amnf, Error::t0nf,
                          Error::bbk, Error::time, Error::io,   Error::gone};
  const SimSpec spec = parsed("bad=0/UNC,bad=1/IDNF,bad=2/ABRT,bad=3/AMNF,bad=4/T0NF,bad=5/BBK,"
                              "bad=6/TIME,bad=7/IO,bad=8/GONE");
  for (size_t i = 0; i < 9; i++) CHECK(spec.faults[i].error == errors[i]);
}

void test_the_rest() {
  CHECK_EQ(parsed("gone=0").gone_after_reads, 0u);
  CHECK(parsed("kind=ssd").kind == SimKind::ssd);
  CHECK(parsed("kind=null").kind == SimKind::null);
  CHECK(parsed("kind=hdd").kind == SimKind::hdd);
  CHECK_EQ(parsed("speed=max").speed, 0.0);
  CHECK_EQ(parsed("speed=1").speed, 1.0);
  CHECK_EQ(parsed("speed=0.25").speed, 0.25);
  CHECK_EQ(parsed("seed=18446744073709551615").seed, UINT64_MAX);
  CHECK_EQ(parsed("model=A%2cB%20%1b%Ff").model, "A,B \x1b\xff");
  CHECK_EQ(parsed("serial=").serial, "");
  CHECK_EQ(parsed("serial=a=b").serial, "a=b");
  CHECK_EQ(parsed("model=" + std::string(255, 'm')).model.size(), 255u);
}

// The serial says which disk it is: not what is wrong with it, nor how fast it is shown.
void test_derived_serial() {
  const std::string serial = parsed("").serial;
  CHECK_EQ(parsed("bad=5,speed=10,gone=7,size=1000GB").serial, serial);
  for (const char* other : {"size=2TB", "sector=4096", "physical=4096", "kind=ssd", "kind=null",
                            "seed=2", "model=OTHER"}) {
    CHECK(parsed(other).serial != serial);
  }
}

}  // namespace

int main() {
  test_defaults();
  test_sizes();
  test_sector_sizes();
  test_faults_grow_to_physical_sectors();
  test_fault_values();
  test_every_code();
  test_the_rest();
  test_derived_serial();
  return test::failures();
}
