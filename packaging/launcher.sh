#!/bin/sh
# surfscan with the Node that lies beside it, wherever the folder was unpacked and whatever links lead here.
here=$(dirname "$(readlink -f "$0")")
exec "$here/../lib/surfscan/node" "$here/../lib/surfscan/dist/cli/main.js" "$@"
