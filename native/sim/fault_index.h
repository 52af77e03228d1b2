// Which faults does a range touch? An interval tree laid into the sorted list of faults, so that a
// hundred thousand of them, one inside another if need be, do not slow the reads they do not touch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/sim_spec.h"

namespace surfscan {

// [from_lba, to_lba) without any fault.
struct FaultGap {
  uint64_t from_lba;
  uint64_t to_lba;

  bool holds(uint64_t from, uint64_t to) const { return from >= from_lba && to <= to_lba; }
};

class FaultIndex {
 public:
  // `faults` are sorted by from_lba.
  explicit FaultIndex(std::vector<SimFault> faults);

  // Calls visit(fault) for each fault that touches [from, to), by from_lba.
  template <typename Visit>
  void visit(uint64_t from, uint64_t to, Visit&& visit) const {
    visit_nodes(0, faults_.size(), from, to, visit);
  }

  // The gap around a range that no fault touches.
  FaultGap gap_around(uint64_t from) const;

 private:
  // The faults [first, end) are a tree: the middle one is its root, what lies left and right of it
  // are the branches. No deeper than log2 of their number, which the spec's parser bounds.
  template <typename Visit>
  void visit_nodes(size_t first, size_t end, uint64_t from, uint64_t to, Visit& visit) const {
    if (first == end) return;
    const size_t root = first + (end - first) / 2;
    if (tree_to_lba_[root] <= from) return;
    visit_nodes(first, root, from, to, visit);
    if (faults_[root].from_lba >= to) return;
    if (faults_[root].to_lba > from) visit(faults_[root]);
    visit_nodes(root + 1, end, from, to, visit);
  }

  uint64_t fill_tree(size_t first, size_t end);

  std::vector<SimFault> faults_;
  std::vector<uint64_t> tree_to_lba_;    // the largest to_lba of the tree below each root
  std::vector<uint64_t> before_to_lba_;  // the largest to_lba of each fault and all before it
};

}  // namespace surfscan
