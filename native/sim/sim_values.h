// The values of a simulated disk's keys, but for its faults. Each is false with `error` filled in.
#pragma once

#include <string>
#include <string_view>

#include "sim/sim_spec.h"

namespace surfscan {

constexpr uint64_t kMinSectorBytes = 512;

// A power of two from `min_bytes` on.
bool parse_sector_bytes(std::string_view key, std::string_view text, uint64_t min_bytes,
                        uint32_t& bytes, std::string& error);

// Sets geometry.sectors; the sector sizes are set already. Bytes are rounded down to whole physical
// sectors, as disks are sold; `Ns` is taken at its word, so the last physical sector can be short.
bool parse_size(std::string_view text, Geometry& geometry, std::string& error);

bool parse_kind(std::string_view text, SimKind& kind, std::string& error);

bool parse_speed(std::string_view text, double& speed, std::string& error);

bool parse_number(std::string_view key, std::string_view text, uint64_t& value,
                  std::string& error);

// A model or a serial number: any bytes but NUL, percent-decoded.
bool parse_identity(std::string_view key, std::string_view text, std::string& value,
                    std::string& error);

}  // namespace surfscan
