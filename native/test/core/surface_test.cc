// Passes over a surface map against what their definitions say, block by block.
#include "core/surface.h"

#include <sys/mman.h>

#include <algorithm>
#include <random>
#include <vector>

#include "test/check.h"

using namespace surfscan;

namespace {

struct Cells {
  std::vector<uint8_t> worst;
  std::vector<uint8_t> state;
  bool operator==(const Cells& other) const {
    return worst == other.worst && state == other.state;
  }
};

Cells fold(const std::vector<uint8_t>& map, uint64_t cells) {
  Cells folded{std::vector<uint8_t>(cells, 99), std::vector<uint8_t>(cells, 99)};
  fold_cells(map.data(), map.size(), cells, 0, cells, folded.worst.data(), folded.state.data());
  return folded;
}

// Cell by cell: every block that it stands for, or where it stands for none, the one it lies in.
Cells defined(const std::vector<uint8_t>& map, uint64_t cells) {
  Cells folded;
  for (uint64_t cell = 0; cell < cells; cell++) {
    const uint64_t first = cell * map.size() / cells;
    const uint64_t end = std::max(first + 1, (cell + 1) * map.size() / cells);
    const auto from = map.begin() + static_cast<long>(first);
    const auto to = map.begin() + static_cast<long>(end);
    const long unread = std::count(from, to, 0);
    folded.worst.push_back(*std::max_element(from, to));
    folded.state.push_back(unread == to - from ? kCellUnread
                           : unread > 0        ? kCellPartly
                                               : kCellRead);
  }
  return folded;
}

// Long stretches of read and unread, as scans leave them, and some of each alone.
std::vector<uint8_t> random_map(std::mt19937_64& random, uint64_t blocks) {
  std::vector<uint8_t> map;
  while (map.size() < blocks) {
    const bool read = random() % 2 == 0;
    const uint64_t run = 1 + random() % (1 + (random() >> (random() % 64)) % blocks);
    for (uint64_t i = 0; i < run && map.size() < blocks; i++) {
      map.push_back(read ? static_cast<uint8_t>(1 + random() % 247) : 0);
    }
  }
  return map;
}

void test_tally(std::mt19937_64& random) {
  for (const uint64_t blocks : {0, 1, 2, 3, 4, 5, 7, 255, 1000, 65537}) {
    std::vector<uint8_t> map(blocks);
    for (uint8_t& byte : map) byte = static_cast<uint8_t>(random());
    uint64_t counts[256] = {};
    counts[17] = 1'000'000;  // it adds to what is there
    tally_map(map.data(), blocks, counts);
    for (int value = 0; value < 256; value++) {
      const long expected = std::count(map.begin(), map.end(), value);
      CHECK_EQ(counts[value], static_cast<uint64_t>(expected) + (value == 17 ? 1'000'000 : 0));
    }
  }
}

void test_one_block_fills_every_cell() {
  CHECK(fold({0}, 5) == (Cells{{0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}}));
  CHECK(fold({247}, 3) == (Cells{{247, 247, 247}, {2, 2, 2}}));
}

void test_more_cells_than_blocks() {
  CHECK(fold({7, 0, 245}, 7) == (Cells{{7, 7, 7, 0, 0, 245, 245}, {2, 2, 2, 0, 0, 2, 2}}));
}

void test_the_worst_of_a_cell_and_whether_it_is_whole() {
  CHECK(fold({1, 2, 0, 3, 0, 0, 240, 239, 0}, 3) == (Cells{{2, 3, 240}, {1, 1, 1}}));
  CHECK(fold({1, 2, 3, 9, 8, 7, 0, 0, 0}, 3) == (Cells{{3, 9, 0}, {2, 2, 0}}));
}

void test_folds_of_random_maps(std::mt19937_64& random) {
  for (int turn = 0; turn < 300; turn++) {
    const std::vector<uint8_t> map = random_map(random, 1 + random() % 3000);
    const uint64_t cells = 1 + random() % (turn % 2 == 0 ? 100 : 6000);
    CHECK(fold(map, cells) == defined(map, cells));
  }
}

// A frame folds only the cells that something happened in: the others stay as they were.
void test_an_incremental_fold(std::mt19937_64& random) {
  for (int turn = 0; turn < 50; turn++) {
    const uint64_t blocks = 1 + random() % 2000;
    const uint64_t cells = 1 + random() % 300;
    std::vector<uint8_t> map(blocks, 0);
    Cells picture = fold(map, cells);
    for (uint64_t frontier = 0; frontier < blocks;) {
      const uint64_t next = std::min(blocks, frontier + 1 + random() % 100);
      for (uint64_t i = frontier; i < next; i++) map[i] = static_cast<uint8_t>(1 + random() % 247);
      const uint64_t first_cell = frontier * cells / blocks;
      const uint64_t end_cell = std::min(cells, next * cells / blocks + 1);
      fold_cells(map.data(), blocks, cells, first_cell, end_cell, picture.worst.data(),
                 picture.state.data());
      frontier = next;
    }
    CHECK(picture == fold(map, cells));
  }
}

void test_a_fold_touches_no_other_cell() {
  const std::vector<uint8_t> map(100, 5);
  std::vector<uint8_t> worst(10, 99), state(10, 99);
  fold_cells(map.data(), map.size(), 10, 3, 6, worst.data(), state.data());
  fold_cells(map.data(), map.size(), 10, 8, 8, worst.data(), state.data());
  for (size_t cell = 0; cell < 10; cell++) {
    const bool folded = cell >= 3 && cell < 6;
    CHECK_EQ(+worst[cell], folded ? 5 : 99);
    CHECK_EQ(+state[cell], folded ? 2 : 99);
  }
}

// The largest map there may be, where c · blocks takes 64 bits. Its pages exist once touched.
void test_the_largest_map() {
  constexpr uint64_t kBlocks = UINT32_MAX;
  constexpr uint64_t kCells = 1'000'000;
  void* memory = mmap(nullptr, kBlocks, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  CHECK(memory != MAP_FAILED);
  if (memory == MAP_FAILED) return;
  uint8_t* map = static_cast<uint8_t*>(memory);
  map[kBlocks - 1] = 247;
  map[kBlocks / 2] = 3;
  std::vector<uint8_t> worst(kCells, 99), state(kCells, 99);
  fold_cells(map, kBlocks, kCells, kCells - 2, kCells, worst.data(), state.data());
  fold_cells(map, kBlocks, kCells, kCells / 2 - 1, kCells / 2 + 1, worst.data(), state.data());
  CHECK_EQ(+worst[kCells - 1], 247);
  CHECK_EQ(+state[kCells - 1], +kCellPartly);
  CHECK_EQ(+worst[kCells - 2], 0);
  CHECK_EQ(+worst[kCells / 2 - 1], 0);
  CHECK_EQ(+worst[kCells / 2], 3);
  CHECK_EQ(munmap(memory, kBlocks), 0);
}

}  // namespace

int main() {
  const uint64_t seed = std::random_device()();
  std::mt19937_64 random(seed);
  test_tally(random);
  test_one_block_fills_every_cell();
  test_more_cells_than_blocks();
  test_the_worst_of_a_cell_and_whether_it_is_whole();
  test_folds_of_random_maps(random);
  test_an_incremental_fold(random);
  test_a_fold_touches_no_other_cell();
  test_the_largest_map();
  if (test::failures() > 0) std::cerr << "seed " << seed << "\n";
  return test::failures();
}
