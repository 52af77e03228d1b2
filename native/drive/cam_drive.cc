#include "drive/cam_drive.h"

#include <algorithm>

namespace surfscan {
namespace {

static_assert(sizeof(ata_params) == 512, "sys/sys/ata.h: IDENTIFY DEVICE");
static_assert(sizeof(scsi_inquiry_data) == 256, "sys/cam/scsi/scsi_all.h");
static_assert(offsetof(ccb_dev_advinfo, buf) == 224 || sizeof(void*) != 8, "sys/cam/cam_ccb.h");
static_assert(offsetof(ccb_pathinq, maxio) == 448 || sizeof(void*) != 8, "sys/cam/cam_ccb.h");

// What a controller that says nothing takes: DFLTPHYS, sys/amd64/include/param.h; passregister() in
// sys/cam/scsi/scsi_pass.c.
constexpr uint32_t kDefaultBytes = 64 * 1024;

// Trimmed, up to a NUL.
std::string text_of(const void* bytes, size_t room) {
  const char* text = static_cast<const char*>(bytes);
  std::string found(text, strnlen(text, room));
  found.erase(found.find_last_not_of(' ') + 1);
  found.erase(0, found.find_first_not_of(' '));
  return found;
}

// ACS-4 9.11: word 49 bit 8 DMA; word 83 bit 10 48-bit addresses, where bits 15:14 say that it is valid.
bool takes_dma_ext(const std::array<uint16_t, 256>& identify) {
  const bool has_dma = (identify[49] & 0x0100) != 0;
  return has_dma && (identify[83] & 0xc400) == 0x4400;
}

bool was_told(const ccb& block) {
  return (block.ccb_h.status & CAM_STATUS_MASK) == CAM_REQ_CMP;
}

bool ask_limit(const CamPass& pass, uint32_t& most_bytes) {
  ccb block = cam_question(XPT_PATH_INQ);
  if (pass.call(CAMIOCOMMAND, block) != 0 || !was_told(block)) return false;
  most_bytes = block.cpi.maxio == 0 ? kDefaultBytes : block.cpi.maxio;
  return true;
}

void take_ata(const ccb_getdev& told, CamDrive& drive) {
  drive.is_ata = true;
  std::memcpy(drive.identify.data(), &told.ident_data, sizeof told.ident_data);
  // Words 23…26. The kernel has put strings in order (sys/cam/ata/ata_all.c, ata_param_fixup).
  drive.firmware = text_of(reinterpret_cast<const char*>(&told.ident_data) + 46, 8);
  if (!takes_dma_ext(drive.identify)) return;
  drive.reads = {DriveOrder::read_dma_ext};
  drive.verifies = {DriveOrder::read_verify_ext};  // mandatory where 48-bit addresses are: ACS-4 table 19
}

// SPC-5 table 142: PRODUCT REVISION LEVEL at byte 32.
void take_scsi(const ccb_getdev& told, CamDrive& drive) {
  drive.firmware = text_of(reinterpret_cast<const char*>(&told.inq_data) + 32, 4);
  drive.reads = {DriveOrder::read16, DriveOrder::read10};
  drive.verifies = {DriveOrder::verify16, DriveOrder::verify10};
}

// Its Identify Controller data, which the driver keeps (sys/cam/nvme/nvme_xpt.c, nvme_dev_advinfo): FR in
// bytes 64 … 71 (NVMe Base 2.0 figure 275). Its commands go by another node.
void take_nvme(const CamPass& pass, CamDrive& drive) {
#ifdef CDAI_TYPE_NVME_CNTRL
  std::array<uint8_t, 4096> controller{};
  ccb block = cam_question(XPT_DEV_ADVINFO);
  block.ccb_h.flags = CAM_DIR_IN;
  block.cdai.buftype = CDAI_TYPE_NVME_CNTRL;
  block.cdai.bufsiz = controller.size();
  block.cdai.buf = controller.data();
  if (pass.call(CAMIOCOMMAND, block) != 0 || !was_told(block)) return;
  drive.firmware = text_of(controller.data() + 64, 8);
#else
  static_cast<void>(pass), static_cast<void>(drive);
#endif
}

}  // namespace

std::optional<CamDrive> ask_cam_drive(const CamPass& pass) {
  ccb block = cam_question(XPT_GDEV_TYPE);
  if (pass.call(CAMIOCOMMAND, block) != 0 || !was_told(block)) return {};
  const ccb_getdev& told = block.cgd;
  CamDrive drive;
  if (!ask_limit(pass, drive.most_bytes)) return {};
  const size_t length = std::min<size_t>(told.serial_num_len, sizeof told.serial_num);
  drive.serial = text_of(told.serial_num, length);
  if (told.protocol == PROTO_ATA) take_ata(told, drive);
  if (told.protocol == PROTO_SCSI) take_scsi(told, drive);
  if (told.protocol == PROTO_NVME) take_nvme(pass, drive);
  return drive;
}

}  // namespace surfscan
