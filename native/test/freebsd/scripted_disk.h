// A FreeBSD disk as its ioctls describe it.
#pragma once

#include <sys/types.h>
#include <sys/disk.h>

#include <cstring>
#include <map>
#include <string>

#include "test/check.h"
#include "test/posix/scripted_calls.h"

namespace surfscan::test {

struct Disk {
  off_t bytes = 1 << 20;
  u_int logical = 512;
  off_t stripe = 0;
  off_t stripe_offset = 0;
  std::map<unsigned long, int> errnos = {};         // of an ioctl that fails
  std::string serial = {};                          // none: ENOTTY
  std::map<std::string, std::string> texts = {};    // DIOCGATTR; what is not here is ENOTTY
  int rotation_rate = -1;                           // −1: ENOTTY
};

// All the room that there is, without a NUL where the text fills it, as a bad driver leaves it.
inline void fill(char* room, size_t bytes, const std::string& text) {
  std::memset(room, 0, bytes);
  std::memcpy(room, text.data(), text.size() < bytes ? text.size() : bytes);
}

inline int say_attribute(const Disk& disk, diocgattr_arg& argument) {
  CHECK(memchr(argument.name, 0, sizeof argument.name) != nullptr);
  if (std::string(argument.name) == "GEOM::rotation_rate") {
    CHECK_EQ(argument.len, 2);
    argument.value.u16 = static_cast<uint16_t>(disk.rotation_rate);
    return disk.rotation_rate < 0 ? ENOTTY : 0;
  }
  CHECK_EQ(argument.len, 256);
  const auto text = disk.texts.find(argument.name);
  if (text == disk.texts.end()) return ENOTTY;
  fill(argument.value.str, sizeof argument.value.str, text->second);
  argument.len = INT32_MAX;  // not to be trusted
  return 0;
}

inline int say(const Disk& disk, unsigned long request, void* argument) {
  const auto failure = disk.errnos.find(request);
  if (failure != disk.errnos.end()) return failure->second;
  switch (request) {
    case DIOCGMEDIASIZE:
      std::memcpy(argument, &disk.bytes, sizeof disk.bytes);
      return disk.bytes == 0 ? ENOENT : 0;  // as g_dev_ioctl()
    case DIOCGSECTORSIZE:
      std::memcpy(argument, &disk.logical, sizeof disk.logical);
      return disk.logical == 0 ? ENOENT : 0;
    case DIOCGSTRIPESIZE:
      std::memcpy(argument, &disk.stripe, sizeof disk.stripe);
      return 0;
    case DIOCGSTRIPEOFFSET:
      std::memcpy(argument, &disk.stripe_offset, sizeof disk.stripe_offset);
      return 0;
    case DIOCGIDENT:
      fill(static_cast<char*>(argument), DISK_IDENT_SIZE, disk.serial);
      return disk.serial.empty() ? ENOTTY : 0;
    case DIOCGATTR:
      return say_attribute(disk, *static_cast<diocgattr_arg*>(argument));
    default:
      return ENOTTY;
  }
}

inline void script(ScriptedCalls& calls, const Disk& disk) {
  calls.is_node(S_IFCHR);
  calls.on_ioctl = [disk](unsigned long request, void* argument) {
    return say(disk, request, argument);
  };
}

}  // namespace surfscan::test
