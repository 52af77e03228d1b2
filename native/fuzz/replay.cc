// Without a fuzzer: gives a target every file of the directories that are named. ctest does it with
// the kept corpus, under each sanitizer.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

std::vector<uint8_t> bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::filesystem::path> files_of(int count, char** arguments) {
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < count; i++) {
    const std::filesystem::path path = arguments[i];
    if (!std::filesystem::is_directory(path)) files.push_back(path);
    else for (const auto& entry : std::filesystem::directory_iterator(path)) files.push_back(entry);
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int count, char** arguments) {
  const auto files = files_of(count, arguments);
  for (const auto& file : files) {
    const std::vector<uint8_t> bytes = bytes_of(file);
    // Said before, so that the input of a crash is known.
    std::cerr << file.string() << ", " << bytes.size() << " bytes\n";
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  }
  if (!files.empty()) return 0;
  std::cerr << "expected files or directories of inputs, and there are none\n";
  return 1;
}
