#!/bin/sh
# Installs the Debian packages that the tests need, where this user may; else says the one command and stops.
set -u
# Three engines, and what reads a PDF.
wanted="chromium chromium-headless-shell chromium-l10n firefox-esr webkit2gtk-driver poppler-utils"
# A whole kiosk: display, window manager, sandboxes, printer, card.
wanted="$wanted xvfb openbox xdotool wmctrl x11-utils x11-xserver-utils x11-xkb-utils xinput xkbset xprintidle xsel imagemagick"
wanted="$wanted bubblewrap cups cups-client printer-driver-cups-pdf ghostscript softhsm2 libnss3-tools opensc onboard dbus"
wanted="$wanted procps iproute2 mmdebstrap reuse shellcheck systemd"
missing=""
for package in $wanted; do
  dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ]; then
  echo "Installing for the tests:$missing"
  # shellcheck disable=SC2086
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
fi
echo "The tests need Debian packages that are not installed. As an administrator, run:"
echo "  apt-get install --no-install-recommends$missing"
exit 1
