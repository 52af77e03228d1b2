#include "freebsd/sysctl_text.h"

#include <cerrno>
#include <cstring>

namespace surfscan {
namespace {

// It may grow meanwhile: asked again, not for ever.
constexpr int kMostTries = 8;
constexpr size_t kSpareBytes = 4096;
constexpr size_t kMostBytes = size_t{16} << 20;

}  // namespace

std::optional<std::string> sysctl_text(SysctlByName sysctl, const char* name) {
  for (int tries = 0; tries < kMostTries; tries++) {
    size_t bytes = 0;
    if (sysctl(name, nullptr, &bytes, nullptr, 0) != 0 || bytes > kMostBytes) return {};
    std::string text(bytes + kSpareBytes, '\0');
    bytes = text.size();
    if (sysctl(name, text.data(), &bytes, nullptr, 0) == 0) {
      text.resize(strnlen(text.data(), bytes < text.size() ? bytes : text.size()));
      return text;
    }
    if (errno != ENOMEM) return {};
  }
  return {};
}

}  // namespace surfscan
