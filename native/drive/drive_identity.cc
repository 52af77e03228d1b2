#include "drive/drive_identity.h"

#include <cstring>
#include <vector>

#include "core/read_room.h"
#include "drive/drive_read.h"

namespace surfscan {
namespace {

// A drive that spins up answers an INQUIRY all the same (SPC-5 6.6.1), and reads within that time.
constexpr uint64_t kMaxWaitNs = 30'000'000'000;
constexpr uint64_t kWaitStepNs = 100'000'000;

// SPC-5 7.7.20: the page's code, the length of the number, and the number.
std::string serial_of(const char* page) {
  constexpr size_t kHead = 4;
  const auto* bytes = reinterpret_cast<const uint8_t*>(page);
  const size_t told = size_t{bytes[2]} << 8 | bytes[3];
  const size_t length = told < kMaxSerialBytes - kHead ? told : kMaxSerialBytes - kHead;
  return bytes[1] == 0x80 ? std::string(page + kHead, length) : std::string();
}

}  // namespace

bool await_answer(DriveTransport& transport, const SystemCalls& calls, Verdict& verdict) {
  const uint64_t until_ns = calls.now_ns() + kMaxWaitNs;
  do {
    uint32_t slot = 0;
    if (transport.take(kWaitStepNs, slot, verdict)) return true;
  } while (calls.now_ns() < until_ns);
  return false;
}

bool ask_drive_for(DriveTransport& transport, const SystemCalls& calls, DriveOrder order,
                   char* buffer, Verdict& verdict) {
  for (uint32_t left = kMaxAgain;; left--) {
    if (transport.send(0, order, {}, buffer) != 0) return false;
    if (!await_answer(transport, calls, verdict)) return false;
    if (verdict.course != Course::again || left == 0) return true;
    calls.pause(kAgainPauseNs);
  }
}

bool has_serial(DriveTransport& transport, const SystemCalls& calls, const std::string& expected,
                std::string& trouble) {
  if (expected.empty()) return true;
  ReadRoom room;
  if (!room.make(1, kMaxSerialBytes)) return false;
  Verdict verdict;
  if (!ask_drive_for(transport, calls, DriveOrder::unit_serial, room.of(0), verdict)) {
    trouble = "the drive does not say who it is";
    return false;
  }
  if (verdict.error == Error::none && serial_of(room.of(0)) == expected) return true;
  trouble = "expected the drive whose serial number the system knows, and it is another";
  return false;
}

}  // namespace surfscan
