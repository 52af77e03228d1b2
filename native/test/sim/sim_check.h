// A simulated disk for a test: its spec, the memory its readers share, and readers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/sim_device.h"
#include "test/check.h"

namespace surfscan::test {

constexpr uint64_t kMs = 1'000'000;

struct SimDisk {
  explicit SimDisk(const std::string& text) {
    std::string error;
    CHECK(parse_sim_spec(text, spec, error));
    CHECK_EQ(error, "");
    // In words of eight bytes, so that it is aligned.
    shared.resize((sim_shared_bytes(spec) + 7) / 8, UINT64_MAX);
    sim_shared_reset(spec, shared.data());
  }

  std::unique_ptr<SyncDevice> open() { return open_sim_device(spec, shared.data()); }

  SimSpec spec;
  std::vector<uint64_t> shared;
};

inline int code(Error error) { return static_cast<int>(error); }

}  // namespace surfscan::test

#define CHECK_ERROR(outcome, expected) \
  CHECK_EQ(::surfscan::test::code((outcome).error), ::surfscan::test::code(expected))
