#include "sim/fault_index.h"

#include <algorithm>
#include <utility>

namespace surfscan {

FaultIndex::FaultIndex(std::vector<SimFault> faults) : faults_(std::move(faults)) {
  tree_to_lba_.resize(faults_.size());
  fill_tree(0, faults_.size());
  before_to_lba_.reserve(faults_.size());
  uint64_t before = 0;
  for (const SimFault& fault : faults_) {
    before = std::max(before, fault.to_lba);
    before_to_lba_.push_back(before);
  }
}

FaultGap FaultIndex::gap_around(uint64_t from) const {
  const auto behind =
      std::upper_bound(faults_.begin(), faults_.end(), from,
                       [](uint64_t lba, const SimFault& fault) { return lba < fault.from_lba; });
  const size_t before = static_cast<size_t>(behind - faults_.begin());
  return {before == 0 ? 0 : before_to_lba_[before - 1],
          behind == faults_.end() ? UINT64_MAX : behind->from_lba};
}

uint64_t FaultIndex::fill_tree(size_t first, size_t end) {
  if (first == end) return 0;
  const size_t root = first + (end - first) / 2;
  const uint64_t left = fill_tree(first, root);
  const uint64_t right = fill_tree(root + 1, end);
  tree_to_lba_[root] = std::max({left, right, faults_[root].to_lba});
  return tree_to_lba_[root];
}

}  // namespace surfscan
