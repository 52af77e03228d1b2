#include "drive/drive_open.h"

#include <fcntl.h>
#include <linux/hdreg.h>
#include <scsi/sg.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "drive/drive_identity.h"
#include "drive/nvme_ioctl.h"
#include "drive/nvme_uring.h"
#include "drive/sg_ioctl.h"
#include "drive/sg_queue.h"
#include "posix/disk_facts.h"

namespace surfscan {
namespace {

bool refuse(OpenError& error, const std::string& detail, int error_number = 0,
            const char* syscall = nullptr) {
  return open_failed(error, "ERR_METHOD", error_number, syscall, detail);
}

// An sg node takes orders by write(2), and is opened for it: what may be sent is DriveOrder's alone.
int flags_of(DriveWay way) {
  return (way == DriveWay::sg ? O_RDWR : O_RDONLY) | O_NONBLOCK | O_CLOEXEC;
}

bool is_at_address(const SystemCalls& calls, const OpenFile& file, const DriveSite& site,
                   OpenError& error) {
  sg_scsi_id id{};
  if (calls.ioctl(file.fd(), SG_GET_SCSI_ID, &id) != 0) {
    return refuse(error, site.node.path, errno, "ioctl SG_GET_SCSI_ID");
  }
  const std::string found = std::to_string(id.host_no) + ":" + std::to_string(id.channel) + ":" +
                            std::to_string(id.scsi_id) + ":" +
                            std::to_string(static_cast<uint32_t>(id.lun));
  if (found == site.address) return true;
  return refuse(error, site.node.path + ": expected the drive at " + site.address + ", got " + found);
}

bool is_namespace(const SystemCalls& calls, const OpenFile& file, const DriveSite& site,
                  OpenError& error) {
  const int id = calls.ioctl(file.fd(), kNvmeIoctlId, nullptr);
  if (id > 0 && static_cast<uint32_t>(id) == site.nsid) return true;
  return refuse(error,
                site.node.path + ": expected the namespace " + std::to_string(site.nsid) + ", got " +
                    std::to_string(id),
                id < 0 ? errno : 0, "ioctl NVME_IOCTL_ID");
}

// A table that was read anew may have moved a partition under its name.
bool begins_where_said(const SystemCalls& calls, const OpenTarget& target, const DriveSite& site,
                       OpenError& error) {
  constexpr uint64_t kUnitBytes = 512;
  if (site.first_lba == 0) return true;
  hd_geometry geometry{};
  if (calls.ioctl(target.file.fd(), HDIO_GETGEO, &geometry) != 0) {
    return refuse(error, "where the partition begins cannot be verified", errno,
                  "ioctl HDIO_GETGEO");
  }
  const uint64_t found = uint64_t{geometry.start} * kUnitBytes / target.geometry.logical_bytes;
  if (found == site.first_lba) return true;
  return refuse(error, "expected the partition at LBA " + std::to_string(site.first_lba) +
                           ", it begins at " + std::to_string(found));
}

std::unique_ptr<DriveTransport> scsi_transport(const DriveSystem& system, const DriveSite& site,
                                               OpenFile file, uint32_t sector_bytes,
                                               OpenError& error) {
  const SystemCalls& calls = system.calls;
  std::unique_ptr<DriveTransport> transport;
  if (site.way == DriveWay::sg) {
    if (!is_at_address(calls, file, site, error)) return nullptr;
    transport = std::make_unique<SgQueue>(system.drive_calls, std::move(file), sector_bytes,
                                          site.timeout_ms);
  } else {
    transport = std::make_unique<SgIoctl>(calls, std::move(file), sector_bytes, site.timeout_ms);
  }
  std::string trouble;
  if (has_serial(*transport, calls, site.unit_serial, trouble)) return transport;
  refuse(error, site.node.path + ": " + trouble);
  return nullptr;
}

std::unique_ptr<DriveTransport> nvme_transport(const DriveSystem& system, const DriveSite& site,
                                               OpenFile file, uint32_t sector_bytes,
                                               uint32_t depth, OpenError& error) {
  if (!is_namespace(system.calls, file, site, error)) return nullptr;
  const NvmeNamespace space{site.nsid, sector_bytes, site.timeout_ms};
  if (site.way == DriveWay::nvme_ioctl) {
    return std::make_unique<NvmeIoctl>(system.calls, std::move(file), space);
  }
  auto ring = std::make_unique<NvmeUring>(system.calls, system.ring_calls, std::move(file), space,
                                          depth);
  const int error_number = ring->open();
  if (error_number == 0) return ring;
  refuse(error, "io_uring takes no commands here", error_number, "io_uring_setup");
  return nullptr;
}

bool is_nvme_way(DriveWay way) {
  return way == DriveWay::nvme_uring || way == DriveWay::nvme_ioctl;
}

bool takes_orders(const DriveSite& site) {
  const auto fits = [&site](DriveOrder order) {
    return name_of(order) != nullptr && is_nvme(order) == is_nvme_way(site.way);
  };
  return !site.orders.empty() && site.most_sectors > 0 &&
         std::all_of(site.orders.begin(), site.orders.end(), fits);
}

}  // namespace

bool open_drive_node(const SystemCalls& calls, const DriveSite& site, OpenFile& file,
                     OpenError& error) {
  const auto& [path, number] = site.node;
  if (!file.open(path, flags_of(site.way))) {
    return refuse(error, path + " cannot be opened", errno, "open");
  }
  struct stat status {};
  if (calls.fstat(file.fd(), &status) != 0) return refuse(error, path, errno, "fstat");
  const std::string found =
      std::to_string(major(status.st_rdev)) + ":" + std::to_string(minor(status.st_rdev));
  const bool is_node = S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode);
  if (is_node && found == number) return true;
  return refuse(error, path + ": expected the device " + number + ", got " + found);
}

std::optional<OpenedDrive> open_drive(const DriveSystem& system, const std::string& path,
                                      const DriveSite& site, uint32_t depth, OpenError& error) {
  const SystemCalls& calls = system.calls;
  constexpr uint32_t kNoImage = 512;
  if (site.way == DriveWay::cam || site.way == DriveWay::nvme_passthrough) {
    refuse(error, "this is a way of FreeBSD's");
    return {};
  }
  if (!takes_orders(site)) {
    refuse(error, site.node.path + ": expected orders that it takes");
    return {};
  }
  std::optional<OpenTarget> target = open_target(calls, {path, kNoImage}, error);
  if (!target || !begins_where_said(calls, *target, site, error)) return {};

  OpenFile file(calls);
  if (!open_drive_node(calls, site, file, error)) return {};
  const uint32_t sector_bytes = target->geometry.logical_bytes;
  std::unique_ptr<DriveTransport> transport =
      is_nvme_way(site.way)
          ? nvme_transport(system, site, std::move(file), sector_bytes, depth, error)
          : scsi_transport(system, site, std::move(file), sector_bytes, error);
  if (transport == nullptr) return {};
  return OpenedDrive{std::move(*target), std::move(transport),
                     {site.first_lba, site.orders, site.most_sectors}};
}

std::unique_ptr<DriveQueue> open_drive_queue(const DriveSystem& system, const std::string& path,
                                             const DriveSite& site, uint32_t depth,
                                             OpenError& error) {
  std::optional<OpenedDrive> drive = open_drive(system, path, site, depth, error);
  if (!drive) return nullptr;
  return std::make_unique<DriveQueue>(system.calls, std::move(*drive), depth);
}

}  // namespace surfscan
