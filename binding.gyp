{
  "variables": {
    # 1: for the packages of prebuilt addons, which run on older systems than the one that builds them.
    "portable%": 0
  },
  "targets": [
    {
      "target_name": "surfscan",
      "sources": [
        "<!@(node -p \"require('./native/sources.cjs')('<(OS)').join(' ')\")"
      ],
      "include_dirs": [
        "native",
        "<!(node -p \"require('node-api-headers').include_dir\")",
        "<!(node -p \"require('node-addon-api').include_dir\")"
      ],
      "defines": [
        "NAPI_VERSION=8",
        "NAPI_DISABLE_CPP_EXCEPTIONS",
        "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS",
        "_FILE_OFFSET_BITS=64"
      ],
      # Threads that wait for a disk may outlive the last environment that has it loaded.
      "ldflags": ["-Wl,-z,nodelete"],
      "cflags_cc": ["-std=c++17", "-Wall", "-Wextra", "-fno-exceptions", "-fvisibility=hidden"],
      "conditions": [
        ["OS=='freebsd'", {"libraries": ["-lcam"]}],
        ["portable==1 and OS=='linux'", {
          "sources": ["native/gyp/old_glibc.cc"],
          "cflags_cc": ["-ffunction-sections", "-fdata-sections"],
          "ldflags": [
            "-static-libstdc++", "-static-libgcc", "-Wl,--gc-sections", "-Wl,--exclude-libs,ALL", "-s",
            "-Wl,--wrap=pow,--wrap=stat64,--wrap=fstat64,--wrap=_dl_find_object",
            "-Wl,--wrap=pthread_create,--wrap=pthread_join,--wrap=pthread_detach,--wrap=pthread_once",
            "-Wl,--wrap=pthread_sigmask,--wrap=__pthread_key_create,--wrap=pthread_cond_clockwait"
          ]
        }]
      ]
    }
  ]
}
