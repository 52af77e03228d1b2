// kern.geom.conftxt, as GEOM writes it and as it must not be believed.
#include "freebsd/provider_place.h"
#include "test/freebsd/cam_rig.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr char kMesh[] =
    "0 DISK ada1 1073741824 512 hd 16 sc 63\n"
    "1 PART ada1s1 1073709056 512 i 1 o 32256 ty freebsd xs MBR xt 165\n"
    "2 PART ada1s1a 524288000 512 i 1 o 8192 ty freebsd-ufs xs BSD xt 7\n"
    "2 LABEL label/a b c 1073708544 512 i 0 o 0\n"
    "0 DISK ada0 68719476736 512 hd 16 sc 63\n"
    "1 LABEL diskid/DISK-X 68719476736 512 i 0 o 0\n"
    "2 PART diskid/DISK-Xp9 4096 512 i 9 o 512 ty freebsd-swap\n"
    "1 PART ada0p2 4096000 512 i 2 o 20480 ty freebsd-zfs xs GPT xt 516e7cba\n"
    "2 LABEL gptid/4f1c 4096000 512 i 0 o 0\n"
    "1 PART ada0p1 512 512 i 1 ty freebsd-boot\n";

std::string place_of(const std::string& name) {
  const std::optional<ProviderPlace> place = provider_place(scripted_sysctl, name);
  if (!place) return "-";
  return place->disk + " " + std::to_string(place->first_byte) + " " + std::to_string(place->bytes);
}

void it_is_where_all_its_tables_put_it() {
  scripted_mesh() = kMesh;
  CHECK_EQ(place_of("ada0"), "ada0 0 68719476736");
  CHECK_EQ(place_of("ada0p2"), "ada0 20480 4096000");
  CHECK_EQ(place_of("ada1s1"), "ada1 32256 1073709056");
  CHECK_EQ(place_of("ada1s1a"), "ada1 40448 524288000");
  CHECK_EQ(place_of("diskid/DISK-Xp9"), "ada0 512 4096");
}

void what_is_not_told_is_not_made_up() {
  scripted_mesh() = kMesh;
  for (const char* name : {"ada0p1", "ada2", "", "ada0p", "gptid/4f1c", "diskid/DISK-X"}) {
    CHECK_EQ(place_of(name), "-");
  }
  for (const char* mesh : {"", "0 DISK", "x DISK ada0 1 512\n", "0 DISK ada0 -1 512\n",
                           "1 PART ada0p2 4096 512 i 2 o 0\n", "0 MD ada0 4096 512 u 0\n",
                           "0 DISK ada0 99999999999999999999 512\n",
                           "0 DISK ada1 4096 512\n9 PART ada0 4096 512 i 1 o 0\n"}) {
    scripted_mesh() = mesh;
    CHECK_EQ(place_of("ada0"), "-");
    CHECK_EQ(place_of("ada0p2"), "-");
  }
}

// A label may say anything, a line's end as well.
void a_name_that_is_told_twice_is_nobodys() {
  scripted_mesh() = std::string(kMesh) + "1 PART ada0p2 4096000 512 i 2 o 0\n";
  CHECK_EQ(place_of("ada0p2"), "-");
  CHECK_EQ(place_of("ada0"), "ada0 0 68719476736");
}

}  // namespace

int main() {
  it_is_where_all_its_tables_put_it();
  what_is_not_told_is_not_made_up();
  a_name_that_is_told_twice_is_nobodys();
  return failures();
}
