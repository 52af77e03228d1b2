// A drive behind pass(4) that answers as a test has written down, on the clock of scripted calls, and notes
// what it was sent. That it is sent nothing but what reads or verifies is checked here, for all tests.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "drive/cam_headers.h"
#include "drive/cam_drive.h"
#include "drive/cam_open.h"
#include "test/freebsd/cam_answers.h"
#include "test/freebsd/scripted_disk.h"

namespace surfscan::test {

constexpr uint64_t kNoAnswer = UINT64_MAX;
constexpr int kScriptedQueue = 99;

struct SentBlock {
  bool is_ata = false;
  uint8_t opcode = 0;
  uint64_t lba = 0;
  uint64_t sectors = 0;
  uint32_t bytes = 0;
  uint32_t timeout_ms = 0;
  bool is_queued = false;
};

class ScriptedCam final : public CamCalls {
 public:
  explicit ScriptedCam(ScriptedCalls& calls) : calls_(calls) {
    calls.is_node(S_IFCHR);
    identify[49] = 0x0300;
    identify[83] = 0x4400;
    calls.on_ioctl = [this](unsigned long request, void* argument) {
      return answer_ioctl(request, argument);
    };
  }

  // The script.
  Disk disk{4096 * 512};
  std::string why = {};  // not empty: the pass node does not open
  int lock_errno = 0;
  int watch_errno = 0;
  bool queues = true;
  cam_proto protocol = PROTO_ATA;
  std::array<uint16_t, 256> identify{};
  std::string firmware = "FW01    ";
  std::string serial = "SERIAL-1";
  u_int maxio = 128 * 1024;
  int question_errno = 0;
  std::function<CamAnswer(const SentBlock&)> on_block;
  mutable std::deque<CamAnswer> answers;     // of the first blocks
  mutable std::deque<int> queue_errnos;      // of the first CAMIOQUEUE or CAMIOCOMMAND; 0: as ever
  mutable bool is_gone = false;

  // What was asked.
  mutable std::vector<std::string> opened;
  mutable std::vector<SentBlock> sent;
  mutable int closes = 0;
  mutable int releases = 0;

  cam_device* open(const char* path, std::string& reason) const override {
    opened.push_back(path);
    reason = why;
    return why.empty() ? &device_ : nullptr;
  }
  void close(cam_device*) const override { closes++; }
  int descriptor(const cam_device&) const override { return kScriptedFd; }
  int lock(int) const override { return lock_errno; }
  int watch(int) const override {
    errno = watch_errno;
    return watch_errno == 0 ? kScriptedQueue : -1;
  }
  int await(int queue, uint64_t wait_ns) const override {
    CHECK_EQ(queue, kScriptedQueue);
    if (is_gone) return -1;
    uint64_t until_ns = calls_.clock_ns + wait_ns;
    for (const Out& out : out_) until_ns = std::min(until_ns, out.due_ns);
    calls_.clock_ns = std::max(calls_.clock_ns, until_ns);
    for (const Out& out : out_) {
      if (out.due_ns <= calls_.clock_ns) return 1;
    }
    return 0;
  }

 private:
  struct Out {
    ccb block;
    CamAnswer answer;
    uint64_t due_ns;
  };

  int answer_ioctl(unsigned long request, void* argument) const {
    if (request == CAMIOQUEUE && queues) return take_queued(*static_cast<ccb*>(argument));
    if (request == CAMIOGET && queues) return give(*static_cast<ccb*>(argument));
    if (request != CAMIOCOMMAND) return say(disk, request, argument);
    ccb& block = *static_cast<ccb*>(argument);
    if (block.ccb_h.func_code != XPT_ATA_IO && block.ccb_h.func_code != XPT_SCSI_IO) {
      return question_errno != 0 ? question_errno : tell(block);
    }
    if (is_gone) return ENXIO;
    if (const int error_number = refusal()) return error_number;
    const CamAnswer answer = take(block, false);
    calls_.clock_ns += answer.after_ns;
    fill_in(block, answer);
    return 0;
  }

  int refusal() const {
    if (queue_errnos.empty()) return 0;
    const int error_number = queue_errnos.front();
    queue_errnos.pop_front();
    return error_number;
  }

  int tell(ccb& block) const {
    const xpt_opcode code = block.ccb_h.func_code;
    CHECK(code == XPT_GDEV_TYPE || code == XPT_PATH_INQ || code == XPT_REL_SIMQ ||
          code == XPT_DEV_ADVINFO);
    block.ccb_h.status = CAM_REQ_CMP;
    if (code == XPT_REL_SIMQ) releases++;
    if (code == XPT_PATH_INQ) block.cpi.maxio = maxio;
    if (code == XPT_DEV_ADVINFO) return tell_controller(block.cdai);
    if (code != XPT_GDEV_TYPE) return 0;
    block.cgd.protocol = protocol;
    std::memcpy(&block.cgd.ident_data, identify.data(), sizeof identify);
    std::memcpy(reinterpret_cast<char*>(&block.cgd.ident_data) + 46, firmware.data(), 8);
    std::memcpy(reinterpret_cast<char*>(&block.cgd.inq_data) + 32, firmware.data(), 4);
    std::memcpy(block.cgd.serial_num, serial.data(), serial.size());
    block.cgd.serial_num_len = static_cast<uint8_t>(serial.size());
    return 0;
  }

  int tell_controller(ccb_dev_advinfo& block) const {
    CHECK_EQ(block.buftype, 6u);
    CHECK_EQ(block.bufsiz, 4096);
    CHECK_EQ(block.flags, 0u);  // it is asked for, not stored
    std::memcpy(block.buf + 64, firmware.data(), 8);
    return 0;
  }

  int take_queued(const ccb& block) const {
    if (is_gone) return ENXIO;
    if (const int error_number = refusal()) return error_number;
    const CamAnswer answer = take(block, true);
    const bool never = answer.after_ns == kNoAnswer;
    out_.push_back({block, answer, never ? kNoAnswer : calls_.clock_ns + answer.after_ns});
    return 0;
  }

  int give(ccb& block) const {
    for (size_t i = 0; i < out_.size(); i++) {
      if (out_[i].due_ns > calls_.clock_ns) continue;
      block = out_[i].block;
      fill_in(block, out_[i].answer);
      out_.erase(out_.begin() + static_cast<ptrdiff_t>(i));
      return 0;
    }
    return is_gone ? ENXIO : ENOENT;
  }

  // READ DMA EXT with the flags of 48 bits, the registers wanted, and DMA; READ (10), READ (16); what
  // verifies, without data: nothing that the drive is to take, no retries, and no queue left frozen.
  CamAnswer take(const ccb& block, bool is_queued) const {
    CHECK_EQ(block.ccb_h.retry_count, 0u);
    SentBlock order;
    order.is_ata = block.ccb_h.func_code == XPT_ATA_IO;
    order.timeout_ms = block.ccb_h.timeout;
    order.is_queued = is_queued;
    if (order.is_ata) parse_ata(block.ataio, order);
    else parse_scsi(block.csio, order);
    const bool verifies = order.opcode == 0x42 || order.opcode == 0x2f || order.opcode == 0x8f;
    const uint32_t direction = verifies ? CAM_DIR_NONE : CAM_DIR_IN;
    CHECK_EQ(block.ccb_h.flags, direction | CAM_DEV_QFRZDIS);
    CHECK_EQ(order.bytes, verifies ? 0 : order.sectors * disk.logical);
    const void* data = order.is_ata ? block.ataio.data_ptr : block.csio.data_ptr;
    CHECK_EQ(data == nullptr, verifies);
    sent.push_back(order);
    CamAnswer answer = on_block ? on_block(order) : CamAnswer{};
    if (!answers.empty()) {
      answer = answers.front();
      answers.pop_front();
    }
    return answer;
  }

  static void parse_ata(const ccb_ataio& block, SentBlock& order) {
    const ata_cmd& cmd = block.cmd;
    CHECK(cmd.command == 0x25 || cmd.command == 0x42);
    CHECK_EQ(+cmd.flags, cmd.command == 0x25 ? 0x01 | 0x08 | 0x10 : 0x01 | 0x08);
    CHECK_EQ(+cmd.device, 0x40);
    order.opcode = cmd.command;
    order.bytes = block.dxfer_len;
    for (const uint8_t byte : {cmd.lba_high_exp, cmd.lba_mid_exp, cmd.lba_low_exp, cmd.lba_high,
                               cmd.lba_mid, cmd.lba_low}) {
      order.lba = order.lba << 8 | byte;
    }
    order.sectors = cmd.sector_count_exp << 8 | cmd.sector_count;
  }

  static void parse_scsi(const ccb_scsiio& block, SentBlock& order) {
    const uint8_t* cdb = block.cdb_io.cdb_bytes;
    const bool is_short = cdb[0] == 0x28 || cdb[0] == 0x2f;
    CHECK(is_short || cdb[0] == 0x88 || cdb[0] == 0x8f);
    CHECK_EQ(+block.cdb_len, is_short ? 10 : 16);
    CHECK_EQ(+cdb[1], 0);  // BYTCHK, and all else that verifies against the host's data
    order.opcode = cdb[0];
    order.bytes = block.dxfer_len;
    const auto big = [cdb](int at, int count) {
      uint64_t value = 0;
      for (int i = 0; i < count; i++) value = value << 8 | cdb[at + i];
      return value;
    };
    order.lba = is_short ? big(2, 4) : big(2, 8);
    order.sectors = is_short ? big(7, 2) : big(10, 4);
  }

  static void fill_in(ccb& block, const CamAnswer& answer) {
    block.ccb_h.status = answer.status;
    if (block.ccb_h.func_code == XPT_ATA_IO) {
      ata_res& res = block.ataio.res;
      res.status = answer.ata_status;
      res.error = answer.ata_error;
      uint8_t* const bytes[] = {&res.lba_low, &res.lba_mid, &res.lba_high,
                                &res.lba_low_exp, &res.lba_mid_exp, &res.lba_high_exp};
      for (int i = 0; i < 6; i++) *bytes[i] = static_cast<uint8_t>(answer.ata_lba >> (8 * i));
      block.ataio.resid = answer.residual;
      return;
    }
    block.csio.scsi_status = answer.scsi_status;
    block.csio.resid = answer.residual;
    block.csio.sense_resid = static_cast<uint8_t>(block.csio.sense_len - answer.sense.size());
    if (!answer.sense.empty()) {
      std::memcpy(&block.csio.sense_data, answer.sense.data(), answer.sense.size());
    }
  }

  ScriptedCalls& calls_;
  mutable cam_device device_{};
  mutable std::vector<Out> out_;
};

}  // namespace surfscan::test
