// The border to JavaScript, and the only file with napi.h. It turns objects into the core's structs
// and back, checks every bound, and decides nothing.

#include <napi.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <memory>
#include <optional>
#include <string>

#include "core/clock.h"
#include "core/latency_scale.h"
#include "core/scan_slice.h"
#include "core/surface.h"
#include "posix/disk_statistics.h"
#include "posix/file_lock.h"
#include "posix/posix_device.h"
#include "posix/pread_queue.h"
#include "sim/sim_device.h"
#include "uring/uring_device.h"

namespace surfscan {
namespace {

constexpr uint64_t kMaxBlockBytes = uint64_t{16} << 20;
// Of all reads in flight of one reader: 64 of the largest.
constexpr uint64_t kMaxRoomBytes = uint64_t{1} << 30;
constexpr uint64_t kMaxSafeInteger = 9007199254740991;  // 2^53 − 1: every LBA is exact below it

struct AddonData {
  Napi::FunctionReference reader;
};

// What is thrown already goes first: a getter of the caller's, or the end of the environment. To
// throw over it would be fatal.
Napi::Value throw_type(Napi::Env env, const std::string& message) {
  if (!env.IsExceptionPending()) Napi::TypeError::New(env, message).ThrowAsJavaScriptException();
  return env.Undefined();
}

// A whole number 0 … most, taken exactly or not at all.
bool take_whole(const Napi::Value& value, uint64_t most, uint64_t& whole) {
  if (!value.IsNumber()) return false;
  const double number = value.As<Napi::Number>().DoubleValue();
  if (!(number >= 0 && number <= static_cast<double>(most))) return false;
  whole = static_cast<uint64_t>(number);
  return static_cast<double>(whole) == number;
}

// The memory of a typed array. It stays where it is until JavaScript runs again, and no longer: so
// nothing may be asked of a caller's object between here and its use.
struct View {
  void* data = nullptr;
  size_t length = 0;  // elements
  bool shared = false;

  template <typename T>
  T* as() const {
    return static_cast<T*>(data);
  }
  bool aligned_to(size_t bytes) const { return reinterpret_cast<uintptr_t>(data) % bytes == 0; }
};

bool take_view(const Napi::Value& value, napi_typedarray_type type, View& view) {
  if (!value.IsTypedArray()) return false;
  napi_typedarray_type actual;
  napi_value memory;
  bool unshared = false;
  if (napi_get_typedarray_info(value.Env(), value, &actual, &view.length, &view.data, &memory,
                               nullptr) != napi_ok ||
      napi_is_arraybuffer(value.Env(), memory, &unshared) != napi_ok) {
    return false;
  }
  view.shared = !unshared;  // node_api.h: a SharedArrayBuffer is none
  return actual == type;
}

Napi::Error error_with_code(Napi::Env env, const std::string& message, const char* code) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Value().Set("code", code);
  return error;
}

Napi::Error open_failure(Napi::Env env, const OpenError& failure) {
  Napi::Error error = error_with_code(
      env, failure.detail.empty() ? std::string("cannot be opened") : failure.detail, failure.code);
  error.Value().Set("errnoNumber", failure.error_number);
  error.Value().Set("syscall", failure.syscall == nullptr
                                   ? env.Null()
                                   : Napi::String::New(env, failure.syscall).As<Napi::Value>());
  return error;
}

Napi::Object geometry_object(Napi::Env env, const Geometry& geometry) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("sectors", static_cast<double>(geometry.sectors));
  object.Set("logicalBytes", geometry.logical_bytes);
  object.Set("physicalBytes", geometry.physical_bytes);
  object.Set("physicalFirstLba", geometry.physical_first_lba);
  object.Set("restBytes", static_cast<double>(geometry.rest_bytes));
  object.Set("node", geometry.node);
  return object;
}

// The properties of an order. Asking for one may run the caller's code; what is wrong throws once
// and stays thrown.
class Fields {
 public:
  explicit Fields(Napi::Object object) : object_(object) {}

  Napi::Value value(const char* name) { return object_.Get(name); }

  uint64_t whole(const char* name) {
    uint64_t whole = 0;
    if (!take_whole(value(name), kMaxSafeInteger, whole)) {
      fail(std::string(name) + " must be a whole number from 0 to 2^53 - 1");
    }
    return whole;
  }

  // A count of blocks: of those there are fewer than 2^32, so a higher limit is never reached.
  uint32_t limit(const char* name) {
    return static_cast<uint32_t>(std::min<uint64_t>(whole(name), UINT32_MAX));
  }

  View array(const Napi::Value& value, const char* name, napi_typedarray_type type) {
    View view;
    if (take_view(value, type, view)) return view;
    fail(std::string(name) + " must be a typed array of the right kind");
    return {};
  }

  View optional_array(const Napi::Value& value, const char* name, napi_typedarray_type type) {
    if (value.IsNull() || value.IsUndefined()) return {};
    return array(value, name, type);
  }

  void require(bool holds, const char* message) {
    if (!holds) fail(message);
  }

  bool failed() const { return failed_; }

 private:
  void fail(const std::string& message) {
    if (!failed_) throw_type(object_.Env(), message);
    failed_ = true;
  }

  Napi::Object object_;
  bool failed_ = false;
};

class Reader : public Napi::ObjectWrap<Reader> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Reader",
                       {InstanceAccessor<&Reader::geometry>("geometry"),
                        InstanceMethod<&Reader::slice>("slice"),
                        InstanceMethod<&Reader::close>("close")});
  }

  explicit Reader(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Reader>(info) {}

  // False if there is no memory to read into. `kept` is what the device's memory belongs to.
  bool adopt(std::unique_ptr<Device> device, const Napi::Value& kept, uint64_t block_sectors) {
    device_ = std::move(device);
    if (kept.IsObject()) kept_ = Napi::Persistent(kept.As<Napi::Object>());
    block_sectors_ = block_sectors;
    return device_->make_room(block_sectors * device_->geometry().logical_bytes);
  }

 private:
  Napi::Value geometry(const Napi::CallbackInfo& info) {
    if (device_ == nullptr) return throw_type(info.Env(), "the reader is closed");
    return geometry_object(info.Env(), device_->geometry());
  }

  Napi::Value slice(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    if (info.Length() < 1 || !info[0].IsObject()) return throw_type(env, "an order is expected");
    Fields fields(info[0].As<Napi::Object>());
    const std::optional<SliceOrder> order = take_order(fields);
    if (!order) return env.Undefined();
    const SliceResult result = scan_slice(*device_, scale_, *order);
    has_left_reads_ = result.outstanding > 0;
    Napi::Object object = Napi::Object::New(env);
    object.Set("next", static_cast<double>(result.next));
    object.Set("stop", static_cast<uint32_t>(result.stop));
    object.Set("records", static_cast<double>(result.records));
    object.Set("outstanding", result.outstanding);
    return object;
  }

  std::optional<SliceOrder> take_order(Fields& fields) {
    const uint64_t from_lba = fields.whole("fromLba");
    const uint64_t to_lba = fields.whole("toLba");
    const uint64_t block_sectors = fields.whole("blockSectors");
    const uint64_t phase_lba = fields.whole("phaseLba");
    const uint64_t first = fields.whole("first");
    const uint64_t end = fields.whole("end");
    const uint32_t failed_limit = fields.limit("failedLimit");
    const bool first_reading = fields.whole("firstReading") != 0;
    const uint64_t record_from_ns = fields.whole("recordFromNs");
    const uint64_t timeout_ns = fields.whole("timeoutNs");
    const uint64_t hang_ns = fields.whole("hangNs");
    const uint64_t budget_ns = fields.whole("budgetNs");
    const uint64_t news_budget_ns = fields.whole("newsBudgetNs");
    const uint64_t device_budget_ns = fields.whole("deviceBudgetNs");
    const uint32_t row_limit = fields.limit("rowLimit");
    const Napi::Value map_value = fields.value("map");
    const Napi::Value shared_value = fields.value("shared");
    const Napi::Value failed_value = fields.value("failedBlocks");
    const Napi::Value records_value = fields.value("records");
    const Napi::Value picks_value = fields.value("picks");

    // The caller's code has run for the last time: now the reader is open, and arrays stay put.
    const View map = fields.optional_array(map_value, "map", napi_uint8_array);
    const View shared = fields.array(shared_value, "shared", napi_uint8_array);
    const View failed = fields.optional_array(failed_value, "failedBlocks", napi_uint32_array);
    const View records = fields.array(records_value, "records", napi_float64_array);
    const View picks = fields.optional_array(picks_value, "picks", napi_float64_array);
    const size_t record_capacity = records.length * sizeof(double) / sizeof(Record);
    fields.require(device_ != nullptr, "the reader is closed");
    fields.require(!has_left_reads_, "the last order left reads behind: close the reader");
    if (fields.failed()) return {};

    fields.require(from_lba < to_lba && to_lba <= device_->geometry().sectors,
                   "the order's LBAs must lie on the disk");
    fields.require(block_sectors >= 1 && block_sectors <= block_sectors_ &&
                       phase_lba < block_sectors,
                   "the order's blocks must fit what the reader was opened for");
    if (fields.failed()) return {};

    const Blocks blocks(from_lba, to_lba, block_sectors, phase_lba);
    const bool picked = !picks_value.IsNull() && !picks_value.IsUndefined();
    fields.require(first < end && end <= UINT32_MAX &&
                       end <= (picked ? picks.length : blocks.count()),
                   "the order's blocks must lie in its range");
    if (fields.failed()) return {};

    if (picked) require_picks(fields, picks, first, end, blocks.count());
    fields.require(!picked || map.data == nullptr, "picked blocks have no map");
    fields.require(map_value.IsNull() || map_value.IsUndefined() || end <= map.length,
                   "the map is too short");
    fields.require(shared.length == sizeof(WorkerShared) &&
                       shared.aligned_to(alignof(WorkerShared)),
                   "shared must be layout.workerBytes long and 8-byte aligned");
    fields.require(failed_value.IsNull() || failed_value.IsUndefined() || failed.length >= 1,
                   "failedBlocks is empty");
    fields.require(record_capacity >= 1, "records has no room");
    if (fields.failed()) return {};

    SliceOrder order{blocks};
    order.first = first;
    order.end = end;
    order.picks = picks.as<double>();
    order.map = map.as<uint8_t>();
    order.shared = shared.as<WorkerShared>();
    order.failed_blocks = failed.as<uint32_t>();
    order.failed_limit = failed_limit;
    order.first_reading = first_reading;
    order.record_from_ns = record_from_ns;
    order.timeout_ns = timeout_ns;
    order.hang_ns = hang_ns;
    order.budget_ns = budget_ns;
    order.news_budget_ns = news_budget_ns;
    order.device_budget_ns = device_budget_ns;
    order.row_limit = row_limit;
    order.records = records.as<Record>();
    order.record_capacity = record_capacity;
    return order;
  }

  // They are used as they are, a double a read: memory that others write to could change meanwhile.
  static void require_picks(Fields& fields, const View& picks, uint64_t first, uint64_t end,
                            uint64_t blocks) {
    fields.require(!picks.shared, "picks must not be shared memory");
    const double* list = picks.as<double>();
    const bool whole = std::all_of(list + first, list + end, [blocks](double block) {
      return block >= 0 && block < static_cast<double>(blocks) && std::trunc(block) == block;
    });
    fields.require(whole, "picks must be blocks of the order's range");
  }

  void close(const Napi::CallbackInfo&) {
    device_.reset();
    kept_.Reset();
  }

  Napi::ObjectReference kept_;
  std::unique_ptr<Device> device_;
  uint64_t block_sectors_ = 0;
  bool has_left_reads_ = false;
  LatencyScale scale_;
};

Napi::Value wrap(Napi::Env env, std::unique_ptr<Device> device, const Napi::Value& kept,
                 const Napi::Value& block_sectors_value) {
  uint64_t block_sectors = 0;
  if (!take_whole(block_sectors_value, kMaxBlockBytes / device->geometry().logical_bytes,
                  block_sectors) ||
      block_sectors < 1) {
    return throw_type(env, "blockSectors must be 1 … 16 MiB worth of sectors");
  }
  if (block_sectors * device->geometry().logical_bytes * device->depth() > kMaxRoomBytes) {
    return throw_type(env, "blockSectors times depth must be at most 1 GiB worth of sectors");
  }
  Napi::Object object = env.GetInstanceData<AddonData>()->reader.New({});
  Reader* reader = env.IsExceptionPending() ? nullptr : Reader::Unwrap(object);
  if (reader == nullptr) return env.Undefined();
  if (!reader->adopt(std::move(device), kept, block_sectors)) {
    Napi::Error::New(env, "no memory to read into").ThrowAsJavaScriptException();
  }
  return object;
}

// Takes a device away, with `failure` filled in, where JavaScript could not tell its last LBAs apart.
template <typename Opened>
std::unique_ptr<Opened> only_exact(std::unique_ptr<Opened> device, OpenError& failure) {
  if (device == nullptr || device->geometry().sectors <= kMaxSafeInteger) return device;
  failure.code = "ERR_OPEN";
  failure.detail = "expected at most 2^53 - 1 sectors, got " +
                   std::to_string(device->geometry().sectors);
  return nullptr;
}

// How openPath is to read: true where `depth` and `engine` are well.
bool take_engine(const Napi::Value& depth_value, const Napi::Value& engine, uint32_t& depth,
                 bool& uring) {
  uint64_t whole = 0;
  if (!take_whole(depth_value, kMaxDepth, whole) || whole < 1 || !engine.IsString()) return false;
  depth = static_cast<uint32_t>(whole);
  const std::string name = engine.As<Napi::String>();
  uring = name == "io_uring";
  return uring || name == "pread";
}

std::unique_ptr<Device> open_device(const std::string& path, uint32_t image_sector_bytes,
                                    uint32_t depth, bool uring, OpenError& failure) {
  if (uring) return open_uring_device(path, image_sector_bytes, depth, failure);
  if (depth > 1) return open_pread_queue(path, image_sector_bytes, depth, failure);
  return open_posix_device(path, image_sector_bytes, failure);
}

Napi::Value open_path(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  uint64_t image_sector_bytes = 0;
  if (info.Length() < 3 || !info[0].IsString() || !info[2].IsNumber() ||
      !take_whole(info[1], UINT32_MAX, image_sector_bytes)) {
    return throw_type(env, "expected a path, an image's sector size, and sectors a block");
  }
  uint32_t depth = 0;
  bool uring = false;
  if (!take_engine(info[3], info[4], depth, uring)) {
    return throw_type(env, "expected a depth of 1 … 256, and 'io_uring' or 'pread'");
  }
  const std::string path = info[0].As<Napi::String>();
  const uint32_t sector_bytes = static_cast<uint32_t>(image_sector_bytes);
  OpenError failure;
  std::unique_ptr<Device> device =
      only_exact(open_device(path, sector_bytes, depth, uring, failure), failure);
  if (device == nullptr) {
    open_failure(env, failure).ThrowAsJavaScriptException();
    return env.Undefined();
  }
  return wrap(env, std::move(device), env.Undefined(), info[2]);
}

Napi::Value uring_errno_of(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), uring_errno());
}

// False, and thrown, where the text is no simulated disk.
bool take_spec(const Napi::CallbackInfo& info, SimSpec& spec) {
  if (info.Length() < 1 || !info[0].IsString()) {
    throw_type(info.Env(), "expected a simulated disk's text");
    return false;
  }
  std::string message;
  if (parse_sim_spec(info[0].As<Napi::String>(), spec, message)) {
    if (spec.geometry.sectors <= kMaxSafeInteger) return true;
    message = "size: expected at most 2^53 - 1 sectors, got " +
              std::to_string(spec.geometry.sectors);
  }
  error_with_code(info.Env(), message, "ERR_USAGE").ThrowAsJavaScriptException();
  return false;
}

Napi::Value describe_sim(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  SimSpec spec;
  if (!take_spec(info, spec)) return env.Undefined();
  Napi::Object object = Napi::Object::New(env);
  object.Set("geometry", geometry_object(env, spec.geometry));
  object.Set("kind", spec.kind == SimKind::hdd ? "hdd" : spec.kind == SimKind::ssd ? "ssd" : "null");
  object.Set("model", spec.model);
  object.Set("serial", spec.serial);
  object.Set("speed", spec.speed);
  object.Set("sharedBytes", static_cast<double>(sim_shared_bytes(spec)));
  return object;
}

// The memory that a simulated disk's readers share: null, and thrown, where it does not fit. It must
// be a SharedArrayBuffer's, which cannot be taken away from under a reader.
void* take_sim_shared(const Napi::CallbackInfo& info, const SimSpec& spec) {
  View view;
  if (info.Length() >= 2 && take_view(info[1], napi_uint8_array, view) && view.shared &&
      view.length == sim_shared_bytes(spec) && view.aligned_to(alignof(uint64_t))) {
    return view.data;
  }
  throw_type(info.Env(),
             "expected the disk's shared memory: a Uint8Array of a SharedArrayBuffer, sharedBytes "
             "long and 8-byte aligned");
  return nullptr;
}

Napi::Value reset_sim(const Napi::CallbackInfo& info) {
  SimSpec spec;
  if (!take_spec(info, spec)) return info.Env().Undefined();
  if (void* shared = take_sim_shared(info, spec)) sim_shared_reset(spec, shared);
  return info.Env().Undefined();
}

Napi::Value open_sim(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  SimSpec spec;
  if (!take_spec(info, spec)) return env.Undefined();
  void* shared = take_sim_shared(info, spec);
  if (shared == nullptr) return env.Undefined();
  if (info.Length() < 3 || !info[2].IsNumber()) return throw_type(env, "expected sectors a block");
  uint64_t depth = 1;
  if (!info[3].IsUndefined() && (!take_whole(info[3], kMaxDepth, depth) || depth < 1)) {
    return throw_type(env, "expected a depth of 1 … 256");
  }
  return wrap(env, open_sim_device(spec, shared, static_cast<uint32_t>(depth)), info[1], info[2]);
}

// What opening a path once told. Owned by the thread that opens and by whoever asks whether it has
// ended: either may outlive the other, as an environment may end while a disk is still silent.
struct Inspection {
  std::string path;
  uint32_t image_sector_bytes = 0;
  OpenError failure;
  TargetKind kind = TargetKind::block;
  DiskIdentity identity;
  Geometry geometry;
  bool cache_bypassed = true;
  std::atomic<bool> ended{false};
};
using SharedInspection = std::shared_ptr<Inspection>;

void* run_inspection(void* data) {
  const std::unique_ptr<SharedInspection> owned(static_cast<SharedInspection*>(data));
  Inspection& inspection = **owned;
  const std::unique_ptr<Device> device = only_exact(
      open_posix_device(inspection.path, inspection.image_sector_bytes, inspection.failure,
                        &inspection.kind, &inspection.identity),
      inspection.failure);
  if (device != nullptr) {
    inspection.geometry = device->geometry();
    inspection.cache_bypassed = device->cache_bypassed();
  }
  inspection.ended.store(true, std::memory_order_release);
  return nullptr;
}

// Undefined while the thread is still out. Throws where the path could not be opened.
Napi::Value inspection_result(Napi::Env env, const Inspection& inspection) {
  if (!inspection.ended.load(std::memory_order_acquire)) return env.Undefined();
  if (inspection.failure.code != nullptr) {
    open_failure(env, inspection.failure).ThrowAsJavaScriptException();
    return env.Undefined();
  }
  Napi::Object object = Napi::Object::New(env);
  object.Set("kind", inspection.kind == TargetKind::file ? "file" : "block");
  object.Set("geometry", geometry_object(env, inspection.geometry));
  object.Set("cacheBypassed", inspection.cache_bypassed);
  object.Set("model", inspection.identity.model);
  object.Set("serial", inspection.identity.serial);
  object.Set("attachment", inspection.identity.attachment);
  object.Set("lunId", inspection.identity.lun_id);
  object.Set("rotationRate", inspection.identity.rotation_rate);
  return object;
}

// Opening a dying disk may take minutes, or for ever: each has a thread of its own, as those of
// libuv's pool are four, and all that reads a file in Node waits for them. Returns a function that
// asks for the result: a thread that called back could meet an environment that is ending.
Napi::Value start_inspection(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  uint64_t image_sector_bytes = 0;
  if (info.Length() < 2 || !info[0].IsString() ||
      !take_whole(info[1], UINT32_MAX, image_sector_bytes)) {
    return throw_type(env, "expected a path and an image's sector size");
  }
  auto inspection = std::make_shared<Inspection>();
  inspection->path = info[0].As<Napi::String>();
  inspection->image_sector_bytes = static_cast<uint32_t>(image_sector_bytes);
  auto owned = std::make_unique<SharedInspection>(inspection);
  pthread_t thread;
  const int error = pthread_create(&thread, nullptr, run_inspection, owned.get());
  if (error != 0) {
    const OpenError failure{"ERR_OPEN", error, "pthread_create", "no thread to open it with"};
    open_failure(env, failure).ThrowAsJavaScriptException();
    return env.Undefined();
  }
  owned.release();
  pthread_detach(thread);
  return Napi::Function::New(env, [inspection](const Napi::CallbackInfo& asked) {
    return inspection_result(asked.Env(), *inspection);
  });
}

// info[1] and info[2] as a range [first, end) of `count`.
bool take_range(const Napi::CallbackInfo& info, uint64_t count, uint64_t& first, uint64_t& end) {
  return take_whole(info[2], count, end) && take_whole(info[1], end, first);
}

Napi::Value tally(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  View map;
  if (info.Length() < 3 || !take_view(info[0], napi_uint8_array, map)) {
    return throw_type(env, "expected a map, a first and an end");
  }
  uint64_t first = 0, end = 0;
  if (!take_range(info, map.length, first, end)) {
    return throw_type(env, "the range must lie in the map");
  }
  uint64_t counts[256] = {};
  tally_map(map.as<uint8_t>() + first, end - first, counts);
  Napi::Float64Array result = Napi::Float64Array::New(env, 256);
  for (uint32_t i = 0; i < 256; i++) result[i] = static_cast<double>(counts[i]);
  return result;
}

Napi::Value fold(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  View map, worst, state;
  if (info.Length() < 5 || !take_view(info[0], napi_uint8_array, map) ||
      !take_view(info[3], napi_uint8_array, worst) ||
      !take_view(info[4], napi_uint8_array, state)) {
    return throw_type(env, "expected a map, a first and an end cell, worst bytes and states");
  }
  uint64_t first = 0, end = 0;
  if (state.length != worst.length || !take_range(info, worst.length, first, end)) {
    return throw_type(env, "the cells must lie in the picture");
  }
  if (map.length == 0 || map.length > UINT32_MAX || worst.length > UINT32_MAX) {
    return throw_type(env, "expected 1 … 2^32 - 1 blocks, and no more cells");
  }
  fold_cells(map.as<uint8_t>(), map.length, worst.length, first, end, worst.as<uint8_t>(),
             state.as<uint8_t>());
  return env.Undefined();
}

// Null where the system does not tell, or tells more than JavaScript can count.
Napi::Value statistics(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (info.Length() < 1 || !info[0].IsString()) return throw_type(env, "expected a disk's name");
  DiskStatistics told;
  if (!disk_statistics(info[0].As<Napi::String>(), told) || told.read_bytes > kMaxSafeInteger ||
      told.written_bytes > kMaxSafeInteger) {
    return env.Null();
  }
  Napi::Object object = Napi::Object::New(env);
  object.Set("readBytes", static_cast<double>(told.read_bytes));
  object.Set("writtenBytes", static_cast<double>(told.written_bytes));
  return object;
}

Napi::Value lock(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  uint64_t fd = 0;
  if (info.Length() < 1 || !take_whole(info[0], INT32_MAX, fd)) {
    return throw_type(env, "expected an open file");
  }
  const int error_number = lock_file(static_cast<int>(fd));
  if (error_number == 0 || error_number == EWOULDBLOCK) {
    return Napi::Boolean::New(env, error_number == 0);
  }
  const OpenError failure{"ERR_OPEN", error_number, "flock", "the file cannot be locked"};
  open_failure(env, failure).ThrowAsJavaScriptException();
  return env.Undefined();
}

Napi::Value monotonic(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(monotonic_ns()));
}

// What is no status is a defect of the caller's, and never 0.
Napi::Value exit_now(const Napi::CallbackInfo& info) {
  constexpr int kDefectStatus = 70;
  uint64_t status = 0;
  const bool given = info.Length() > 0 && take_whole(info[0], UINT8_MAX, status);
  _exit(given ? static_cast<int>(status) : kDefectStatus);
}

template <typename List>
Napi::Array number_array(Napi::Env env, const List& list) {
  Napi::Array array = Napi::Array::New(env, list.size());
  uint32_t index = 0;
  for (const auto& value : list) array.Set(index++, static_cast<double>(value));
  return array;
}

Napi::Object layout(Napi::Env env) {
  Napi::Object offsets = Napi::Object::New(env);
#define OFFSET(name, field) offsets.Set(name, static_cast<double>(offsetof(WorkerShared, field)))
  OFFSET("control", control);
  OFFSET("depthLimit", depth_limit);
  OFFSET("frontier", frontier);
  OFFSET("row", row);
  OFFSET("cached", cached);
  OFFSET("classes", classes);
  OFFSET("errors", errors);
  OFFSET("rateBytesPerSecond", rate_bytes_per_s);
  OFFSET("inFlightLba", in_flight_lba);
  OFFSET("inFlightSinceNs", in_flight_since_ns);
  OFFSET("deviceNs", device_ns);
  OFFSET("lastAloneNext", last_alone_next);
  OFFSET("sectors", sectors);
  OFFSET("latencySumNs", latency_sum_ns);
  OFFSET("latencyMinNs", latency_min_ns);
  OFFSET("latencyMaxNs", latency_max_ns);
  OFFSET("histogram", histogram);
#undef OFFSET
  Napi::Object object = Napi::Object::New(env);
  object.Set("offsets", offsets);
  object.Set("workerBytes", static_cast<double>(sizeof(WorkerShared)));
  object.Set("histogramBuckets", kHistogramBuckets);
  object.Set("histogramSubBits", kHistogramSubBits);
  object.Set("recordFields", static_cast<double>(sizeof(Record) / sizeof(double)));
  object.Set("classFirstSteps", number_array(env, kClassFirstSteps));
  object.Set("classLimitsNs", number_array(env, kClassLimitsNs));
  const LatencyScale scale;
  Napi::Array edges = Napi::Array::New(env, kLastStep + 1);
  for (uint32_t step = 0; step <= kLastStep; step++) {
    edges.Set(step, static_cast<double>(scale.edge_ns(static_cast<uint8_t>(step))));
  }
  object.Set("stepEdgesNs", edges);
  return object;
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  auto* data = new AddonData();
  data->reader = Napi::Persistent(Reader::define(env));
  env.SetInstanceData(data);  // deleted with the environment
  exports.Set("layout", layout(env));
  exports.Set("startInspection", Napi::Function::New(env, start_inspection));
  exports.Set("describeSim", Napi::Function::New(env, describe_sim));
  exports.Set("resetSim", Napi::Function::New(env, reset_sim));
  exports.Set("openPath", Napi::Function::New(env, open_path));
  exports.Set("uringErrno", Napi::Function::New(env, uring_errno_of));
  exports.Set("openSim", Napi::Function::New(env, open_sim));
  exports.Set("tally", Napi::Function::New(env, tally));
  exports.Set("foldCells", Napi::Function::New(env, fold));
  exports.Set("diskStatistics", Napi::Function::New(env, statistics));
  exports.Set("lockFile", Napi::Function::New(env, lock));
  exports.Set("monotonicNs", Napi::Function::New(env, monotonic));
  exports.Set("exitNow", Napi::Function::New(env, exit_now));
  return exports;
}

NODE_API_MODULE(surfscan, init)

}  // namespace
}  // namespace surfscan
