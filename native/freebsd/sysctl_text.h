// Text that the system says of itself: sysctl(3).
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace surfscan {

using SysctlByName = int (*)(const char* name, void* old_value, size_t* old_bytes,
                             const void* new_value, size_t new_bytes);

// None where it does not answer, or says more than any machine has to say.
std::optional<std::string> sysctl_text(SysctlByName sysctl, const char* name);

}  // namespace surfscan
