// The header that an order goes out in, and its answer comes back in, whether by write(2) and read(2) on an
// sg node or by the ioctl SG_IO: Documentation/scsi/scsi-generic.rst, "sg v3".
#pragma once

#include <scsi/sg.h>

#include <algorithm>
#include <cstring>

#include "drive/drive_verdict.h"

namespace surfscan {

// Of one order: the kernel reads the command when it is sent, and writes the sense when it is answered.
struct SgOrder {
  DriveOrder order = DriveOrder::read16;
  DriveRange range;
  Cdb cdb;
  uint8_t sense[kMaxSenseBytes] = {};
};

// There is no data-out: the direction is from the device, or there is none.
inline sg_io_hdr sg_header(SgOrder& order, char* buffer, uint32_t timeout_ms) {
  sg_io_hdr header{};
  header.interface_id = 'S';
  header.dxfer_direction = order.cdb.data_bytes > 0 ? SG_DXFER_FROM_DEV : SG_DXFER_NONE;
  header.cmd_len = order.cdb.length;
  header.cmdp = order.cdb.bytes.data();
  header.mx_sb_len = kMaxSenseBytes;
  header.sbp = order.sense;
  header.dxfer_len = order.cdb.data_bytes;
  header.dxferp = buffer;
  header.timeout = timeout_ms;
  return header;
}

inline Verdict sg_verdict(const sg_io_hdr& header, const SgOrder& order) {
  ScsiAnswer answer;
  answer.host_status = header.host_status;
  answer.driver_status = header.driver_status;
  answer.status = header.status;
  answer.residual_bytes = header.resid;
  answer.sense_bytes = std::min<uint32_t>(header.sb_len_wr, kMaxSenseBytes);
  std::memcpy(answer.sense, order.sense, answer.sense_bytes);
  // The page of the serial number is as long as it is.
  if (order.order == DriveOrder::unit_serial) answer.residual_bytes = 0;
  return judge_scsi(answer, order.order, order.range);
}

}  // namespace surfscan
