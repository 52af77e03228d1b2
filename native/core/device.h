// One way to read a disk. An interface of a few operations: real, simulated and faulty disks all are
// devices. It knows nothing of Node, of threads or of what is read next.
//
// Reads are sent by their slot, several of them before the first is answered, and come back in any
// order. A device that knows no such queue reads when it is submitted to: SyncDevice.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace surfscan {

// How a read failed, mildest first, so that the worst of several is the largest. The order is the
// order of the surface map's bytes 240…247; `gone` and `defect` are never written into a map.
enum class Error : uint8_t {
  none = 0,
  abrt = 1,  // command aborted
  bbk = 2,   // bad block mark, or interface CRC
  io = 3,    // failed, and the system says no more
  time = 4,  // no answer within the timeout
  amnf = 5,  // address mark not found
  t0nf = 6,  // track 0 not found
  idnf = 7,  // sector ID not found
  unc = 8,   // uncorrectable data
  gone = 9,  // the disk left
  defect = 10,  // a system call said what no table names: surfscan stops and says so
};
constexpr uint32_t kErrors = 9;  // those that count as a block's reading: abrt … gone

// What the drive itself said of a read, past what the system makes of it; 0: nothing is known of that.
struct DriveStatus {
  uint32_t packed = 0;  // its kind, and three bytes: as the functions below put them

  bool said() const { return packed != 0; }
};

// ATA's status and error registers.
constexpr DriveStatus ata_status(uint8_t status, uint8_t error) {
  return {1u << 24 | uint32_t{status} << 8 | error};
}
// SCSI's sense key, additional sense code and its qualifier.
constexpr DriveStatus sense_status(uint8_t key, uint8_t asc, uint8_t ascq) {
  return {2u << 24 | uint32_t{key} << 16 | uint32_t{asc} << 8 | ascq};
}
// NVMe's status code type and status code.
constexpr DriveStatus nvme_status(uint8_t type, uint8_t code) {
  return {3u << 24 | uint32_t{type} << 8 | code};
}

// What one read came to. `latency_ns` is the time between just before and just after the system
// call (or calls, where the rest of a short read had to be fetched), on the device's clock; in a
// queue from just before the call that sent it to when its answer was seen.
struct Outcome {
  uint64_t latency_ns = 0;
  Error error = Error::none;
  int32_t error_number = 0;  // the errno, 0 where there was none
  DriveStatus drive = {};
  bool named = false;  // the drive named a sector of the read as the one that failed
  bool simulated = false;  // the latency is a model's: it is none of the time that passed
};

// Sizes in bytes unless the name says sectors. LBAs count logical sectors.
struct Geometry {
  uint64_t sectors = 0;
  uint32_t logical_bytes = 512;
  uint32_t physical_bytes = 512;
  // The first LBA that begins a physical sector: 0 where the two are aligned.
  uint32_t physical_first_lba = 0;
  // Which node this is, whatever its name: a name may lead to another disk the next time it is opened.
  std::string node;
  uint64_t rest_bytes = 0;  // behind the last whole sector of an image: left out
};

struct Completion {
  uint32_t slot = 0;
  Outcome outcome;
};

constexpr uint32_t kMaxDepth = 256;

class Device {
 public:
  virtual ~Device() = default;

  virtual const Geometry& geometry() const = 0;

  // How many reads may be out at once, at most kMaxDepth: their slots are 0 … depth − 1.
  virtual uint32_t depth() const = 0;

  // Whether submit() answers, always.
  virtual bool answers_at_once() const = 0;

  // Makes room for reads of so many bytes in every slot, before the first is submitted. False where
  // there is no memory.
  virtual bool make_room(uint64_t read_bytes) = 0;

  // Sends a read of [lba, lba + sectors) in a slot that is free. The range lies within the geometry
  // and the slot's room: the caller has checked it. True: it is answered already, and `outcome` says
  // how; the slot is still free.
  virtual bool submit(uint32_t slot, uint64_t lba, uint32_t sectors, Outcome& outcome) = 0;

  // Waits until a read is answered or some `wait_ns` have passed, and gives at most `most` reads
  // that were: their slots are free again. May come back with none before that.
  virtual uint32_t reap(Completion* completions, uint32_t most, uint64_t wait_ns) = 0;

  // Lets so much of the device's time pass, while no read is out.
  virtual void rest(uint64_t ns) = 0;

  // The device's own clock, in nanoseconds: CLOCK_MONOTONIC, or a simulated disk's virtual time.
  virtual uint64_t clock_ns() const = 0;

  // Whether that goes on as CLOCK_MONOTONIC does, and so while this program is stopped.
  virtual bool clock_is_monotonic() const { return true; }

  // False once the system's cache may have answered for the disk.
  virtual bool cache_bypassed() const = 0;
};

// Why a device could not be opened: a stable code, the errno and the call that said it.
struct OpenError {
  const char* code = nullptr;  // "ERR_ACCESS", …: null when the device is open
  int error_number = 0;
  const char* syscall = nullptr;
  std::string detail;  // what was expected and what came, where the code does not say it
};

}  // namespace surfscan
