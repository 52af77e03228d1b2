#include "binding/drive_site.h"

#include <string>
#include <vector>

#include "binding/values.h"

namespace surfscan::binding {
namespace {

bool take_way(const Napi::Value& value, DriveWay& way) {
  if (!value.IsString()) return false;
  const std::string name = value.As<Napi::String>();
  if (name == "sg") way = DriveWay::sg;
  else if (name == "sg_ioctl") way = DriveWay::sg_ioctl;
  else if (name == "nvme_uring") way = DriveWay::nvme_uring;
  else if (name == "nvme_ioctl") way = DriveWay::nvme_ioctl;
  else if (name == "cam") way = DriveWay::cam;
  else if (name == "nvme_passthrough") way = DriveWay::nvme_passthrough;
  else return false;
  return true;
}

bool take_text(const Napi::Value& value, std::string& text) {
  if (!value.IsString()) return false;
  text = value.As<Napi::String>().Utf8Value();
  return true;
}

// Bytes, a character each.
bool take_latin1(const Napi::Value& value, std::string& text) {
  if (!value.IsString()) return false;
  for (const char16_t character : value.As<Napi::String>().Utf16Value()) {
    if (character > UINT8_MAX) return false;
    text.push_back(static_cast<char>(character));
  }
  return true;
}

bool take_number(const Napi::Value& value, uint32_t& number) {
  uint64_t whole = 0;
  if (!take_whole(value, UINT32_MAX, whole)) return false;
  number = static_cast<uint32_t>(whole);
  return true;
}

bool take_orders(const Napi::Value& value, std::vector<DriveOrder>& orders) {
  if (!value.IsArray()) return false;
  const auto names = value.As<Napi::Array>();
  for (uint32_t i = 0; i < names.Length(); i++) {
    const Napi::Value name = names.Get(i);
    if (!name.IsString()) return false;
    const std::optional<DriveOrder> order = order_of(name.As<Napi::String>());
    if (!order) return false;
    orders.push_back(*order);
  }
  return !orders.empty();
}

}  // namespace

std::optional<DriveSite> take_site(const Napi::Value& value) {
  DriveSite site;
  if (!value.IsObject()) return {};
  const auto object = value.As<Napi::Object>();
  if (!take_way(object.Get("way"), site.way) || !take_text(object.Get("path"), site.node.path) ||
      !take_text(object.Get("number"), site.node.number) ||
      !take_text(object.Get("address"), site.address) ||
      !take_latin1(object.Get("unitSerial"), site.unit_serial) ||
      !take_number(object.Get("nsid"), site.nsid) ||
      !take_whole(object.Get("firstLba"), kMaxSafeInteger, site.first_lba) ||
      !take_orders(object.Get("orders"), site.orders) ||
      !take_number(object.Get("mostSectors"), site.most_sectors) || site.most_sectors == 0 ||
      !take_number(object.Get("timeoutMs"), site.timeout_ms)) {
    return {};
  }
  return site;
}

}  // namespace surfscan::binding
