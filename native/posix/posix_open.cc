#include "posix/posix_open.h"

#include <fcntl.h>

#include <cerrno>

#include "posix/disk_calls.h"
#include "posix/disk_facts.h"

namespace surfscan {
namespace {

// O_NONBLOCK: a drive without a medium opens all the same (and is then found empty), and a path
// that has become a FIFO since stat(2) does not hold the program. O_NOCTTY: nor does a
// terminal become its own.
constexpr int kOpenFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

bool may_be_read(mode_t mode, OpenError& error) {
  if (S_ISREG(mode) || is_disk_node(mode)) return true;
  if (S_ISDIR(mode)) return open_failed(error, "ERR_DIRECTORY", 0, nullptr);
  const char* what = S_ISCHR(mode)    ? "a character device that is no disk"
                     : S_ISFIFO(mode) ? "a FIFO"
                     : S_ISSOCK(mode) ? "a socket"
                                      : "another kind of node";
  return open_failed(error, "ERR_NOT_A_DISK", 0, nullptr,
                     std::string("expected a disk or a regular file, got ") + what);
}

const char* code_of(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return "ERR_ABSENT";
    case EACCES:
    case EPERM:
      return "ERR_ACCESS";
    case ENXIO:
    case ENODEV:
#ifdef ENOMEDIUM
    case ENOMEDIUM:  // Linux has it, FreeBSD says ENXIO
#endif
      return "ERR_GONE";
    default:
      return "ERR_OPEN";
  }
}

bool look_at(const SystemCalls& calls, const std::string& path, struct stat& status,
             OpenError& error) {
  // The system would take what stands before it for the whole path, and open another file.
  if (path.find('\0') != std::string::npos) {
    return open_failed(error, "ERR_ABSENT", ENOENT, "stat", "a path cannot hold a NUL byte");
  }
  if (calls.stat(path.c_str(), &status) == 0) return may_be_read(status.st_mode, error);
  return open_failed(error, code_of(errno), errno, "stat");
}

// The same kind of file as stat(2) saw, and for a node the same device.
bool is_same(const struct stat& seen, const struct stat& opened) {
  if ((seen.st_mode & S_IFMT) != (opened.st_mode & S_IFMT)) return false;
  return S_ISREG(seen.st_mode) || seen.st_rdev == opened.st_rdev;
}

// Opens what stat(2) saw; `status` is then that of the open file. A file system that knows no
// O_DIRECT says EINVAL, open(2), or EOPNOTSUPP: an image there is read through the cache.
bool open_seen(const SystemCalls& calls, const std::string& path, struct stat& status,
               OpenFile& file, bool& cache_bypassed, OpenError& error) {
  cache_bypassed = true;
  if (!file.open(path, kOpenFlags | O_DIRECT)) {
    const bool refused = errno == EINVAL || errno == EOPNOTSUPP;
    cache_bypassed = !(refused && S_ISREG(status.st_mode));
    if (cache_bypassed || !file.open(path, kOpenFlags)) {
      return open_failed(error, code_of(errno), errno, "open");
    }
  }
  const struct stat seen = status;
  if (calls.fstat(file.fd(), &status) != 0) {
    return open_failed(error, code_of(errno), errno, "fstat");
  }
  if (is_same(seen, status)) return true;
  return open_failed(error, "ERR_OPEN", 0, nullptr, "the path became another file meanwhile");
}

bool image_geometry(const struct stat& status, uint32_t sector_bytes, Geometry& geometry,
                    OpenError& error) {
  DiskFacts facts;
  facts.bytes = static_cast<uint64_t>(status.st_size);
  facts.logical_bytes = sector_bytes;
  return geometry_of_facts(facts, geometry, error);
}

bool has_sectors(const Geometry& geometry, OpenError& error) {
  if (geometry.sectors > 0) return true;
  return open_failed(error, "ERR_EMPTY", 0, nullptr,
                     "expected at least one sector of " + std::to_string(geometry.logical_bytes) +
                         " bytes, got " + std::to_string(geometry.rest_bytes) + " bytes");
}

// A device by its number and its node's inode, which a disk that was plugged in again has not.
std::string node_of(const struct stat& status) {
  const auto place = S_ISREG(status.st_mode) ? status.st_dev : status.st_rdev;
  return std::to_string(place) + ":" + std::to_string(status.st_ino);
}

}  // namespace

std::optional<OpenTarget> open_target(const SystemCalls& calls, const OpenRequest& request,
                                      OpenError& error) {
  error = {};
  struct stat status {};
  if (!look_at(calls, request.path, status, error)) return {};

  OpenFile file(calls);
  bool cache_bypassed = false;
  if (!open_seen(calls, request.path, status, file, cache_bypassed, error)) return {};

  const bool image = S_ISREG(status.st_mode);
  Geometry geometry;
  const bool known = image ? image_geometry(status, request.image_sector_bytes, geometry, error)
                           : disk_geometry(calls, file.fd(), geometry, error);
  if (!known || !has_sectors(geometry, error)) return {};
  geometry.node = node_of(status);

  if (request.kind != nullptr) *request.kind = image ? TargetKind::file : TargetKind::block;
  if (request.identity != nullptr) {
    *request.identity = image ? DiskIdentity{} : disk_identity(calls, request.path, file.fd());
  }
  const ReaderTarget target{file.fd(), image, cache_bypassed, geometry.logical_bytes};
  return OpenTarget{std::move(file), geometry, target};
}

}  // namespace surfscan
