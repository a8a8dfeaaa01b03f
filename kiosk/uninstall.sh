#!/bin/sh
# Takes back what install.sh did. Debian packages stay. The data and the settings go only after a yes, or with --purge.
set -eu

software=/opt/trois-clics
settings=/etc/trois-clics
data=/var/lib/trois-clics
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=shared.sh
. "$here/shared.sh"
# Read by each_line, in shared.sh: whatever was chosen when it was installed.
# shellcheck disable=SC2034
server=yes kiosk=yes

purge=no
case "${1:-}" in
  --purge) purge=yes ;;
  '') ;;
  *) stop "Usage, as root: kiosk/uninstall.sh [--purge]" ;;
esac
[ "$(id -u)" = 0 ] || stop "This must be run as root: sudo $0"

if [ "$purge" = no ] && [ -t 0 ]; then
  printf 'Delete the accounts, the data and the settings too (%s, %s)? Type yes: ' $data $settings
  read -r answer
  [ "$answer" != yes ] || purge=yes
fi

switch_off() {
  case $1 in
    enable)
      systemctl --quiet disable "$3" 2>/dev/null || true
      # /tmp and the spool may be in use: they are back on the disk after the restart.
      case $3 in *.mount) return ;; esac
      ! systemd_runs || systemctl --quiet stop "$3" 2>/dev/null || true
      ;;
    mask) systemctl --quiet unmask "$3" ;;
  esac
}

remove_one() {
  case $1 in
    settings | enable | mask) return ;;
  esac
  rm -f "$3"
  # The folders that we may have made, where nothing else is in them.
  rmdir --ignore-fail-on-non-empty -p "$(dirname "$3")" 2>/dev/null || true
}

each_line switch_off
each_line remove_one
rm -rf /etc/cups/trois-clics
for user in kiosk trois-clics; do
  getent passwd $user >/dev/null || continue
  # What logind started for the screen.
  ! systemd_runs || loginctl terminate-user $user 2>/dev/null || true
  userdel $user || say "The user $user has programs running: after the restart, userdel $user"
done
if [ "$purge" = yes ]; then
  rm -rf $data $settings
  say "The data and the settings are deleted."
else
  say "Kept: $data and $settings. Delete them with --purge."
fi
if command -v update-initramfs >/dev/null; then update-initramfs -u >/dev/null; fi
! systemd_runs || systemctl daemon-reload
# Last, because this file may be in there; the shell holds it open.
rm -rf $software $software.new $software.old
say "Taken back. Restart the machine: systemctl reboot"
