// Keeps npm from downloading a browser for pa11y: the tests use Debian's Chromium.
module.exports = { skipDownload: true }
