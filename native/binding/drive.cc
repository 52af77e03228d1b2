// Disks read, verified and asked through their drives.
#include <napi.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "binding/asking.h"
#include "binding/bind.h"
#include "binding/drive_site.h"
#include "binding/failures.h"
#include "binding/geometry.h"
#include "binding/reader.h"
#include "binding/values.h"
#include "drive/drive_device.h"
#include "drive/drive_probe.h"

namespace surfscan::binding {
namespace {

Napi::Value open_drive(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  uint64_t depth = 0;
  if (info.Length() < 4 || !info[0].IsString() || !info[2].IsNumber() ||
      !take_whole(info[3], kMaxDepth, depth) || depth < 1) {
    return throw_type(env, "expected a path, a drive, sectors a block, and a depth of 1 … 256");
  }
  const std::optional<DriveSite> site = take_site(info[1]);
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

const char* word_of(Course course) {
  switch (course) {
    case Course::finished: return "finished";
    case Course::again:
    case Course::once_more: return "again";
    case Course::when_ready: return "when ready";
    case Course::unsupported: return "unsupported";
    case Course::too_long: return "too long";
    case Course::refused: return "refused";
  }
  return "finished";
}

Napi::Value answer_object(Napi::Env env, const DriveAnswer& answer) {
  if (!answer.asked) return env.Null();
  Napi::Object object = Napi::Object::New(env);
  object.Set("course", word_of(answer.course));
  object.Set("error", static_cast<uint32_t>(answer.outcome.error));
  object.Set("errno", answer.outcome.error_number);
  object.Set("drive", answer.outcome.drive.packed);
  return object;
}

// What a drive answers before it is scanned.
struct Probe {
  std::string path;
  DriveSite site;
  DriveQuestions questions;
  DriveAnswers answers;
  OpenError failure;

  void ask() { ask_drive(path, site, questions, answers, failure); }

  Napi::Value answer(Napi::Env env) const {
    if (failure.code != nullptr) return throw_open_error(env, failure);
    Napi::Object object = Napi::Object::New(env);
    object.Set("first", answer_object(env, answers.first));
    object.Set("last", answer_object(env, answers.last));
    object.Set("behind", answer_object(env, answers.behind));
    object.Set("paceNs", answers.pace_ns == 0
                             ? env.Null()
                             : Napi::Number::New(env, static_cast<double>(answers.pace_ns)).As<Napi::Value>());
    const NvmeAbilities& nvme = answers.nvme;
    object.Set("optionalCommands",
               nvme.known ? Napi::Number::New(env, nvme.optional_commands).As<Napi::Value>()
                          : env.Null());
    object.Set("verifySizeLimit", nvme.verify_size_limit);
    return object;
  }
};

Napi::Value start_drive_probe(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  DriveQuestions questions;
  const std::optional<DriveSite> site = take_site(info[1]);
  if (!info[0].IsString() || !site || !take_whole(info[2], kMaxSafeInteger, questions.drive_sectors) ||
      !info[3].IsBoolean() || !info[4].IsBoolean() || !info[5].IsBoolean()) {
    return throw_type(env, "expected a path, a drive, its sectors, and whether its last, the one "
                           "behind it and its pace are asked for");
  }
  questions.last = info[3].As<Napi::Boolean>();
  questions.behind = info[4].As<Napi::Boolean>();
  questions.pace = info[5].As<Napi::Boolean>();
  Probe probe{info[0].As<Napi::String>(), *site, questions, {}, {}};
  return start_asking(env, std::move(probe));
}

// What lies behind a drive's last sector.
struct NativeLast {
  std::string path;
  DriveSite site;
  std::optional<uint64_t> lba;
  OpenError failure;

  void ask() { lba = ask_native_last(path, site, failure); }

  Napi::Value answer(Napi::Env env) const {
    if (failure.code != nullptr) return throw_open_error(env, failure);
    if (!lba) return env.Null();
    return Napi::Number::New(env, static_cast<double>(*lba));  // of 48 bits
  }
};

Napi::Value start_native_last(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::optional<DriveSite> site = take_site(info[1]);
  if (!info[0].IsString() || !site) return throw_type(env, "expected a path and a drive");
  return start_asking(env, NativeLast{info[0].As<Napi::String>(), *site, {}, {}});
}

Napi::Value command_ring_errno_of(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), command_ring_errno());
}

}  // namespace

void bind_drive(Napi::Env env, Napi::Object exports) {
  exports.Set("openDrive", Napi::Function::New(env, open_drive));
  exports.Set("driveFacts", Napi::Function::New(env, drive_facts));
  exports.Set("startDriveProbe", Napi::Function::New(env, start_drive_probe));
  exports.Set("startNativeLast", Napi::Function::New(env, start_native_last));
  exports.Set("commandRingErrno", Napi::Function::New(env, command_ring_errno_of));
}

}  // namespace surfscan::binding
