// The bytes of a fuzzer's input, taken one thing after another. Where they end, everything is 0.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>

namespace surfscan::fuzz {

class Input {
 public:
  Input(const uint8_t* data, size_t size) : data_(data), size_(size) {}

  bool empty() const { return size_ == 0; }
  size_t size() const { return size_; }

  uint8_t byte() { return static_cast<uint8_t>(whole(1)); }
  bool flag() { return (byte() & 1) != 0; }

  // Little-endian, of so many bytes.
  uint64_t whole(size_t bytes) {
    uint64_t value = 0;
    const size_t taken = std::min(bytes, size_);
    for (size_t i = 0; i < taken; i++) value |= uint64_t{data_[i]} << (8 * i);
    skip(taken);
    return value;
  }

  // 0 … range − 1, of two bytes.
  uint64_t below(uint64_t range) { return whole(2) % range; }

  // Any number of 64 bits; those that are short or lie beside a power of two come more often.
  uint64_t any() {
    const uint8_t how = byte();
    if (how < 128) return how;
    const uint64_t power = uint64_t{1} << (how & 63);
    return how < 192 ? power + static_cast<uint64_t>(static_cast<int8_t>(byte())) : whole(8);
  }

  template <typename T>
  T one_of(std::initializer_list<T> values) {
    return values.begin()[byte() % values.size()];
  }

  // Up to so many bytes.
  std::string text(size_t most) {
    const size_t taken = std::min(most, size_);
    std::string taken_text(reinterpret_cast<const char*>(data_), taken);
    skip(taken);
    return taken_text;
  }

  // The rest of the line, without its end.
  std::string line() {
    const void* end = size_ == 0 ? nullptr : std::memchr(data_, '\n', size_);
    if (end == nullptr) return text(size_);
    std::string before = text(static_cast<size_t>(static_cast<const uint8_t*>(end) - data_));
    skip(1);
    return before;
  }

  // Fills all of it.
  void fill(void* memory, size_t bytes) {
    const size_t taken = std::min(bytes, size_);
    std::memset(memory, 0, bytes);
    if (taken > 0) std::memcpy(memory, data_, taken);
    skip(taken);
  }

 private:
  void skip(size_t bytes) {
    data_ += bytes;
    size_ -= bytes;
  }

  const uint8_t* data_;
  size_t size_;
};

}  // namespace surfscan::fuzz
