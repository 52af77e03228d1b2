// Every answer that was ever seen, judged as it is to be: answers.tsv.
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "drive/drive_verdict.h"
#include "test/check.h"

using namespace surfscan;

namespace {

constexpr size_t kColumns = 9;  // and a note
constexpr int kLeastAnswers = 100;

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> columns;
  std::istringstream stream(line);
  for (std::string column; std::getline(stream, column, '\t');) columns.push_back(column);
  return columns;
}

std::vector<uint8_t> bytes_of(const std::string& text) {
  std::vector<uint8_t> bytes;
  if (text == "-") return bytes;
  std::istringstream stream(text);
  for (std::string byte; stream >> byte;) {
    bytes.push_back(static_cast<uint8_t>(std::strtoul(byte.c_str(), nullptr, 16)));
  }
  return bytes;
}

uint64_t big(const std::vector<uint8_t>& bytes, size_t from, size_t count) {
  uint64_t value = 0;
  for (size_t i = 0; i < count; i++) value = value << 8 | bytes[from + i];
  return value;
}

bool is_pass_through(const std::vector<uint8_t>& cdb) { return cdb[0] == 0x85; }

DriveRange asked_for(const std::vector<uint8_t>& cdb) {
  if (cdb.size() < 10) return {0, 0};
  if (cdb.size() == 10) return {big(cdb, 2, 4), static_cast<uint32_t>(big(cdb, 7, 2))};
  if (!is_pass_through(cdb)) {
    const bool short_lba = cdb[0] == 0xaf;  // VERIFY(12)
    return short_lba ? DriveRange{big(cdb, 2, 4), static_cast<uint32_t>(big(cdb, 6, 4))}
                     : DriveRange{big(cdb, 2, 8), static_cast<uint32_t>(big(cdb, 10, 4))};
  }
  uint64_t lba = uint64_t{cdb[8]} | uint64_t{cdb[10]} << 8 | uint64_t{cdb[12]} << 16;
  const bool extended = (cdb[1] & 1) != 0;
  if (extended) {
    lba |= uint64_t{cdb[7]} << 24 | uint64_t{cdb[9]} << 32 | uint64_t{cdb[11]} << 40;
  }
  const bool queued = cdb[14] == 0x60;  // READ FPDMA QUEUED counts in FEATURES
  const uint32_t count = queued ? cdb[3] << 8 | cdb[4] : cdb[5] << 8 | cdb[6];
  return {lba, count == 0 ? (extended ? 65536u : 256u) : count};
}

std::string words_of(const Verdict& verdict) {
  if (verdict.course == Course::again) return "again";
  if (verdict.course == Course::when_ready) return "when ready";
  if (verdict.course == Course::unsupported) return "unsupported";
  if (verdict.recovered) return "recovered";
  static const char* const kNames[] = {"good", "ABRT", "BBK",  "IO",  "TIME",  "AMNF",
                                       "T0NF", "IDNF", "UNC", "GONE", "defect"};
  return kNames[static_cast<size_t>(verdict.error)];
}

void check_answer(const std::vector<std::string>& columns, int line) {
  const std::vector<uint8_t> cdb = bytes_of(columns[1]);
  const std::vector<uint8_t> sense = bytes_of(columns[6]);
  ScsiAnswer answer;
  answer.status = static_cast<uint8_t>(std::strtoul(columns[2].c_str(), nullptr, 16));
  answer.host_status = static_cast<uint32_t>(std::stoul(columns[3]));
  answer.driver_status = static_cast<uint32_t>(std::stoul(columns[4]));
  answer.residual_bytes = std::stoi(columns[5]);
  answer.sense_bytes = static_cast<uint32_t>(sense.size());
  std::copy(sense.begin(), sense.end(), answer.sense);
  const DriveOrder order = is_pass_through(cdb) ? DriveOrder::read_dma_ext : DriveOrder::read16;
  const Verdict verdict = judge_scsi(answer, order, asked_for(cdb));
  const std::string lba = verdict.names_lba ? std::to_string(verdict.lba) : "-";
  const std::string at = "line " + std::to_string(line) + ": ";
  CHECK_EQ(at + words_of(verdict), at + columns[7]);
  CHECK_EQ(at + lba, at + columns[8]);
}

}  // namespace

int main() {
  std::ifstream file(ANSWERS);
  int line = 0, answers = 0;
  for (std::string text; std::getline(file, text);) {
    line++;
    if (text.empty() || text[0] == '#') continue;
    const std::vector<std::string> columns = split(text);
    CHECK(columns.size() >= kColumns);
    if (columns.size() < kColumns) continue;
    check_answer(columns, line);
    answers++;
  }
  CHECK(answers >= kLeastAnswers);
  return test::failures();
}
