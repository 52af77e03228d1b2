#include "drive/nvme_passthrough.h"

#include <sys/types.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>

// Before what takes them for granted: a C header that includes C++'s.
extern "C" {
#include <dev/nvme/nvme.h>
}

namespace surfscan {
namespace {

static_assert(sizeof(nvme_command) == 64 && sizeof(nvme_completion) == 16, "sys/dev/nvme/nvme.h");
static_assert(offsetof(nvme_command, cdw10) == 40, "sys/dev/nvme/nvme.h");
static_assert(offsetof(nvme_completion, status) == 14, "sys/dev/nvme/nvme.h");
#ifdef __LP64__
static_assert(sizeof(nvme_pt_command) == 104 && offsetof(nvme_pt_command, buf) == 80,
              "sys/dev/nvme/nvme.h");
static_assert(NVME_PASSTHROUGH_CMD == 0xc0686e00UL, "_IOWR('n', 0, struct nvme_pt_command)");
#endif

constexpr uint32_t little(uint32_t value) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  return __builtin_bswap32(value);
#else
  return value;
#endif
}

nvme_pt_command passed(const NvmeWords& words) {
  nvme_pt_command command{};
  command.cmd.opc = words.opcode;
  command.cmd.cdw10 = little(words.cdw10);
  command.cmd.cdw11 = little(words.cdw11);
  command.cmd.cdw12 = little(words.cdw12);
  command.is_read = 1;
  return command;
}

// Without the phase tag, CRD, M, DNR: nvme.h, NVME_STATUS_…_SHIFT.
uint16_t status_of(const nvme_pt_command& command) {
  uint16_t status = 0;
  std::memcpy(&status, &command.cpl.status, sizeof status);
  return status >> 1 & 0x7ff;
}

}  // namespace

NvmeNodes nvme_nodes(const SystemCalls& calls, int disk_fd) {
#ifdef NVME_GET_NSID
  nvme_get_nsid answer{};
  if (calls.ioctl(disk_fd, NVME_GET_NSID, &answer) != 0) return {};
  const std::string name(answer.cdev, strnlen(answer.cdev, sizeof answer.cdev));
  // sys/dev/nvme/nvme_ns.c, nvme_ns_construct: the node's name.
  return {"/dev/" + name, "/dev/" + name + "ns" + std::to_string(answer.nsid)};
#else
  static_cast<void>(calls), static_cast<void>(disk_fd);
  errno = ENOTTY;
  return {};
#endif
}

bool identify_nvme(const SystemCalls& calls, int controller_fd, NvmeIdentity identity, char* page) {
  nvme_pt_command command = passed(build_nvme_identify(identity));
  command.buf = page;
  command.len = kIdentifyBytes;
  return calls.ioctl(controller_fd, NVME_PASSTHROUGH_CMD, &command) == 0 && status_of(command) == 0;
}

// A limit of its own the call has none for: it is the driver's (hw.nvme… timeout_period), which resets the
// controller.
int NvmePassthrough::ask(DriveOrder order, const DriveRange& range, char* buffer, Verdict& answer) {
  nvme_pt_command command = passed(build_nvme(order, range));
  // Without a length there is no memory: sys/dev/nvme/nvme_ctrlr.c, nvme_ctrlr_passthrough_cmd.
  if (brings_sectors(order)) {
    command.buf = buffer;
    command.len = range.sectors * sector_bytes_;
  }
  if (calls_.ioctl(file_.fd(), NVME_PASSTHROUGH_CMD, &command) != 0) return errno;
  answer = judge_nvme(status_of(command));
  return 0;
}

}  // namespace surfscan
