// For addons that are built here and loaded elsewhere: binds what newer glibcs have under newer versions to
// what glibc 2.28 has, the oldest that Node 20 runs on (BUILDING.md of Node). Each function is put before
// the system's by the linker's --wrap (ld(1)), so that libstdc++ and libgcc, which are linked in, use it as
// well; binding.gyp names them. `objdump -T` says whether one is missing: packaging/addon-needs.sh.
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>

#if defined(__x86_64__)
#define FIRST_GLIBC "GLIBC_2.2.5"
constexpr int kStatVersion = 1;  // _STAT_VER of glibc's sysdeps/unix/sysv/linux/x86/bits/stat.h
#elif defined(__aarch64__)
#define FIRST_GLIBC "GLIBC_2.17"
constexpr int kStatVersion = 0;
#else
#error "expected x86-64 or aarch64: which glibc was the first?"
#endif

// `name` as the first glibc had it, called first_`name`.
#define FIRST(name) __asm__(".symver first_" #name "," #name "@" FIRST_GLIBC)

extern "C" {

double first_pow(double, double);
FIRST(pow);  // 2.29 no longer sets errno by the SVID's rules
double __wrap_pow(double base, double exponent) { return first_pow(base, exponent); }

int first___xstat64(int, const char*, struct stat64*);
int first___fxstat64(int, int, struct stat64*);
FIRST(__xstat64);
FIRST(__fxstat64);
// 2.33 has them as functions of their own.
int __wrap_stat64(const char* path, struct stat64* status) {
  return first___xstat64(kStatVersion, path, status);
}
int __wrap_fstat64(int fd, struct stat64* status) {
  return first___fxstat64(kStatVersion, fd, status);
}

// 2.34 moved these into libc.so.6; wherever they are, Node has loaded it.
int first_pthread_create(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
int first_pthread_join(pthread_t, void**);
int first_pthread_detach(pthread_t);
int first_pthread_once(pthread_once_t*, void (*)());
int first_pthread_sigmask(int, const sigset_t*, sigset_t*);
void* first_dlsym(void*, const char*);
int first___pthread_key_create(pthread_key_t*, void (*)(void*));
FIRST(pthread_create);
FIRST(pthread_join);
FIRST(pthread_detach);
FIRST(pthread_once);
FIRST(pthread_sigmask);
FIRST(__pthread_key_create);
FIRST(dlsym);
int __wrap_pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                          void* (*start)(void*), void* argument) {
  return first_pthread_create(thread, attributes, start, argument);
}
int __wrap_pthread_join(pthread_t thread, void** result) {
  return first_pthread_join(thread, result);
}
int __wrap_pthread_detach(pthread_t thread) { return first_pthread_detach(thread); }
int __wrap_pthread_once(pthread_once_t* once, void (*routine)()) {
  return first_pthread_once(once, routine);
}
int __wrap_pthread_sigmask(int how, const sigset_t* set, sigset_t* before) {
  return first_pthread_sigmask(how, set, before);
}
int __wrap___pthread_key_create(pthread_key_t* key, void (*destroy)(void*)) {
  return first___pthread_key_create(key, destroy);
}

using ClockWait = int (*)(pthread_cond_t*, pthread_mutex_t*, clockid_t, const timespec*);

// 2.30. Before it libstdc++ waited by the system's clock, and looked at the steady one again
// (<condition_variable>, __wait_until_impl of an unknown clock): so does this.
int __wrap_pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                                  const timespec* until) {
  static const auto there =
      reinterpret_cast<ClockWait>(first_dlsym(RTLD_DEFAULT, "pthread_cond_clockwait"));
  if (there != nullptr) return there(condition, mutex, clock, until);
  constexpr long long kSecond = 1'000'000'000;
  timespec now{};
  timespec wall{};
  clock_gettime(clock, &now);
  clock_gettime(CLOCK_REALTIME, &wall);
  const long long rest = (until->tv_sec - now.tv_sec) * kSecond + (until->tv_nsec - now.tv_nsec);
  if (rest <= 0) return ETIMEDOUT;
  const long long end = wall.tv_nsec + rest;
  wall.tv_sec += static_cast<time_t>(end / kSecond);
  wall.tv_nsec = static_cast<long>(end % kSecond);
  return pthread_cond_timedwait(condition, mutex, &wall);
}

// 2.35: libgcc's unwinder looks frames up by it. Nothing here throws (-fno-exceptions) but libstdc++ when memory
// ends, and then std::terminate is where it leads either way.
int __wrap__dl_find_object(void*, void*) { return -1; }

// 2.32: 0 says that there may be other threads, as in Node there always are.
__attribute__((visibility("hidden"))) char __libc_single_threaded = 0;
}
