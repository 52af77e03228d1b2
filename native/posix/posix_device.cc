#include "posix/posix_device.h"

#include <utility>

#include "posix/posix_open.h"
#include "posix/posix_reader.h"

namespace surfscan {
namespace {

class PosixDevice final : public SyncDevice {
 public:
  PosixDevice(const SystemCalls& calls, OpenTarget opened)
      : calls_(calls),
        file_(std::move(opened.file)),
        geometry_(std::move(opened.geometry)),
        bypass_(calls, opened.target),
        reader_(calls, opened.target, bypass_) {}

  const Geometry& geometry() const override { return geometry_; }

  Outcome read(uint64_t lba, uint32_t sectors, void* buffer) override {
    const uint64_t sector_bytes = geometry_.logical_bytes;
    return reader_.read(lba * sector_bytes, sectors * sector_bytes, buffer);
  }

  void rest(uint64_t ns) override { calls_.pause(ns); }

  uint64_t clock_ns() const override { return calls_.now_ns(); }

  bool cache_bypassed() const override { return bypass_.holds(); }

 private:
  const SystemCalls& calls_;
  const OpenFile file_;
  const Geometry geometry_;
  CacheBypass bypass_;
  PosixReader reader_;
};

}  // namespace

std::unique_ptr<SyncDevice> open_posix_device_with(const SystemCalls& calls,
                                                   const std::string& path,
                                                   uint32_t image_sector_bytes, OpenError& error,
                                                   TargetKind* kind, DiskIdentity* identity) {
  std::optional<OpenTarget> opened =
      open_target(calls, {path, image_sector_bytes, kind, identity}, error);
  if (!opened) return nullptr;
  return std::make_unique<PosixDevice>(calls, std::move(*opened));
}

std::unique_ptr<SyncDevice> open_posix_device(const std::string& path, uint32_t image_sector_bytes,
                                              OpenError& error, TargetKind* kind,
                                              DiskIdentity* identity) {
  return open_posix_device_with(real_calls(), path, image_sector_bytes, error, kind, identity);
}

}  // namespace surfscan
