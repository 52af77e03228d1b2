#include "drive/cam_open.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "drive/cam_drive.h"
#include "drive/cam_ioctl.h"
#include "drive/cam_queue.h"
#include "drive/nvme_passthrough.h"
#include "freebsd/provider_place.h"
#include "posix/disk_facts.h"

namespace surfscan {
namespace {

constexpr uint32_t kNoImage = 512;

bool refuse(OpenError& error, const std::string& detail, int error_number = 0,
            const char* syscall = nullptr) {
  return open_failed(error, "ERR_METHOD", error_number, syscall, detail);
}

// "/dev/ada0" is ada0.
std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// A table that was written anew may have moved a partition under its name.
bool lies_where_said(SysctlByName sysctl, const OpenTarget& target, const DriveSite& site,
                     OpenError& error) {
  const std::optional<ProviderPlace> place = provider_place(sysctl, site.address);
  if (!place) return refuse(error, "GEOM does not say where " + site.address + " begins");
  const Geometry& geometry = target.geometry;
  const uint64_t sectors = place->bytes / geometry.logical_bytes;
  if (place->disk != name_of(site.node.path) || sectors != geometry.sectors) {
    return refuse(error, "expected " + site.address + " on " + site.node.path + ", of " +
                             std::to_string(geometry.sectors) + " sectors; it is on " +
                             place->disk + ", of " + std::to_string(sectors));
  }
  const uint64_t found = place->first_byte / geometry.logical_bytes;
  if (found == site.first_lba && place->first_byte % geometry.logical_bytes == 0) return true;
  return refuse(error, "expected " + site.address + " at LBA " + std::to_string(site.first_lba) +
                           ", it begins at " + std::to_string(found));
}

// A serial number that one of both does not tell is not compared.
bool is_same_drive(const CamDrive& drive, const DriveSite& site, OpenError& error) {
  const bool differs = drive.serial != site.unit_serial;
  if (site.unit_serial.empty() || drive.serial.empty() || !differs) return true;
  return refuse(error, site.node.path + ": expected the drive whose serial number the system "
                                        "knows, and it is another");
}

// By reads as CAM knows the drive to take them; by what verifies as it is wanted, where the drive takes it.
std::vector<DriveOrder> orders_for(const CamDrive& drive, const DriveSite& site) {
  if (site.orders.empty() || brings_sectors(site.orders.front())) {
    std::vector<DriveOrder> reads = drive.reads;
    // A bridge may know short commands only, and hang at others.
    const bool is_bridge = !site.orders.empty() && site.orders.front() == DriveOrder::read10;
    if (is_bridge) std::reverse(reads.begin(), reads.end());
    return reads;
  }
  std::vector<DriveOrder> taken;
  for (const DriveOrder order : site.orders) {
    const auto& known = drive.verifies;
    if (std::find(known.begin(), known.end(), order) != known.end()) taken.push_back(order);
  }
  return taken;
}

std::unique_ptr<DriveTransport> cam_transport(const CamSystem& system, const DriveSite& site,
                                              uint32_t sector_bytes, uint32_t depth,
                                              DriveReach& reach, OpenError& error) {
  CamPass pass(system.calls, system.cam_calls);
  std::string why;
  if (!pass.open(site.node.path, why)) {
    refuse(error, "the drive's pass node cannot be opened: " + why);
    return nullptr;
  }
  const std::optional<CamDrive> drive = ask_cam_drive(pass);
  if (!drive) {
    refuse(error, site.node.path + ": CAM does not say what drive it is");
    return nullptr;
  }
  if (!is_same_drive(*drive, site, error)) return nullptr;
  reach.orders = orders_for(*drive, site);
  if (reach.orders.empty()) {
    refuse(error, site.node.path + ": the drive knows no command that could be sent to it");
    return nullptr;
  }
  // What brings nothing takes no memory of the controller's.
  if (brings_sectors(reach.orders.front())) reach.most_sectors = drive->most_bytes / sector_bytes;
  const CamLimits limits{sector_bytes, site.timeout_ms};
  if (std::unique_ptr<CamQueue> queue = CamQueue::make(system.calls, pass, limits, depth)) {
    return queue;
  }
  return std::make_unique<CamIoctl>(std::move(pass), limits);
}

std::unique_ptr<DriveTransport> nvme_transport(const SystemCalls& calls, const DriveSite& site,
                                               uint32_t sector_bytes, DriveReach& reach,
                                               OpenError& error) {
  constexpr int kFlags = O_RDONLY | O_CLOEXEC;
  OpenFile disk(calls);
  if (!disk.open(site.node.path, kFlags)) {
    refuse(error, site.node.path + " cannot be opened", errno, "open");
    return nullptr;
  }
  const std::string path = nvme_nodes(calls, disk.fd()).name_space;
  if (path.empty()) {
    refuse(error, "the system does not say which namespace " + site.node.path + " is", errno,
           "ioctl NVME_GET_NSID");
    return nullptr;
  }
  OpenFile file(calls);
  if (!file.open(path, kFlags)) {
    refuse(error, path + " cannot be opened (it is root's)", errno, "open");
    return nullptr;
  }
  const bool verifies = !site.orders.empty() && site.orders.front() == DriveOrder::nvme_verify;
  reach.orders = {verifies ? DriveOrder::nvme_verify : DriveOrder::nvme_read};
  return std::make_unique<NvmePassthrough>(calls, std::move(file), sector_bytes);
}

}  // namespace

std::optional<OpenedDrive> open_cam_drive(const CamSystem& system, const std::string& path,
                                          const DriveSite& site, uint32_t depth,
                                          OpenError& error) {
  const SystemCalls& calls = system.calls;
  std::optional<OpenTarget> target = open_target(calls, {path, kNoImage}, error);
  if (!target || !lies_where_said(system.sysctl, *target, site, error)) return {};
  const uint32_t sector_bytes = target->geometry.logical_bytes;
  DriveReach reach{site.first_lba, {}, site.most_sectors};
  std::unique_ptr<DriveTransport> transport =
      site.way == DriveWay::nvme_passthrough
          ? nvme_transport(calls, site, sector_bytes, reach, error)
          : cam_transport(system, site, sector_bytes, depth, reach, error);
  if (transport == nullptr) return {};
  return OpenedDrive{std::move(*target), std::move(transport), std::move(reach)};
}

std::unique_ptr<DriveQueue> open_cam_queue(const CamSystem& system, const std::string& path,
                                           const DriveSite& site, uint32_t depth,
                                           OpenError& error) {
  std::optional<OpenedDrive> drive = open_cam_drive(system, path, site, depth, error);
  if (!drive) return nullptr;
  return std::make_unique<DriveQueue>(system.calls, std::move(*drive), depth);
}

}  // namespace surfscan
