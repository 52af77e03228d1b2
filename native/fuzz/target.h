// What a fuzz target is: one function that is given any bytes, and CHECKs what must hold whatever
// they are (test/check.h). An input with a check that fails ends the program, and so is kept.
#pragma once

#include "fuzz/input.h"
#include "test/check.h"

namespace surfscan::fuzz {

void fuzz(Input& input);

}  // namespace surfscan::fuzz
