// Memory that disks read into: aligned to pages, and faulted in before the first read is timed.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace surfscan {

constexpr uint64_t kRoomAlignment = 4096;

class ReadRoom {
 public:
  // False where there is no memory.
  bool make(uint32_t slots, uint64_t bytes_a_slot) {
    stride_ = (bytes_a_slot + kRoomAlignment - 1) / kRoomAlignment * kRoomAlignment;
    void* memory = nullptr;
    if (posix_memalign(&memory, kRoomAlignment, slots * stride_) != 0) return false;
    std::memset(memory, 0, slots * stride_);
    memory_.reset(static_cast<char*>(memory));
    return true;
  }

  char* of(uint32_t slot) const { return memory_.get() + slot * stride_; }

 private:
  struct Free {
    void operator()(char* memory) const { std::free(memory); }
  };

  std::unique_ptr<char, Free> memory_;
  uint64_t stride_ = 0;
};

}  // namespace surfscan
