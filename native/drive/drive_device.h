// A disk or a partition read or verified through the drive itself, past the kernel's block layer: one
// attempt, and the drive's own words for what failed.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/device.h"
#include "drive/drive_command.h"

namespace surfscan {

// A device node, and which device it is to be: "MAJOR:MINOR".
struct DriveNode {
  std::string path;
  std::string number;
};

enum class DriveWay : uint8_t {
  sg,          // write(2) and read(2) on an sg node
  sg_ioctl,    // SG_IO on the disk's node
  nvme_uring,  // io_uring's commands on a generic NVMe node
  nvme_ioctl,  // NVME_IOCTL_IO_CMD on the disk's node
  cam,               // FreeBSD: CAM's control blocks on the disk's pass node
  nvme_passthrough,  // FreeBSD: NVME_PASSTHROUGH_CMD on the namespace's node
};

// The drive of a target, as the system describes it: what a node that is opened is compared with. On
// FreeBSD `node` is the whole disk's own, which leads to the drive's; it needs no number.
struct DriveSite {
  DriveWay way = DriveWay::sg;
  DriveNode node;
  // HOST:CHANNEL:TARGET:LUN of an sg node; FreeBSD: the target's name in GEOM.
  std::string address;
  // What the page of the serial number holds; empty: not compared.
  std::string unit_serial;
  uint32_t nsid = 0;       // of an NVMe namespace
  uint64_t first_lba = 0;  // of the target, on the drive
  // What sectors are asked for by, the best first: all by way of SCSI, or all NVMe's.
  std::vector<DriveOrder> orders;
  uint32_t most_sectors = UINT32_MAX;  // of one command
  uint32_t timeout_ms = 0;
};

// 0 if io_uring takes commands for drivers here, or the errno why not: EINVAL before Linux 5.19, ENOSYS on
// other systems.
int command_ring_errno();

// Opens `path` for its geometry and the drive beside it. 1 ≤ depth ≤ kMaxDepth: no more than the way takes
// are out at once. Null with ERR_METHOD in `error` where the drive cannot be had, or is another.
std::unique_ptr<Device> open_drive_device(const std::string& path, const DriveSite& site,
                                          uint32_t depth, OpenError& error);

// What the system knows of a drive since it found it, asked without a command to the drive.
struct DriveFacts {
  std::string firmware;            // hostile text
  bool has_identify = false;
  std::array<uint16_t, 256> identify{};  // words of ATA's IDENTIFY DEVICE
};

// By the path of the whole disk. False where the system does not tell, or not this way (Linux: sysfs).
bool ask_drive_facts(const std::string& path, DriveFacts& facts);

}  // namespace surfscan
