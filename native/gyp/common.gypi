# What node-gyp needs to know of a Node it has no sources of: enough to build a Node-API addon, whose
# headers come from the npm package node-api-headers. Used through --nodedir=native/gyp.
{
  "target_defaults": {
    "default_configuration": "Release",
    "configurations": {
      "Debug": { "cflags": ["-g", "-O0"] },
      "Release": { "cflags": ["-O2"], "defines": ["NDEBUG"] }
    },
    "cflags": ["-fPIC", "-pthread"],
    "ldflags": ["-pthread"]
  }
}
