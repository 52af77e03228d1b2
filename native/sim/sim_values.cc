#include "sim/sim_values.h"

#include <algorithm>

#include "sim/sim_text.h"

namespace surfscan {

namespace {

constexpr uint64_t kMaxDiskBytes = uint64_t{1} << 63;
constexpr uint64_t kMaxSectorBytes = 65536;
constexpr size_t kMaxIdentityBytes = 255;

// Speeds are kept in millionths; outside these bounds waits are longer or shorter than clocks can say.
constexpr uint64_t kSpeedUnit = 1'000'000;
constexpr uint64_t kMinSpeed = kSpeedUnit / 1000;
constexpr uint64_t kMaxSpeed = kSpeedUnit * 1'000'000'000;

// The bytes of a unit, 0 where it is none.
uint64_t unit_bytes(std::string_view unit) {
  if (unit == "B") return 1;
  if (unit == "kB") return 1000;
  const bool binary = unit.size() == 3 && unit[1] == 'i';
  if ((unit.size() != 2 && !binary) || unit.back() != 'B') return 0;
  uint64_t bytes = 1;
  for (const char prefix : {'K', 'M', 'G', 'T', 'P'}) {
    bytes *= binary ? 1024 : 1000;
    if (unit.front() == prefix) return bytes;
  }
  return 0;
}

}  // namespace

bool parse_sector_bytes(std::string_view key, std::string_view text, uint64_t min_bytes,
                        uint32_t& bytes, std::string& error) {
  uint64_t value = 0;
  const bool fits = parse_whole(text, value) && value >= min_bytes && value <= kMaxSectorBytes &&
                    (value & (value - 1)) == 0;
  if (!fits) {
    return expected(error, key,
                    "a power of two, " + std::to_string(min_bytes) + " … " +
                        std::to_string(kMaxSectorBytes) + " bytes",
                    text);
  }
  bytes = static_cast<uint32_t>(value);
  return true;
}

bool parse_size(std::string_view text, Geometry& geometry, std::string& error) {
  constexpr char kForm[] =
      "bytes with a unit (1TB, 512MiB) or sectors (2048s), at most 8192PiB in all";
  const size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::string_view number = text.substr(0, digits);
  const std::string_view unit = text.substr(digits);
  if (!number.empty() && unit.empty()) {
    return expected(error, "size", std::string(kForm) + " (a number without a unit is neither)",
                    text);
  }
  const bool counts_sectors = unit == "s";
  const uint64_t bytes = unit_bytes(unit);
  uint64_t value = 0;
  const bool parsed = counts_sectors ? parse_whole(number, value)
                                     : bytes > 0 && parse_decimal(number, bytes, value);
  if (!parsed) return expected(error, "size", kForm, text);
  if (!counts_sectors) {
    value /= geometry.physical_bytes;
    value *= geometry.physical_bytes / geometry.logical_bytes;
  }
  if (value == 0) return expected(error, "size", "at least one sector", text);
  if (value > kMaxDiskBytes / geometry.logical_bytes) return expected(error, "size", kForm, text);
  geometry.sectors = value;
  return true;
}

bool parse_kind(std::string_view text, SimKind& kind, std::string& error) {
  if (text == "hdd") kind = SimKind::hdd;
  else if (text == "ssd") kind = SimKind::ssd;
  else if (text == "null") kind = SimKind::null;
  else return expected(error, "kind", "hdd, ssd or null", text);
  return true;
}

bool parse_speed(std::string_view text, double& speed, std::string& error) {
  speed = 0;
  if (text == "max") return true;
  uint64_t millionths = 0;
  if (!parse_decimal(text, kSpeedUnit, millionths) || millionths < kMinSpeed ||
      millionths > kMaxSpeed) {
    return expected(error, "speed", "max, or a number 0.001 … 1000000000", text);
  }
  speed = static_cast<double>(millionths) / kSpeedUnit;
  return true;
}

bool parse_number(std::string_view key, std::string_view text, uint64_t& value,
                  std::string& error) {
  if (parse_whole(text, value)) return true;
  return expected(error, key, "a whole number below 2^64", text);
}

bool parse_identity(std::string_view key, std::string_view text, std::string& value,
                    std::string& error) {
  // Three bytes stand for one at most: a longer text is too long before it is decoded.
  if (text.size() > 3 * kMaxIdentityBytes || !decode_percent(text, value) ||
      value.size() > kMaxIdentityBytes || value.find('\0') != std::string::npos) {
    return expected(error, key, "at most 255 bytes, %XX for any but NUL", text);
  }
  return true;
}

}  // namespace surfscan
