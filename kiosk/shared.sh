# Shared by install.sh and uninstall.sh: words for the administrator, and the lines of installed.txt.
# shellcheck shell=sh

say() {
  printf '%s\n' "$*"
}

stop() {
  printf '%s\n' "$*" >&2
  exit 1
}

systemd_runs() {
  [ -d /run/systemd/system ]
}

root_is_on_usb() {
  disk=$(findmnt -no SOURCE / 2>/dev/null) || return 1
  lsblk -snpo TRAN "$disk" 2>/dev/null | grep -q usb
}

# Runs "$1 mode file place" for each line of installed.txt that belongs to what is chosen.
each_line() {
  # shellcheck disable=SC2154
  while read -r part mode file place; do
    case $part in
      server) [ "$server" = yes ] || continue ;;
      kiosk) [ "$kiosk" = yes ] || continue ;;
      *) continue ;;
    esac
    if [ "$place" = /etc/modprobe.d/trois-clics.conf ] && root_is_on_usb; then continue; fi
    "$1" "$mode" "$file" "$place" </dev/null
  done <"$here/installed.txt"
}
