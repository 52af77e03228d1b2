// kern.geom.conftxt has a line a provider, below the line of what it stands on: how deep, class, name, size,
// sector size; of a partition also where it begins, "o", in bytes of what it is in (sys/geom/geom_dump.c,
// g_conftxt_geom; sys/geom/part/g_part.c, g_part_dumpconf).
#include "freebsd/provider_place.h"

#include <cstdlib>
#include <sstream>
#include <vector>

namespace surfscan {
namespace {

constexpr char kMesh[] = "kern.geom.conftxt";
constexpr uint64_t kMostDepth = 32;

struct Line {
  uint64_t depth = 0;
  std::string class_name;
  std::string name;
  uint64_t bytes = 0;
  uint64_t offset = 0;
  bool has_offset = false;
};

bool take_number(const std::string& word, uint64_t& number) {
  if (word.empty() || word.size() > 18) return false;
  if (word.find_first_not_of("0123456789") != std::string::npos) return false;
  number = std::strtoull(word.c_str(), nullptr, 10);
  return true;
}

// Names of labels may hold blanks, and are no disks.
bool take_line(const std::string& text, Line& line) {
  std::istringstream words(text);
  std::string depth, bytes, sector_bytes;
  if (!(words >> depth >> line.class_name >> line.name >> bytes >> sector_bytes)) return false;
  uint64_t unused = 0;
  if (!take_number(depth, line.depth) || line.depth > kMostDepth) return false;
  if (!take_number(bytes, line.bytes) || !take_number(sector_bytes, unused)) return false;
  std::string key, value;
  while (!line.has_offset && words >> key >> value) {
    line.has_offset = key == "o" && take_number(value, line.offset);
  }
  return true;
}

}  // namespace

std::optional<ProviderPlace> provider_place(SysctlByName sysctl, const std::string& name) {
  const std::optional<std::string> mesh = sysctl_text(sysctl, kMesh);
  if (!mesh) return {};
  std::optional<ProviderPlace> found;
  std::vector<std::optional<ProviderPlace>> above;  // by depth: what the line's ancestors are
  std::istringstream lines(*mesh);
  for (std::string text; std::getline(lines, text);) {
    Line line;
    if (!take_line(text, line) || line.depth > above.size()) continue;
    above.resize(line.depth);
    std::optional<ProviderPlace> place;
    if (line.depth == 0 && line.class_name == "DISK") place = {line.name, 0, line.bytes};
    if (line.depth > 0 && line.class_name == "PART" && line.has_offset && above.back()) {
      place = {above.back()->disk, above.back()->first_byte + line.offset, line.bytes};
    }
    // What a label names lies where that lies.
    if (line.depth > 0 && line.class_name == "LABEL") place = above.back();
    above.push_back(place);
    if (line.class_name == "LABEL" || !place || line.name != name) continue;
    if (found) return {};
    found = place;
  }
  return found;
}

}  // namespace surfscan
