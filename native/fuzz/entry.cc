// What libFuzzer calls: https://llvm.org/docs/LibFuzzer.html
#include <cstdlib>

#include "fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  surfscan::fuzz::Input input(data, size);
  surfscan::fuzz::fuzz(input);
  if (surfscan::test::failures() > 0) std::abort();
  return 0;
}
