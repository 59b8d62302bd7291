#!/bin/sh
# Opens the page to talk to the model beside this file. Nothing leaves this machine. Ctrl-C, or closing the window, ends it.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
exec "$here/bin/seance" serve "$here/mr-chatterbox.zip" --port 0 --open "$@"
