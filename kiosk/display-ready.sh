#!/bin/sh
# Runs as soon as Xorg answers: says so to the unit, and stays as long as the screen does.
set -eu
# The user kiosk may speak with the screen without the cookie, from inside the browsers' cages too; nobody else may.
xhost +si:localuser:kiosk >/dev/null
xset s off
touch "$RUNTIME_DIRECTORY/ready"
exec sleep infinity
