// Where a partition lies on its disk now, as GEOM knows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "freebsd/sysctl_text.h"

namespace surfscan {

struct ProviderPlace {
  std::string disk;
  uint64_t first_byte = 0;  // on the disk
  uint64_t bytes = 0;
};

// None where GEOM knows no such disk or partition, or more than one.
std::optional<ProviderPlace> provider_place(SysctlByName sysctl, const std::string& name);

}  // namespace surfscan
