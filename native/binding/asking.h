// Questions whose answer may take for ever: a thread of its own waits for each.
#pragma once

#include <napi.h>
#include <pthread.h>

#include <atomic>
#include <memory>
#include <utility>

#include "binding/failures.h"

namespace surfscan::binding {

// Owned by the thread that asks and by whoever looks whether it has ended: either may outlive the other, as
// an environment may end while a disk is still silent.
template <typename Question>
struct Asked {
  Question question;
  std::atomic<bool> ended{false};
};

template <typename Question>
void* ask_in_thread(void* data) {
  const std::unique_ptr<std::shared_ptr<Asked<Question>>> owned(
      static_cast<std::shared_ptr<Asked<Question>>*>(data));
  Asked<Question>& asked = **owned;
  asked.question.ask();
  asked.ended.store(true, std::memory_order_release);
  return nullptr;
}

// `Question` has ask(), which the thread calls, and answer(env) for afterwards. Opening a dying disk may take
// minutes, or for ever: each has a thread of its own, as those of libuv's pool are four, and all that reads
// a file in Node waits for them. Returns a function that looks for the answer, undefined while the thread is
// out: a thread that called back could meet an environment that is ending.
template <typename Question>
Napi::Value start_asking(Napi::Env env, Question question) {
  auto asked = std::make_shared<Asked<Question>>();
  asked->question = std::move(question);
  auto owned = std::make_unique<std::shared_ptr<Asked<Question>>>(asked);
  pthread_t thread;
  const int error = pthread_create(&thread, nullptr, ask_in_thread<Question>, owned.get());
  if (error != 0) {
    const OpenError failure{"ERR_OPEN", error, "pthread_create", "no thread to open it with"};
    return throw_open_error(env, failure);
  }
  static_cast<void>(owned.release());  // the thread owns it now
  pthread_detach(thread);
  return Napi::Function::New(env, [asked](const Napi::CallbackInfo& info) {
    const bool ended = asked->ended.load(std::memory_order_acquire);
    return ended ? asked->question.answer(info.Env()) : info.Env().Undefined();
  });
}

}  // namespace surfscan::binding
