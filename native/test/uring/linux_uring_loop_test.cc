// Real reads in flight of a real block device. Exit status 77 where there is no io_uring or no loop
// device.
#include <cstdio>
#include <cstring>
#include <memory>

#include "core/scan_slice.h"
#include "test/check.h"
#include "test/loop_device.h"
#include "test/posix/scripted_calls.h"
#include "test/temporary_directory.h"
#include "uring/uring_device.h"
#include "uring/uring_open.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr int kSkipped = 77;
constexpr size_t kMiB = 1 << 20;
constexpr uint32_t kReadBytes = 65536;

std::unique_ptr<UringQueue> open_queue(const std::string& path, uint32_t depth) {
  OpenError error;
  auto queue = open_uring_queue({real_calls(), real_ring_calls()}, path, 512, depth, error);
  CHECK_EQ(std::string(error.code == nullptr ? "" : error.code), "");
  CHECK(queue != nullptr && queue->make_room(kReadBytes));
  return queue;
}

// Every 64 KiB of 4 MiB, in every depth, each into its own memory.
void reads_what_is_there(const std::string& path, uint32_t sector_bytes) {
  for (const uint32_t depth : {1u, 3u, 16u, 64u}) {
    const auto queue = open_queue(path, depth);
    if (queue == nullptr) return;
    const uint32_t sectors = kReadBytes / sector_bytes;
    std::vector<uint64_t> offsets(depth);
    uint64_t next = 0, read = 0;
    const auto submit = [&](uint32_t slot) {
      if (next == 4 * kMiB / kReadBytes) return;
      offsets[slot] = next * kReadBytes;
      queue->submit(slot, next++ * sectors, sectors);
    };
    for (uint32_t slot = 0; slot < depth; slot++) submit(slot);
    Completion completions[64];
    for (int reaps = 0; read < 4 * kMiB / kReadBytes && reaps < 10'000; reaps++) {
      const uint32_t count = queue->reap(completions, 64, 100'000'000);
      for (uint32_t i = 0; i < count; i++, read++) {
        const uint32_t slot = completions[i].slot;
        CHECK(completions[i].outcome.error == Error::none);
        CHECK(completions[i].outcome.latency_ns > 0);
        bool right = true;
        for (uint64_t k = 0; k < kReadBytes; k++) {
          right &= static_cast<uint8_t>(queue->brought(slot)[k]) == content(offsets[slot] + k);
        }
        CHECK(right);
        submit(slot);
      }
    }
    CHECK_EQ(read, 4 * kMiB / kReadBytes);
    CHECK(queue->cache_bypassed());
    CHECK(!queue->is_in_use());
  }
}

// The backing file lost its second half: exactly that half fails, whatever is in flight beside it.
void a_slice_finds_what_cannot_be_read(const TemporaryDirectory& directory) {
  const std::string file = directory.file("short", 4 * kMiB, content);
  const Loop loop(file, {});
  CHECK(loop.attached());
  OpenError error;
  const auto device = open_uring_device(loop.path(), 512, 16, error);
  CHECK(device != nullptr && device->make_room(kReadBytes));
  if (device == nullptr) return;
  CHECK(::truncate(file.c_str(), 2 * kMiB) == 0);
  constexpr uint64_t kBlocks = 4 * kMiB / kReadBytes;
  std::vector<uint8_t> map(kBlocks, 0);
  auto shared = std::make_unique<WorkerShared>();
  std::vector<Record> records(64);
  SliceOrder order{Blocks(0, kBlocks * 128, 128, 0)};
  order.end = kBlocks;
  order.map = map.data();
  order.shared = shared.get();
  order.first_reading = true;
  order.record_from_ns = order.budget_ns = order.news_budget_ns = UINT64_MAX;
  order.records = records.data();
  order.record_capacity = records.size();
  const SliceResult result = scan_slice(*device, LatencyScale(), order);
  CHECK(result.stop == SliceStop::done);
  if (map[kBlocks - 1] < kFirstErrorByte) {
    std::puts("SKIP: this file system lets a loop device read past the end");
    return;
  }
  for (uint64_t block = 0; block < kBlocks; block++) {
    CHECK_EQ(map[block] >= kFirstErrorByte, block >= kBlocks / 2);
  }
  CHECK_EQ(shared->errors[static_cast<uint8_t>(Error::io)], kBlocks / 2);
  CHECK_EQ(records[0].error_number, static_cast<double>(EIO));
}

// A file is read as well, for who wants it; at its end reads come short.
void an_image_is_read(const std::string& file) {
  OpenError error;
  const auto device = open_uring_device(file, 512, 8, error);
  CHECK(device != nullptr && device->make_room(kReadBytes));
  if (device == nullptr) return;
  Outcome outcome;
  for (uint32_t slot = 0; slot < 8; slot++) {
    CHECK(!device->submit(slot, 4 * kMiB / 512 - 8 * (slot + 1), 8, outcome));
  }
  Completion completions[8];
  uint32_t read = 0;
  for (int reaps = 0; read < 8 && reaps < 1000; reaps++) {
    const uint32_t count = device->reap(completions, 8, 100'000'000);
    for (uint32_t i = 0; i < count; i++) CHECK(completions[i].outcome.error == Error::none);
    read += count;
  }
  CHECK_EQ(read, 8u);
}

}  // namespace

int main() {
  if (const int error_number = uring_errno()) {
    std::printf("SKIP: no io_uring here: %s\n", std::strerror(error_number));
    return kSkipped;
  }
  const TemporaryDirectory directory;
  const std::string file = directory.file("disk", 4 * kMiB, content);
  an_image_is_read(file);
  {
    const Loop probe(file, {});
    if (!probe.attached()) {
      std::printf("SKIP: no loop device to be had: %s\n", std::strerror(probe.error_number()));
      return failures() == 0 ? kSkipped : failures();
    }
  }
  for (const uint32_t sector_bytes : {512u, 4096u}) {
    const Loop loop(file, {sector_bytes});
    CHECK(loop.attached());
    reads_what_is_there(loop.path(), sector_bytes);
  }
  a_slice_finds_what_cannot_be_read(directory);
  return failures();
}
