#!/bin/sh
# Starts the screen. xinit waits until Xorg answers, runs display-ready.sh, and ends with either of the two.
set -eu
# Without a cookie Xorg lets every user of the machine look at the screen and type.
export XAUTHORITY="$RUNTIME_DIRECTORY/cookie"
touch "$XAUTHORITY"
# By its input: the words of a command are read by everybody.
printf "add :0 . %s\n" "$(mcookie)" | xauth -q -f "$XAUTHORITY" source -
exec xinit /opt/trois-clics/kiosk/display-ready.sh -- /usr/lib/xorg/Xorg :0 vt7 -keeptty -novtswitch -noreset \
  -nolisten tcp -background none -auth "$XAUTHORITY" -logfile "$RUNTIME_DIRECTORY/Xorg.log"
