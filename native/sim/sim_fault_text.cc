#include "sim/sim_fault_text.h"

#include <strings.h>

#include <algorithm>

#include "sim/sim_text.h"

namespace surfscan {

namespace {

constexpr uint64_t kNsPerMs = 1'000'000;

struct Code {
  const char* name;
  Error error;
};
constexpr Code kCodes[] = {
    {"UNC", Error::unc},   {"IDNF", Error::idnf}, {"ABRT", Error::abrt},
    {"AMNF", Error::amnf}, {"T0NF", Error::t0nf}, {"BBK", Error::bbk},
    {"TIME", Error::time}, {"IO", Error::io},     {"GONE", Error::gone},
};

bool parse_code(const FaultText& text, std::string_view name, Error& out, std::string& error) {
  for (const Code& code : kCodes) {
    const std::string_view known = code.name;
    if (known.size() != name.size()) continue;
    if (strncasecmp(known.data(), name.data(), name.size()) != 0) continue;
    out = code.error;
    return true;
  }
  std::string names;
  for (const Code& code : kCodes) names.append(names.empty() ? "" : ", ").append(code.name);
  return expected(error, text.key, "an error code of " + names, name);
}

bool parse_ms(const FaultText& text, std::string_view ms, uint64_t& ns, std::string& error) {
  if (parse_decimal(ms, kNsPerMs, ns) && ns > 0 && ns <= kMaxFaultMs * kNsPerMs) return true;
  return expected(error, text.key,
                  "milliseconds above 0, at most " + std::to_string(kMaxFaultMs), ms);
}

bool parse_reads(const FaultText& text, std::string_view count, uint32_t& reads,
                 std::string& error) {
  uint64_t value = 0;
  if (!parse_whole(count, value) || value == 0 || value > UINT32_MAX) {
    return expected(error, text.key, "a number of reads, 1 … 4294967295", count);
  }
  reads = static_cast<uint32_t>(value);
  return true;
}

bool parse_lba(const FaultText& text, std::string_view lba, uint64_t last_lba, uint64_t& value,
               std::string& error) {
  const std::string limit = "at most " + std::to_string(last_lba) + ", the disk's last";
  if (!parse_whole(lba, value)) {
    return expected(error, text.key, "an LBA, decimal or 0x hexadecimal, " + limit, lba);
  }
  if (value <= last_lba) return true;
  return expected(error, text.key, "an LBA " + limit, lba);
}

// A or A-B, inclusive, grown to whole physical sectors: the last one of the disk may be short.
bool parse_range(const FaultText& text, std::string_view range, const Geometry& geometry,
                 SimFault& fault, std::string& error) {
  std::string_view from = range;
  std::string_view to;
  if (!cut_at(from, '-', to)) to = from;
  const uint64_t last_lba = geometry.sectors - 1;
  uint64_t first = 0;
  uint64_t last = 0;
  if (!parse_lba(text, from, last_lba, first, error)) return false;
  if (!parse_lba(text, to, last_lba, last, error)) return false;
  if (last < first) return expected(error, text.key, "a range that ends after its begin", range);
  const uint64_t physical_sectors = geometry.physical_bytes / geometry.logical_bytes;
  fault.from_lba = first - first % physical_sectors;
  fault.to_lba = last - last % physical_sectors + physical_sectors;
  fault.to_lba = std::min(fault.to_lba, geometry.sectors);
  return true;
}

// A[-B][/CODE][@MS]
bool parse_bad(const FaultText& text, std::string_view range, const Geometry& geometry,
               SimFault& fault, std::string& error) {
  fault.error = Error::unc;
  std::string_view ms;
  std::string_view code;
  const bool has_ms = cut_at(range, '@', ms);
  const bool has_code = cut_at(range, '/', code);
  if (has_code && !parse_code(text, code, fault.error, error)) return false;
  if (has_ms && !parse_ms(text, ms, fault.latency_ns, error)) return false;
  return parse_range(text, range, geometry, fault, error);
}

// weak=A[-B]@N, slow=A[-B]@MS[*N], hang=A[-B]@MS
bool parse_timed(const FaultText& text, std::string_view range, const Geometry& geometry,
                 SimFault& fault, std::string& error) {
  const bool weak = text.kind == FaultKind::weak;
  std::string_view amount;
  if (!cut_at(range, '@', amount)) {
    return expected(error, text.key, weak ? "LBA@READS" : "LBA@MILLISECONDS", text.value);
  }
  if (weak) {
    fault.error = Error::unc;
    if (!parse_reads(text, amount, fault.reads, error)) return false;
    return parse_range(text, range, geometry, fault, error);
  }
  std::string_view count;
  const bool has_count = text.kind == FaultKind::slow && cut_at(amount, '*', count);
  if (!parse_ms(text, amount, fault.latency_ns, error)) return false;
  if (has_count && !parse_reads(text, count, fault.reads, error)) return false;
  return parse_range(text, range, geometry, fault, error);
}

// How many counters a fault needs: a weak one one a physical sector, a slow one with a limit one.
uint64_t counters_of(const SimFault& fault, const Geometry& geometry) {
  if (fault.kind == FaultKind::slow) return fault.reads > 0 ? 1 : 0;
  if (fault.kind != FaultKind::weak) return 0;
  const uint64_t physical_sectors = geometry.physical_bytes / geometry.logical_bytes;
  return (fault.to_lba - fault.from_lba + physical_sectors - 1) / physical_sectors;
}

}  // namespace

bool parse_faults(const std::vector<FaultText>& texts, SimSpec& spec, std::string& error) {
  spec.faults.reserve(texts.size());
  for (const FaultText& text : texts) {
    SimFault fault{text.kind, 0, 0, Error::none, 0, 0, spec.shared_counters};
    const auto parse = text.kind == FaultKind::bad ? parse_bad : parse_timed;
    if (!parse(text, text.value, spec.geometry, fault, error)) return false;
    // Cannot overflow: the sum is below 2^26 before, and a disk has below 2^55 sectors.
    spec.shared_counters += counters_of(fault, spec.geometry);
    if (spec.shared_counters > kMaxSharedCounters) {
      return expected(error, text.key,
                      "at most " + std::to_string(kMaxSharedCounters) +
                          " weak sectors and slow counters in all",
                      text.value);
    }
    spec.faults.push_back(fault);
  }
  std::stable_sort(
      spec.faults.begin(), spec.faults.end(),
      [](const SimFault& a, const SimFault& b) { return a.from_lba < b.from_lba; });
  return true;
}

}  // namespace surfscan
