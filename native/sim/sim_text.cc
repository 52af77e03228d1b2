#include "sim/sim_text.h"

#include <charconv>

namespace surfscan {

namespace {

constexpr size_t kQuotedBytes = 80;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) {
  for (const char c : text) {
    if (!is_digit(c)) return false;
  }
  return !text.empty();
}

bool from_digits(std::string_view digits, int base, uint64_t& value) {
  const char* end = digits.data() + digits.size();
  const auto result = std::from_chars(digits.data(), end, value, base);
  return result.ec == std::errc() && result.ptr == end;
}

void append_escaped(std::string& out, char c) {
  constexpr char kHex[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
    return;
  }
  if (byte >= 0x20 && byte < 0x7f) {
    out += c;
    return;
  }
  out += "\\x";
  out += kHex[byte >> 4];
  out += kHex[byte & 15];
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text.substr(0, kQuotedBytes)) append_escaped(out, c);
  out += text.size() > kQuotedBytes ? "…\"" : "\"";
  return out;
}

bool refuse(std::string& error, std::string sentence) {
  error = std::move(sentence);
  return false;
}

bool expected(std::string& error, std::string_view key, std::string_view what,
              std::string_view got) {
  std::string sentence(key);
  sentence.append(": expected ").append(what).append(", got ").append(quoted(got));
  return refuse(error, std::move(sentence));
}

bool parse_whole(std::string_view text, uint64_t& value) {
  const bool hex = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
  return hex ? from_digits(text.substr(2), 16, value) : from_digits(text, 10, value);
}

bool parse_decimal(std::string_view text, uint64_t unit, uint64_t& value) {
  std::string_view fraction;
  const bool has_point = cut_at(text, '.', fraction);
  if (!all_digits(text) || (has_point && !all_digits(fraction))) return false;
  uint64_t whole = 0;
  if (!from_digits(text, 10, whole) || __builtin_mul_overflow(whole, unit, &whole)) return false;
  // Horner's scheme from the last digit, a division by ten each: rounding down at every step is
  // rounding down once, since what is added in between is whole.
  uint64_t part = 0;
  for (size_t i = fraction.size(); i-- > 0;) {
    part = (static_cast<uint64_t>(fraction[i] - '0') * unit + part) / 10;
  }
  return !__builtin_add_overflow(whole, part, &value);
}

bool decode_percent(std::string_view text, std::string& decoded) {
  decoded.clear();
  for (size_t i = 0; i < text.size(); i++) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    uint64_t byte = 0;
    if (text.size() - i < 3 || !from_digits(text.substr(i + 1, 2), 16, byte)) return false;
    decoded += static_cast<char>(byte);
    i += 2;
  }
  return true;
}

bool cut_at(std::string_view& text, char mark, std::string_view& tail) {
  const size_t at = text.find(mark);
  if (at == std::string_view::npos) return false;
  tail = text.substr(at + 1);
  text = text.substr(0, at);
  return true;
}

}  // namespace surfscan
