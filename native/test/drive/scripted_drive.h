// A drive behind an sg node that answers as a test has written down, on the clock of scripted calls, and
// notes what it was sent. That it is sent reads and verifications alone is checked here, for all tests.
#pragma once

#include <linux/fs.h>
#include <linux/hdreg.h>
#include <poll.h>
#include <scsi/sg.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "drive/drive_open.h"
#include "test/check.h"
#include "test/drive/queue_reads.h"
#include "test/drive/sg_answers.h"
#include "test/posix/scripted_calls.h"
#include "test/uring/scripted_ring.h"

namespace surfscan::test {

constexpr uint64_t kNoAnswer = UINT64_MAX;
constexpr const char* kSerial = "DRIVE-01";

struct SentOrder {
  std::vector<uint8_t> cdb;
  uint64_t lba = 0;
  uint64_t sectors = 0;
  uint32_t timeout_ms = 0;
  uint32_t flags = 0;
};

class ScriptedDrive final : public DriveCalls {
 public:
  explicit ScriptedDrive(ScriptedCalls& calls) : calls_(calls) {
    calls.is_node(S_IFBLK);
    calls.on_ioctl = [this](unsigned long request, void* argument) {
      return answer_ioctl(request, argument);
    };
  }

  // The script.
  uint64_t sectors = 4096;
  int sector_bytes = 512;
  std::string serial = kSerial;
  int host_number = 6;
  int sg_io_errno = 0;
  std::function<SgAnswer(const SentOrder&)> on_order;  // but for INQUIRY
  mutable std::deque<SgAnswer> answers;                // of the first orders
  mutable std::deque<int> write_errnos;                // of the first write(2); 0: as ever
  mutable std::deque<int> await_errnos;
  mutable bool is_gone = false;

  // What was asked.
  mutable std::vector<SentOrder> sent;  // but for INQUIRY
  mutable int inquiries = 0;

  // What a block device is asked for its geometry; false: something else.
  bool answer_geometry(unsigned long request, void* argument) const {
    const uint64_t bytes = sectors * static_cast<uint64_t>(sector_bytes);
    if (request == BLKGETSIZE64) std::memcpy(argument, &bytes, sizeof bytes);
    else if (request == BLKALIGNOFF) std::memset(argument, 0, sizeof(int));
    else if (request != BLKSSZGET && request != BLKPBSZGET) return false;
    else std::memcpy(argument, &sector_bytes, sizeof sector_bytes);
    return true;
  }

  ssize_t write(int, const void* bytes, size_t count) const override {
    CHECK_EQ(count, sizeof(sg_io_hdr));
    if (!write_errnos.empty()) {
      const int error_number = write_errnos.front();
      write_errnos.pop_front();
      if (error_number != 0) return failed(error_number);
    }
    if (is_gone) return failed(ENODEV);
    sg_io_hdr header;
    std::memcpy(&header, bytes, sizeof header);
    const SgAnswer answer = take(header);
    out_.push_back({header, answer,
                    answer.after_ns == kNoAnswer ? kNoAnswer : calls_.clock_ns + answer.after_ns});
    return static_cast<ssize_t>(count);
  }

  ssize_t read(int, void* bytes, size_t count) const override {
    for (size_t i = 0; i < out_.size(); i++) {
      if (out_[i].due_ns > calls_.clock_ns) continue;
      fill(out_[i].header, out_[i].answer);
      std::memcpy(bytes, &out_[i].header, sizeof(sg_io_hdr));
      out_.erase(out_.begin() + static_cast<ptrdiff_t>(i));
      return static_cast<ssize_t>(count);
    }
    return failed(is_gone ? ENODEV : EAGAIN);
  }

  int await(int, uint64_t wait_ns) const override {
    if (!await_errnos.empty()) {
      const int error_number = await_errnos.front();
      await_errnos.pop_front();
      return failed(error_number);
    }
    if (is_gone) return POLLHUP;
    uint64_t until_ns = calls_.clock_ns + wait_ns;
    for (const Out& out : out_) until_ns = std::min(until_ns, out.due_ns);
    calls_.clock_ns = std::max(calls_.clock_ns, until_ns);
    for (const Out& out : out_) {
      if (out.due_ns <= calls_.clock_ns) return POLLIN;
    }
    return 0;
  }

 private:
  struct Out {
    sg_io_hdr header;
    SgAnswer answer;
    uint64_t due_ns;
  };

  static int failed(int error_number) {
    errno = error_number;
    return -1;
  }

  int answer_ioctl(unsigned long request, void* argument) const {
    if (answer_geometry(request, argument)) return 0;
    if (request == HDIO_GETGEO) static_cast<hd_geometry*>(argument)->start = 2048;
    if (request == SG_GET_SCSI_ID) {
      auto* id = static_cast<sg_scsi_id*>(argument);
      id->host_no = host_number;
      id->channel = 0;
      id->scsi_id = 1;
      id->lun = 0;
    }
    if (request != SG_IO) return 0;
    if (sg_io_errno != 0) return sg_io_errno;
    auto* header = static_cast<sg_io_hdr*>(argument);
    const SgAnswer answer = take(*header);
    calls_.clock_ns += answer.after_ns;
    fill(*header, answer);
    return 0;
  }

  // SPC-5, SBC-4: INQUIRY, READ, VERIFY of 10 and 16 bytes, ATA PASS-THROUGH (16) of READ DMA EXT, READ VERIFY
  // EXT and READ NATIVE MAX ADDRESS EXT; nothing that the drive is to take.
  SgAnswer take(const sg_io_hdr& header) const {
    const uint8_t* cdb = header.cmdp;
    CHECK_EQ(header.interface_id, 'S');
    const bool verifies = cdb[0] == 0x2f || cdb[0] == 0x8f ||
                          (cdb[0] == 0x85 && (cdb[14] == 0x42 || cdb[14] == 0x27));
    const bool reads = cdb[0] == 0x28 || cdb[0] == 0x88 || (cdb[0] == 0x85 && cdb[14] == 0x25);
    CHECK(cdb[0] == 0x12 || reads || verifies);
    CHECK_EQ(header.dxfer_direction, verifies ? SG_DXFER_NONE : SG_DXFER_FROM_DEV);
    CHECK_EQ(header.dxfer_len > 0, !verifies);
    if (cdb[0] == 0x2f || cdb[0] == 0x8f) CHECK_EQ(+cdb[1], 0);  // BYTCHK: no data to compare with
    if (cdb[0] == 0x85) CHECK_EQ(+cdb[1], verifies ? 0x07 : 0x0d);
    if (cdb[0] == 0x12) {
      inquiries++;
      auto* page = static_cast<uint8_t*>(header.dxferp);
      page[1] = 0x80;
      page[3] = static_cast<uint8_t>(serial.size());
      std::memcpy(page + 4, serial.data(), serial.size());
      return {};
    }
    SentOrder order = parsed(header);
    sent.push_back(order);
    SgAnswer answer = on_order ? on_order(order) : SgAnswer{};
    if (!answers.empty()) {
      answer = answers.front();
      answers.pop_front();
    }
    return answer;
  }

  static SentOrder parsed(const sg_io_hdr& header) {
    const uint8_t* cdb = header.cmdp;
    SentOrder order;
    order.cdb.assign(cdb, cdb + header.cmd_len);
    order.timeout_ms = header.timeout;
    order.flags = header.flags;
    const auto big = [cdb](int at, int count) {
      uint64_t value = 0;
      for (int i = 0; i < count; i++) value = value << 8 | cdb[at + i];
      return value;
    };
    if (cdb[0] == 0x28 || cdb[0] == 0x2f) order.lba = big(2, 4), order.sectors = big(7, 2);
    if (cdb[0] == 0x88 || cdb[0] == 0x8f) order.lba = big(2, 8), order.sectors = big(10, 4);
    if (cdb[0] == 0x85) {
      for (const int at : {11, 9, 7, 12, 10, 8}) order.lba = order.lba << 8 | cdb[at];
      order.sectors = big(5, 2);
    }
    return order;
  }

  static void fill(sg_io_hdr& header, const SgAnswer& answer) {
    header.status = answer.status;
    header.host_status = answer.host;
    header.driver_status = answer.sense.empty() ? 0 : 8;
    header.resid = answer.residual;
    header.sb_len_wr = static_cast<uint8_t>(answer.sense.size());
    if (!answer.sense.empty()) std::memcpy(header.sbp, answer.sense.data(), answer.sense.size());
  }

  ScriptedCalls& calls_;
  mutable std::vector<Out> out_;
};

// A drive, and the queue that reads it.
struct DriveRig {
  ScriptedCalls calls;
  ScriptedDrive drive{calls};
  ScriptedRing ring{calls};
  DriveSite site;
  OpenError error;
  std::unique_ptr<DriveQueue> queue;

  DriveRig() {
    site.node = {"/dev/sg3", "8:1"};
    site.address = "6:0:1:0";
    site.unit_serial = kSerial;
    site.orders = {DriveOrder::read16, DriveOrder::read10};
    site.timeout_ms = 600'000;
  }

  bool open(uint32_t depth = 1) {
    queue = open_drive_queue({calls, drive, ring}, "/dev/sdz", site, depth, error);
    return queue != nullptr && queue->make_room(uint64_t{64} * 512);
  }

  Outcome read(uint64_t lba, uint32_t sectors) { return read_alone(*queue, lba, sectors); }
};

}  // namespace surfscan::test
