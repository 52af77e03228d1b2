// The border to JavaScript, and the only file with napi.h. It turns objects into the core's structs
// and back, checks every bound, and decides nothing.

#include <napi.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "latency_scale.h"
#include "posix_device.h"
#include "scan_slice.h"
#include "sim_device.h"
#include "surface.h"

namespace surfscan {
namespace {

constexpr size_t kBufferAlignment = 4096;
constexpr uint64_t kMaxBlockBytes = uint64_t{16} << 20;
constexpr double kMaxSafeInteger = 9007199254740991.0;

struct AddonData {
  Napi::FunctionReference reader;
};

Napi::Value throw_type(Napi::Env env, const std::string& message) {
  Napi::TypeError::New(env, message).ThrowAsJavaScriptException();
  return env.Undefined();
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
  return object;
}

// A property that is a whole number 0 … 2^53 − 1; anything else throws once and stays thrown.
class Fields {
 public:
  explicit Fields(Napi::Object object) : object_(object) {}

  uint64_t whole(const char* name) {
    const Napi::Value value = object_.Get(name);
    const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
    if (number >= 0 && number <= kMaxSafeInteger && number == static_cast<double>(
                                                                  static_cast<uint64_t>(number))) {
      return static_cast<uint64_t>(number);
    }
    fail(std::string(name) + " must be a whole number from 0 to 2^53 - 1");
    return 0;
  }

  template <typename T>
  T* array(const char* name, napi_typedarray_type type, size_t* length, bool optional) {
    *length = 0;
    const Napi::Value value = object_.Get(name);
    if (optional && (value.IsNull() || value.IsUndefined())) return nullptr;
    napi_typedarray_type actual;
    void* data = nullptr;
    if (value.IsTypedArray() && napi_get_typedarray_info(object_.Env(), value, &actual, length,
                                                         &data, nullptr, nullptr) == napi_ok &&
        actual == type) {
      return static_cast<T*>(data);
    }
    fail(std::string(name) + " must be a typed array of the right kind");
    return nullptr;
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

struct Free {
  void operator()(void* memory) const { std::free(memory); }
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

  // False if there is no memory for the buffer.
  bool adopt(std::unique_ptr<Device> device, uint64_t block_sectors) {
    device_ = std::move(device);
    block_sectors_ = block_sectors;
    const size_t bytes = block_sectors * device_->geometry().logical_bytes;
    void* memory = nullptr;
    if (posix_memalign(&memory, kBufferAlignment, bytes) != 0) return false;
    std::memset(memory, 0, bytes);  // faulted in before the first read is timed
    buffer_.reset(memory);
    return true;
  }

 private:
  Napi::Value geometry(const Napi::CallbackInfo& info) {
    if (device_ == nullptr) return throw_type(info.Env(), "the reader is closed");
    return geometry_object(info.Env(), device_->geometry());
  }

  Napi::Value slice(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    if (device_ == nullptr) return throw_type(env, "the reader is closed");
    if (info.Length() < 1 || !info[0].IsObject()) return throw_type(env, "an order is expected");
    Fields fields(info[0].As<Napi::Object>());
    SliceOrder order;
    if (!take_order(fields, order)) return env.Undefined();
    const SliceResult result = scan_slice(*device_, scale_, order);
    Napi::Object object = Napi::Object::New(env);
    object.Set("next", static_cast<double>(result.next));
    object.Set("stop", static_cast<uint32_t>(result.stop));
    object.Set("records", static_cast<double>(result.records));
    return object;
  }

  bool take_order(Fields& fields, SliceOrder& order) {
    order.blocks = {fields.whole("fromLba"), fields.whole("toLba"), fields.whole("blockSectors"),
                    fields.whole("phaseLba")};
    order.first = fields.whole("first");
    order.end = fields.whole("end");
    order.failed_limit = static_cast<uint32_t>(fields.whole("failedLimit"));
    order.record_from_ns = fields.whole("recordFromNs");
    order.timeout_ns = fields.whole("timeoutNs");
    order.budget_ns = fields.whole("budgetNs");
    order.device_budget_ns = fields.whole("deviceBudgetNs");
    order.row_limit = static_cast<uint32_t>(fields.whole("rowLimit"));
    order.first_reading = fields.whole("firstReading") != 0;
    size_t map_length, shared_length, failed_length, records_length;
    order.map = fields.array<uint8_t>("map", napi_uint8_array, &map_length, true);
    order.shared = fields.array<WorkerShared>("shared", napi_uint8_array, &shared_length, false);
    order.failed_blocks =
        fields.array<uint32_t>("failedBlocks", napi_uint32_array, &failed_length, true);
    order.records = fields.array<Record>("records", napi_float64_array, &records_length, false);
    order.record_capacity = records_length * sizeof(double) / sizeof(Record);
    order.buffer = buffer_.get();
    if (fields.failed()) return false;
    const Blocks& blocks = order.blocks;
    fields.require(blocks.from_lba < blocks.to_lba &&
                       blocks.to_lba <= device_->geometry().sectors,
                   "the order's LBAs must lie on the disk");
    fields.require(blocks.block_sectors >= 1 && blocks.block_sectors <= block_sectors_ &&
                       blocks.phase_lba < blocks.block_sectors,
                   "the order's blocks must fit what the reader was opened for");
    if (fields.failed()) return false;
    fields.require(order.first < order.end && order.end <= UINT32_MAX &&
                       blocks.start_of(order.end - 1) < blocks.to_lba,
                   "the order's blocks must lie in its range");
    fields.require(order.map == nullptr || order.end <= map_length, "the map is too short");
    fields.require(shared_length == sizeof(WorkerShared), "shared must be layout.workerBytes long");
    fields.require(order.failed_blocks == nullptr || failed_length >= 1, "failedBlocks is empty");
    fields.require(order.record_capacity >= 1, "records has no room");
    return !fields.failed();
  }

  void close(const Napi::CallbackInfo&) {
    device_.reset();
    buffer_.reset();
  }

  std::unique_ptr<Device> device_;
  std::unique_ptr<void, Free> buffer_;
  uint64_t block_sectors_ = 0;
  LatencyScale scale_;
};

Napi::Value wrap(Napi::Env env, std::unique_ptr<Device> device, uint64_t block_sectors) {
  const uint64_t logical_bytes = device->geometry().logical_bytes;
  if (block_sectors < 1 || block_sectors * logical_bytes > kMaxBlockBytes) {
    return throw_type(env, "blockSectors must be 1 … 16 MiB worth of sectors");
  }
  Napi::Object object = env.GetInstanceData<AddonData>()->reader.New({});
  if (!Reader::Unwrap(object)->adopt(std::move(device), block_sectors)) {
    Napi::Error::New(env, "no memory for a read buffer").ThrowAsJavaScriptException();
  }
  return object;
}

Napi::Value open_path(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (info.Length() < 3 || !info[0].IsString() || !info[1].IsNumber() || !info[2].IsNumber()) {
    return throw_type(env, "expected a path, an image's sector size, and sectors a block");
  }
  OpenError failure;
  std::unique_ptr<Device> device = open_posix_device(
      info[0].As<Napi::String>(), info[1].As<Napi::Number>().Uint32Value(), failure);
  if (device == nullptr) {
    open_failure(env, failure).ThrowAsJavaScriptException();
    return env.Undefined();
  }
  return wrap(env, std::move(device), info[2].As<Napi::Number>().Uint32Value());
}

// False, and thrown, where the text is no simulated disk.
bool take_spec(const Napi::CallbackInfo& info, SimSpec& spec) {
  if (info.Length() < 1 || !info[0].IsString()) {
    throw_type(info.Env(), "expected a simulated disk's text");
    return false;
  }
  std::string message;
  if (parse_sim_spec(info[0].As<Napi::String>(), spec, message)) return true;
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

// The memory that a simulated disk's readers share: null, and thrown, where it does not fit.
void* take_sim_shared(const Napi::CallbackInfo& info, const SimSpec& spec) {
  if (info.Length() >= 2 && info[1].IsTypedArray()) {
    const Napi::Uint8Array bytes = info[1].As<Napi::Uint8Array>();
    void* data = const_cast<Napi::Uint8Array&>(bytes).Data();
    const bool aligned = reinterpret_cast<uintptr_t>(data) % alignof(uint64_t) == 0;
    if (bytes.ByteLength() == sim_shared_bytes(spec) && aligned) return data;
  }
  throw_type(info.Env(), "expected the disk's shared memory, sharedBytes long and 8-byte aligned");
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
  return wrap(env, open_sim_device(spec, shared), info[2].As<Napi::Number>().Uint32Value());
}

// Opening a dying disk may take minutes: it happens on a thread of libuv's pool.
class Inspection : public Napi::AsyncWorker {
 public:
  Inspection(Napi::Env env, std::string path, uint32_t image_sector_bytes)
      : Napi::AsyncWorker(env),
        deferred_(Napi::Promise::Deferred::New(env)),
        path_(std::move(path)),
        image_sector_bytes_(image_sector_bytes) {}

  Napi::Promise promise() const { return deferred_.Promise(); }

  void Execute() override {
    const std::unique_ptr<Device> device =
        open_posix_device(path_, image_sector_bytes_, failure_, &kind_, &identity_);
    if (device == nullptr) return;
    geometry_ = device->geometry();
    cache_bypassed_ = device->cache_bypassed();
  }

  void OnOK() override {
    const Napi::Env env = Env();
    if (failure_.code != nullptr) return deferred_.Reject(open_failure(env, failure_).Value());
    Napi::Object object = Napi::Object::New(env);
    object.Set("kind", kind_ == TargetKind::file ? "file" : "block");
    object.Set("geometry", geometry_object(env, geometry_));
    object.Set("cacheBypassed", cache_bypassed_);
    object.Set("model", identity_.model);
    object.Set("serial", identity_.serial);
    object.Set("attachment", identity_.attachment);
    object.Set("lunId", identity_.lun_id);
    object.Set("rotationRate", identity_.rotation_rate);
    deferred_.Resolve(object);
  }

 private:
  Napi::Promise::Deferred deferred_;
  const std::string path_;
  const uint32_t image_sector_bytes_;
  OpenError failure_;
  TargetKind kind_ = TargetKind::block;
  DiskIdentity identity_;
  Geometry geometry_;
  bool cache_bypassed_ = true;
};

Napi::Value inspect(const Napi::CallbackInfo& info) {
  if (info.Length() < 2 || !info[0].IsString() || !info[1].IsNumber()) {
    return throw_type(info.Env(), "expected a path and an image's sector size");
  }
  auto* inspection = new Inspection(info.Env(), info[0].As<Napi::String>(),
                                    info[1].As<Napi::Number>().Uint32Value());
  const Napi::Promise promise = inspection->promise();
  inspection->Queue();  // deletes itself when it is done
  return promise;
}

Napi::Value tally(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (info.Length() < 3 || !info[0].IsTypedArray() || !info[1].IsNumber() || !info[2].IsNumber()) {
    return throw_type(env, "expected a map, a first and an end");
  }
  Napi::Uint8Array map = info[0].As<Napi::Uint8Array>();
  const double first = info[1].As<Napi::Number>().DoubleValue();
  const double end = info[2].As<Napi::Number>().DoubleValue();
  if (!(first >= 0 && first <= end && end <= static_cast<double>(map.ElementLength()))) {
    return throw_type(env, "the range must lie in the map");
  }
  uint64_t counts[256] = {};
  tally_map(map.Data() + static_cast<size_t>(first), static_cast<uint64_t>(end - first), counts);
  Napi::Float64Array result = Napi::Float64Array::New(env, 256);
  for (uint32_t i = 0; i < 256; i++) result[i] = static_cast<double>(counts[i]);
  return result;
}

Napi::Value fold(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (info.Length() < 5 || !info[0].IsTypedArray() || !info[1].IsNumber() || !info[2].IsNumber() ||
      !info[3].IsTypedArray() || !info[4].IsTypedArray()) {
    return throw_type(env, "expected a map, a first and an end cell, worst bytes and states");
  }
  Napi::Uint8Array map = info[0].As<Napi::Uint8Array>();
  Napi::Uint8Array worst = info[3].As<Napi::Uint8Array>();
  Napi::Uint8Array state = info[4].As<Napi::Uint8Array>();
  const double first = info[1].As<Napi::Number>().DoubleValue();
  const double end = info[2].As<Napi::Number>().DoubleValue();
  const size_t cells = worst.ElementLength();
  if (!(first >= 0 && first <= end && end <= static_cast<double>(cells)) ||
      state.ElementLength() != cells || map.ElementLength() == 0 || cells > UINT32_MAX) {
    return throw_type(env, "the cells must lie in the picture, and the map must not be empty");
  }
  fold_cells(map.Data(), map.ElementLength(), cells, static_cast<uint64_t>(first),
             static_cast<uint64_t>(end), worst.Data(), state.Data());
  return env.Undefined();
}

Napi::Value monotonic(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(monotonic_ns()));
}

Napi::Value exit_now(const Napi::CallbackInfo& info) {
  _exit(info.Length() > 0 && info[0].IsNumber() ? info[0].As<Napi::Number>().Int32Value() : 70);
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
  OFFSET("frontier", frontier);
  OFFSET("row", row);
  OFFSET("cached", cached);
  OFFSET("classes", classes);
  OFFSET("errors", errors);
  OFFSET("inFlightLba", in_flight_lba);
  OFFSET("inFlightSinceNs", in_flight_since_ns);
  OFFSET("deviceNs", device_ns);
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
  exports.Set("inspect", Napi::Function::New(env, inspect));
  exports.Set("describeSim", Napi::Function::New(env, describe_sim));
  exports.Set("resetSim", Napi::Function::New(env, reset_sim));
  exports.Set("openPath", Napi::Function::New(env, open_path));
  exports.Set("openSim", Napi::Function::New(env, open_sim));
  exports.Set("tally", Napi::Function::New(env, tally));
  exports.Set("foldCells", Napi::Function::New(env, fold));
  exports.Set("monotonicNs", Napi::Function::New(env, monotonic));
  exports.Set("exitNow", Napi::Function::New(env, exit_now));
  return exports;
}

NODE_API_MODULE(surfscan, init)

}  // namespace
}  // namespace surfscan
