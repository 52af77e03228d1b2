// Opens a disk or an image, for every way to read one: what is checked, asked, and refused.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "core/device.h"
#include "posix/disk_identity.h"
#include "posix/reader_target.h"
#include "posix/system_calls.h"

namespace surfscan {

class OpenFile {
 public:
  explicit OpenFile(const SystemCalls& calls) : calls_(calls) {}
  OpenFile(OpenFile&& other) noexcept : calls_(other.calls_), fd_(other.fd_) { other.fd_ = -1; }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (fd_ >= 0) calls_.close(fd_);
  }

  bool open(const std::string& path, int flags) {
    fd_ = calls_.open(path.c_str(), flags);
    return fd_ >= 0;
  }
  int fd() const { return fd_; }

 private:
  const SystemCalls& calls_;
  int fd_ = -1;
};

// `kind` and `identity` are filled in where they are wanted: not null.
struct OpenRequest {
  const std::string& path;
  uint32_t image_sector_bytes;
  TargetKind* kind = nullptr;
  DiskIdentity* identity = nullptr;
};

struct OpenTarget {
  OpenFile file;
  Geometry geometry;
  ReaderTarget target;  // of `file`
};

// None, with `error` filled in, where that cannot be done.
std::optional<OpenTarget> open_target(const SystemCalls& calls, const OpenRequest& request,
                                      OpenError& error);

}  // namespace surfscan
