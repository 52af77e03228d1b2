{
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
      "cflags_cc": ["-std=c++17", "-Wall", "-Wextra", "-fno-exceptions", "-fvisibility=hidden"]
    }
  ]
}
