#!/bin/sh
# Tries the whole installation, Debian's own npm included, in an empty Debian 12 and an empty Debian 13. Needs root,
# mmdebstrap and the network, and takes some minutes: kiosk/try-installation.sh [bookworm] [trixie]
set -eu
cd "$(dirname "$0")/.."
npm run --silent install-missing
[ $# -gt 0 ] || set -- bookworm trixie
for debian in "$@"; do
  INSTALLATION_ON=$debian npx vitest run test/machine/installation.test.ts
done
