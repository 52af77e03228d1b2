// A directory that is gone, with all that is in it, when the test is over.
#pragma once

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace surfscan::test {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    const char* place = ::getenv("TMPDIR");
    path_ = std::string(place == nullptr ? "/tmp" : place) + "/surfscan-test-XXXXXX";
    if (::mkdtemp(path_.data()) == nullptr) ::perror("mkdtemp");
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::string path(const std::string& name) const { return path_ + "/" + name; }

  // A file of so many bytes, byte i being `content(i)`.
  template <typename Content>
  std::string file(const std::string& name, size_t bytes, Content content) const {
    std::string text(bytes, '\0');
    for (size_t i = 0; i < bytes; i++) text[i] = static_cast<char>(content(i));
    const int fd = ::open(path(name).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0 || ::write(fd, text.data(), bytes) != static_cast<ssize_t>(bytes) || ::fsync(fd)) {
      ::perror(path(name).c_str());
    }
    ::close(fd);
    return path(name);
  }

  // A file of so many bytes, nearly none of them on the disk.
  std::string sparse(const std::string& name, off_t bytes) const {
    const int fd = ::open(path(name).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0 || ::ftruncate(fd, bytes) != 0) ::perror(path(name).c_str());
    ::close(fd);
    return path(name);
  }

 private:
  std::string path_;
};

}  // namespace surfscan::test
