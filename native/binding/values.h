// JavaScript's values taken exactly, or not at all.
#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace surfscan::binding {

constexpr uint64_t kMaxSafeInteger = 9007199254740991;  // 2^53 − 1: every LBA is exact below it

// What is thrown already goes first: a getter of the caller's, or the end of the environment. To
// throw over it would be fatal.
Napi::Value throw_type(Napi::Env env, const std::string& message);

// A whole number 0 … most.
bool take_whole(const Napi::Value& value, uint64_t most, uint64_t& whole);

// info[1] and info[2] as a range [first, end) of `count`.
bool take_range(const Napi::CallbackInfo& info, uint64_t count, uint64_t& first, uint64_t& end);

// The memory of a typed array. It stays where it is until JavaScript runs again, and no longer: so
// nothing may be asked of a caller's object between here and its use.
struct View {
  void* data = nullptr;
  size_t length = 0;  // elements
  bool shared = false;

  template <typename T>
  T* as() const {
    return static_cast<T*>(data);
  }
  bool aligned_to(size_t bytes) const { return reinterpret_cast<uintptr_t>(data) % bytes == 0; }
};

bool take_view(const Napi::Value& value, napi_typedarray_type type, View& view);

}  // namespace surfscan::binding
