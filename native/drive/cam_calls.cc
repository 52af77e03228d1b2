#include "drive/cam_calls.h"

#include <fcntl.h>
#include <sys/event.h>
#include <unistd.h>

#include "drive/cam_headers.h"
#include "posix/file_lock.h"

namespace surfscan {
namespace {

class RealCamCalls final : public CamCalls {
 public:
  constexpr RealCamCalls() = default;
};

}  // namespace

const CamCalls& real_cam_calls() {
  static constexpr RealCamCalls kRealCamCalls;
  return kRealCamCalls;
}

// A pass node is opened for reading and writing, or not at all (sys/cam/scsi/scsi_pass.c, passopen).
cam_device* CamCalls::open(const char* path, std::string& why) const {
  cam_device* device = ::cam_open_device(path, O_RDWR | O_CLOEXEC);
  if (device == nullptr) why.assign(cam_errbuf, strnlen(cam_errbuf, CAM_ERRBUF_SIZE));
  return device;
}

void CamCalls::close(cam_device* device) const { ::cam_close_device(device); }

int CamCalls::descriptor(const cam_device& device) const { return device.fd; }

int CamCalls::lock(int fd) const { return lock_file(fd); }

int CamCalls::watch(int fd) const {
  const int queue = ::kqueue();
  if (queue < 0) return queue;
  struct kevent change;
  EV_SET(&change, fd, EVFILT_READ, EV_ADD, 0, 0, nullptr);
  if (::kevent(queue, &change, 1, nullptr, 0, nullptr) == 0) return queue;
  const int error_number = errno;
  ::close(queue);
  errno = error_number;
  return -1;
}

// When its device goes a knote ends with EV_EOF (sys/kern/kern_event.c, knlist_cleardel).
int CamCalls::await(int queue, uint64_t wait_ns) const {
  constexpr uint64_t kNsPerS = 1'000'000'000;
  timespec limit{};
  limit.tv_sec = static_cast<time_t>(wait_ns / kNsPerS);
  limit.tv_nsec = static_cast<long>(wait_ns % kNsPerS);
  struct kevent event;
  const int count = ::kevent(queue, nullptr, 0, &event, 1, &limit);
  if (count <= 0) return 0;
  return (event.flags & (EV_EOF | EV_ERROR)) == 0 ? 1 : -1;
}

}  // namespace surfscan
