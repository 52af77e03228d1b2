#include "sim/sim_spec.h"

#include <cstdio>

#include "sim/sim_fault_text.h"
#include "sim/sim_hash.h"
#include "sim/sim_text.h"
#include "sim/sim_values.h"

namespace surfscan {

namespace {

// The keys that may be given once, in the order of kKeys; the faults may repeat.
enum Key { kSize, kSector, kPhysical, kGone, kKind, kSpeed, kSeed, kModel, kSerial, kKeyCount };
constexpr std::string_view kKeys[kKeyCount] = {
    "size", "sector", "physical", "gone", "kind", "speed", "seed", "model", "serial"};
struct FaultKey {
  std::string_view name;
  FaultKind kind;
};
constexpr FaultKey kFaultKeys[] = {{"bad", FaultKind::bad},
                                   {"weak", FaultKind::weak},
                                   {"slow", FaultKind::slow},
                                   {"hang", FaultKind::hang}};

// The text taken apart. A fault's LBAs mean nothing before the size is known, which may come last.
struct Fields {
  std::string_view value[kKeyCount] = {"1TB", "512", "", "", "hdd", "max", "1", "SIMULATED", ""};
  bool given[kKeyCount] = {};
  std::vector<FaultText> faults;
};

bool unknown_key(std::string_view key, std::string& error) {
  std::string names;
  for (const std::string_view known : kKeys) names.append(known).append(", ");
  for (const FaultKey& known : kFaultKeys) names.append(known.name).append(", ");
  names.resize(names.size() - 2);
  return refuse(error, "unknown key " + quoted(key) + ", known are " + names);
}

bool take_field(std::string_view key, std::string_view value, Fields& fields,
                std::string& error) {
  for (const FaultKey& known : kFaultKeys) {
    if (known.name != key) continue;
    if (fields.faults.size() == kMaxFaults) {
      return refuse(error, "more than " + std::to_string(kMaxFaults) + " faults");
    }
    fields.faults.push_back({known.kind, known.name, value});
    return true;
  }
  for (size_t i = 0; i < kKeyCount; i++) {
    if (kKeys[i] != key) continue;
    if (fields.given[i]) return refuse(error, std::string(key) + ": given twice");
    fields.given[i] = true;
    fields.value[i] = value;
    return true;
  }
  return unknown_key(key, error);
}

bool split_fields(std::string_view text, Fields& fields, std::string& error) {
  bool more = !text.empty();
  while (more) {
    std::string_view rest;
    more = cut_at(text, ',', rest);
    std::string_view key = text;
    std::string_view value;
    if (!cut_at(key, '=', value)) {
      return refuse(error, "expected KEY=VALUE, got " + quoted(text));
    }
    if (!take_field(key, value, fields, error)) return false;
    text = rest;
  }
  return true;
}

bool parse_geometry(const Fields& fields, Geometry& geometry, std::string& error) {
  if (!parse_sector_bytes("sector", fields.value[kSector], kMinSectorBytes,
                          geometry.logical_bytes, error)) {
    return false;
  }
  geometry.physical_bytes = geometry.logical_bytes;
  if (fields.given[kPhysical] &&
      !parse_sector_bytes("physical", fields.value[kPhysical], geometry.logical_bytes,
                          geometry.physical_bytes, error)) {
    return false;
  }
  return parse_size(fields.value[kSize], geometry, error);
}

// Of what makes it another disk; faults come and go, and the disk stays the same.
std::string derived_serial(const SimSpec& spec) {
  uint64_t hash = mix64(spec.seed);
  for (const uint64_t part :
       {spec.geometry.sectors, uint64_t{spec.geometry.logical_bytes},
        uint64_t{spec.geometry.physical_bytes}, static_cast<uint64_t>(spec.kind)}) {
    hash = mix64(hash ^ part);
  }
  for (const char c : spec.model) hash = mix64(hash ^ static_cast<unsigned char>(c));
  char serial[16];
  std::snprintf(serial, sizeof serial, "SIM%012llX",
                static_cast<unsigned long long>(hash >> 16));
  return serial;
}

bool parse_fields(const Fields& fields, SimSpec& spec, std::string& error) {
  if (!parse_geometry(fields, spec.geometry, error)) return false;
  if (!parse_kind(fields.value[kKind], spec.kind, error)) return false;
  if (!parse_speed(fields.value[kSpeed], spec.speed, error)) return false;
  if (!parse_number("seed", fields.value[kSeed], spec.seed, error)) return false;
  if (fields.given[kGone] &&
      !parse_number("gone", fields.value[kGone], spec.gone_after_reads, error)) {
    return false;
  }
  if (!parse_identity("model", fields.value[kModel], spec.model, error)) return false;
  if (!parse_identity("serial", fields.value[kSerial], spec.serial, error)) return false;
  if (!fields.given[kSerial]) spec.serial = derived_serial(spec);
  return parse_faults(fields.faults, spec, error);
}

}  // namespace

bool parse_sim_spec(const std::string& text, SimSpec& spec, std::string& error) {
  spec = SimSpec();
  Fields fields;
  return split_fields(text, fields, error) && parse_fields(fields, spec, error);
}

}  // namespace surfscan
