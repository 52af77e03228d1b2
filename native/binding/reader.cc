#include "binding/reader.h"

#include <optional>
#include <utility>

#include "binding/geometry.h"
#include "binding/slice_order.h"
#include "binding/values.h"
#include "core/latency_scale.h"
#include "core/scan_slice.h"

namespace surfscan::binding {
namespace {

constexpr uint64_t kMaxBlockBytes = uint64_t{16} << 20;
// Of all reads in flight of one reader: 64 of the largest.
constexpr uint64_t kMaxRoomBytes = uint64_t{1} << 30;

class Reader : public Napi::ObjectWrap<Reader> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Reader",
                       {InstanceAccessor<&Reader::geometry>("geometry"),
                        InstanceMethod<&Reader::slice>("slice"),
                        InstanceMethod<&Reader::close>("close")});
  }

  explicit Reader(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Reader>(info) {}

  // False if there is no memory to read into.
  bool adopt(std::unique_ptr<Device> device, const Napi::Value& kept, uint64_t block_sectors) {
    state_.device = std::move(device);
    if (state_.device->clock_is_monotonic()) state_.pulse = std::make_unique<Pulse>();
    if (kept.IsObject()) kept_ = Napi::Persistent(kept.As<Napi::Object>());
    state_.block_sectors = block_sectors;
    return state_.device->make_room(block_sectors * state_.device->geometry().logical_bytes);
  }

 private:
  Napi::Value geometry(const Napi::CallbackInfo& info) {
    if (state_.device == nullptr) return throw_type(info.Env(), "the reader is closed");
    return geometry_object(info.Env(), state_.device->geometry());
  }

  Napi::Value slice(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    if (info.Length() < 1 || !info[0].IsObject()) return throw_type(env, "an order is expected");
    Fields fields(info[0].As<Napi::Object>());
    const std::optional<SliceOrder> order = take_order(fields, state_);
    if (!order) return env.Undefined();
    const SliceResult result = scan_slice(*state_.device, scale_, *order);
    state_.has_left_reads = result.outstanding > 0;
    Napi::Object object = Napi::Object::New(env);
    object.Set("next", static_cast<double>(result.next));
    object.Set("stop", static_cast<uint32_t>(result.stop));
    object.Set("records", static_cast<double>(result.records));
    object.Set("outstanding", result.outstanding);
    return object;
  }

  void close(const Napi::CallbackInfo&) {
    state_.device.reset();
    state_.pulse.reset();
    kept_.Reset();
  }

  Napi::ObjectReference kept_;
  ReaderState state_;
  LatencyScale scale_;
};

}  // namespace

Napi::Function define_reader(Napi::Env env) { return Reader::define(env); }

Napi::Value reader_of(Napi::Env env, std::unique_ptr<Device> device, const Napi::Value& kept,
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

}  // namespace surfscan::binding
