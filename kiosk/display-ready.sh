#!/bin/sh
# Runs as soon as Xorg answers: says so to systemd, and stays as long as the screen does.
set -eu
# Nobody but the user kiosk may speak with the screen, also not by a cookie that was lost.
xhost - >/dev/null
xhost +si:localuser:kiosk >/dev/null
xset s off
systemd-notify --ready
exec sleep infinity
