// Disks read through their drives.
#include <napi.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "binding/bind.h"
#include "binding/failures.h"
#include "binding/geometry.h"
#include "binding/reader.h"
#include "binding/values.h"
#include "drive/drive_device.h"

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

std::optional<DriveSite> take_site(const Napi::Object& object) {
  DriveSite site;
  const Napi::Value is_ata = object.Get("isAta");
  const Napi::Value is_bridge = object.Get("isBridge");
  if (!take_way(object.Get("way"), site.way) || !take_text(object.Get("path"), site.node.path) ||
      !take_text(object.Get("number"), site.node.number) ||
      !take_text(object.Get("address"), site.address) ||
      !take_latin1(object.Get("unitSerial"), site.unit_serial) ||
      !take_number(object.Get("nsid"), site.nsid) ||
      !take_whole(object.Get("firstLba"), kMaxSafeInteger, site.first_lba) ||
      !take_number(object.Get("timeoutMs"), site.timeout_ms) || !is_ata.IsBoolean() ||
      !is_bridge.IsBoolean()) {
    return {};
  }
  site.is_ata = is_ata.As<Napi::Boolean>();
  site.is_bridge = is_bridge.As<Napi::Boolean>();
  return site;
}

Napi::Value open_drive(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  uint64_t depth = 0;
  if (info.Length() < 4 || !info[0].IsString() || !info[1].IsObject() || !info[2].IsNumber() ||
      !take_whole(info[3], kMaxDepth, depth) || depth < 1) {
    return throw_type(env, "expected a path, a drive, sectors a block, and a depth of 1 … 256");
  }
  const std::optional<DriveSite> site = take_site(info[1].As<Napi::Object>());
  if (!site) return throw_type(env, "expected a drive as the system describes it");
  OpenError failure;
  std::unique_ptr<Device> device =
      only_exact(open_drive_device(info[0].As<Napi::String>(), *site,
                                   static_cast<uint32_t>(depth), failure),
                 failure);
  if (device == nullptr) return throw_open_error(env, failure);
  return reader_of(env, std::move(device), env.Undefined(), info[2]);
}

// A byte a character.
Napi::String latin1(Napi::Env env, const std::string& bytes) {
  std::u16string text;
  for (const char byte : bytes) text.push_back(static_cast<unsigned char>(byte));
  return Napi::String::New(env, text);
}

Napi::Value drive_facts(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (info.Length() < 1 || !info[0].IsString()) return throw_type(env, "expected a path");
  DriveFacts facts;
  if (!ask_drive_facts(info[0].As<Napi::String>(), facts)) return env.Null();
  Napi::Object object = Napi::Object::New(env);
  object.Set("firmware", latin1(env, facts.firmware));
  object.Set("identify", env.Null());
  if (!facts.has_identify) return object;
  Napi::Uint16Array words = Napi::Uint16Array::New(env, facts.identify.size());
  for (size_t i = 0; i < facts.identify.size(); i++) words[i] = facts.identify[i];
  object.Set("identify", words);
  return object;
}

Napi::Value command_ring_errno_of(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), command_ring_errno());
}

}  // namespace

void bind_drive(Napi::Env env, Napi::Object exports) {
  exports.Set("openDrive", Napi::Function::New(env, open_drive));
  exports.Set("driveFacts", Napi::Function::New(env, drive_facts));
  exports.Set("commandRingErrno", Napi::Function::New(env, command_ring_errno_of));
}

}  // namespace surfscan::binding
