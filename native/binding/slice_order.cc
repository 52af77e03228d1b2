#include "binding/slice_order.h"

#include <algorithm>
#include <cmath>

namespace surfscan::binding {
namespace {

struct Numbers {
  uint64_t from_lba, to_lba, block_sectors, phase_lba;
  uint64_t first, end;
  uint32_t failed_limit;
  bool first_reading;
  uint64_t record_from_ns, timeout_ns, hang_ns;
  uint64_t budget_ns, news_budget_ns, device_budget_ns;
  uint32_t row_limit;
};

struct Arrays {
  bool has_map, has_failed, picked;
  View map, shared, failed, records, picks;
};

bool is_given(const Napi::Value& value) { return !value.IsNull() && !value.IsUndefined(); }

Numbers ask_numbers(Fields& fields) {
  Numbers numbers;
  numbers.from_lba = fields.whole("fromLba");
  numbers.to_lba = fields.whole("toLba");
  numbers.block_sectors = fields.whole("blockSectors");
  numbers.phase_lba = fields.whole("phaseLba");
  numbers.first = fields.whole("first");
  numbers.end = fields.whole("end");
  numbers.failed_limit = fields.limit("failedLimit");
  numbers.first_reading = fields.whole("firstReading") != 0;
  numbers.record_from_ns = fields.whole("recordFromNs");
  numbers.timeout_ns = fields.whole("timeoutNs");
  numbers.hang_ns = fields.whole("hangNs");
  numbers.budget_ns = fields.whole("budgetNs");
  numbers.news_budget_ns = fields.whole("newsBudgetNs");
  numbers.device_budget_ns = fields.whole("deviceBudgetNs");
  numbers.row_limit = fields.limit("rowLimit");
  return numbers;
}

// All are asked for before the first is looked into: from then on the arrays stay put.
Arrays ask_arrays(Fields& fields) {
  const Napi::Value map = fields.value("map");
  const Napi::Value shared = fields.value("shared");
  const Napi::Value failed = fields.value("failedBlocks");
  const Napi::Value records = fields.value("records");
  const Napi::Value picks = fields.value("picks");
  Arrays arrays;
  arrays.has_map = is_given(map);
  arrays.has_failed = is_given(failed);
  arrays.picked = is_given(picks);
  arrays.map = fields.optional_array(map, "map", napi_uint8_array);
  arrays.shared = fields.array(shared, "shared", napi_uint8_array);
  arrays.failed = fields.optional_array(failed, "failedBlocks", napi_uint32_array);
  arrays.records = fields.array(records, "records", napi_float64_array);
  arrays.picks = fields.optional_array(picks, "picks", napi_float64_array);
  return arrays;
}

size_t record_capacity(const View& records) {
  return records.length * sizeof(double) / sizeof(Record);
}

void require_blocks(Fields& fields, const Numbers& numbers, const ReaderState& reader) {
  fields.require(numbers.from_lba < numbers.to_lba &&
                     numbers.to_lba <= reader.device->geometry().sectors,
                 "the order's LBAs must lie on the disk");
  fields.require(numbers.block_sectors >= 1 && numbers.block_sectors <= reader.block_sectors &&
                     numbers.phase_lba < numbers.block_sectors,
                 "the order's blocks must fit what the reader was opened for");
}

// They are used as they are, a double a read: memory that others write to could change meanwhile.
void require_picks(Fields& fields, const View& picks, const Numbers& numbers, uint64_t blocks) {
  fields.require(!picks.shared, "picks must not be shared memory");
  const double* list = picks.as<double>();
  const bool whole =
      std::all_of(list + numbers.first, list + numbers.end, [blocks](double block) {
        return block >= 0 && block < static_cast<double>(blocks) && std::trunc(block) == block;
      });
  fields.require(whole, "picks must be blocks of the order's range");
}

void require_memory(Fields& fields, const Arrays& arrays, const Numbers& numbers) {
  fields.require(!arrays.picked || arrays.map.data == nullptr, "picked blocks have no map");
  fields.require(!arrays.has_map || numbers.end <= arrays.map.length, "the map is too short");
  fields.require(arrays.shared.length == sizeof(WorkerShared) &&
                     arrays.shared.aligned_to(alignof(WorkerShared)),
                 "shared must be layout.workerBytes long and 8-byte aligned");
  fields.require(!arrays.has_failed || arrays.failed.length >= 1, "failedBlocks is empty");
  fields.require(record_capacity(arrays.records) >= 1, "records has no room");
}

SliceOrder order_of(const Blocks& blocks, const Numbers& numbers, const Arrays& arrays) {
  SliceOrder order{blocks};
  order.first = numbers.first;
  order.end = numbers.end;
  order.picks = arrays.picks.as<double>();
  order.map = arrays.map.as<uint8_t>();
  order.shared = arrays.shared.as<WorkerShared>();
  order.failed_blocks = arrays.failed.as<uint32_t>();
  order.failed_limit = numbers.failed_limit;
  order.first_reading = numbers.first_reading;
  order.record_from_ns = numbers.record_from_ns;
  order.timeout_ns = numbers.timeout_ns;
  order.hang_ns = numbers.hang_ns;
  order.budget_ns = numbers.budget_ns;
  order.news_budget_ns = numbers.news_budget_ns;
  order.device_budget_ns = numbers.device_budget_ns;
  order.row_limit = numbers.row_limit;
  order.records = arrays.records.as<Record>();
  order.record_capacity = record_capacity(arrays.records);
  return order;
}

}  // namespace

std::optional<SliceOrder> take_order(Fields& fields, const ReaderState& reader) {
  const Numbers numbers = ask_numbers(fields);
  const Arrays arrays = ask_arrays(fields);
  fields.require(reader.device != nullptr, "the reader is closed");
  fields.require(!reader.has_left_reads, "the last order left reads behind: close the reader");
  if (fields.failed()) return {};

  require_blocks(fields, numbers, reader);
  if (fields.failed()) return {};

  const Blocks blocks(numbers.from_lba, numbers.to_lba, numbers.block_sectors, numbers.phase_lba);
  const uint64_t count = arrays.picked ? arrays.picks.length : blocks.count();
  fields.require(numbers.first < numbers.end && numbers.end <= UINT32_MAX && numbers.end <= count,
                 "the order's blocks must lie in its range");
  if (fields.failed()) return {};

  if (arrays.picked) require_picks(fields, arrays.picks, numbers, blocks.count());
  require_memory(fields, arrays, numbers);
  if (fields.failed()) return {};
  SliceOrder order = order_of(blocks, numbers, arrays);
  if (reader.pulse != nullptr) order.stops = reader.pulse->stops();
  return order;
}

}  // namespace surfscan::binding
