#!/bin/sh
# Waits until nobody has touched the screen for so long that any visit has ended by itself; gives up after three hours.
set -eu
erase_after_seconds=${ERASE_AFTER_SECONDS:-120}
# With "more time" a visit lasts ten times as long.
quiet_seconds=$((erase_after_seconds * 10))
[ "$quiet_seconds" -ge 1800 ] || quiet_seconds=1800
tries=180
while :; do
  # Where there is no screen, there is no visit.
  idle_milliseconds=$(setpriv --reuid=kiosk --regid=kiosk --clear-groups env DISPLAY=:0 xprintidle 2>/dev/null) || exit 0
  [ "$idle_milliseconds" -ge $((quiet_seconds * 1000)) ] && exit 0
  tries=$((tries - 1))
  if [ "$tries" -eq 0 ]; then
    echo "Somebody is at the screen, or was until just now: not now."
    exit 1
  fi
  sleep 60
done
