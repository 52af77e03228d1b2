// The small words of a simulated disk's text: numbers, escapes, and what is said of wrong ones. The
// text is hostile input: nothing here overflows, and no message repeats it unbounded or unescaped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace surfscan {

// A part of the text for a message: in quotes, cut to 80 bytes, printable ASCII, the rest as \xNN.
std::string quoted(std::string_view text);

// Sets `error` and is false, so that a check can end in `return refuse(…)`.
bool refuse(std::string& error, std::string sentence);

// refuse() with "KEY: expected WHAT, got "GOT"".
bool expected(std::string& error, std::string_view key, std::string_view what,
              std::string_view got);

// Decimal digits, or hexadecimal ones after 0x. False when it is neither or 64 bits are too few.
bool parse_whole(std::string_view text, uint64_t& value);

// DIGITS or DIGITS.DIGITS times `unit`, rounded down, exact to the last digit however many there
// are. `unit` is below 2^60.
bool parse_decimal(std::string_view text, uint64_t unit, uint64_t& value);

// %XX stands for a byte. False where a % is not followed by two hexadecimal digits.
bool decode_percent(std::string_view text, std::string& decoded);

// Cuts `text` at the first `mark`: true with what follows in `tail`, false where there is none.
bool cut_at(std::string_view& text, char mark, std::string_view& tail);

}  // namespace surfscan
