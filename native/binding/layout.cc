// The layout of what is shared with JavaScript, which asserts it when it loads the addon.
#include <napi.h>

#include <cstddef>
#include <cstdint>

#include "binding/bind.h"
#include "core/latency_scale.h"
#include "core/slice_records.h"
#include "core/worker_shared.h"

namespace surfscan::binding {
namespace {

constexpr uint32_t kRecordFields = sizeof(Record) / sizeof(double);

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
  object.Set("recordFields", kRecordFields);
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

}  // namespace

void bind_layout(Napi::Env env, Napi::Object exports) { exports.Set("layout", layout(env)); }

}  // namespace surfscan::binding
