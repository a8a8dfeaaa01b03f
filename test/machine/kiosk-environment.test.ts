/** The supervisor as it is started, on a path of programs that write down what they were given: its secret reaches none. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'
import { longestWaitMilliseconds } from '../support/limits.ts'

const token = 'S0meTokenOfAKiosk-_22x'

const programs = [
  ...[
    'bwrap',
    'openbox',
    'xdotool',
    'xprintidle',
    'xprop',
    'xsetroot',
    'xsel',
    'xinput',
    'setxkbmap',
    'wmctrl',
  ],
  ...['certutil', 'modutil', 'opensc-tool', 'pkcs11-tool', 'lpstat', 'lp', 'cancel', 'systemd-notify'],
]

/** What a program of the machine says that has to say something. */
const answers = `case "$name" in
  xdotool) echo 1920 1080 ;;
  xprintidle) echo 0 ;;
  xprop) echo '_NET_CLIENT_LIST(WINDOW): window id # ' ;;
  bwrap | openbox) exec sleep 60 ;;
esac`

test('no program that the supervisor starts, the browsers’ sandbox included, can read its token or its settings', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trois-clics-environment-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const at = (...names: readonly string[]) => path.join(folder, ...names)
  for (const name of ['bin', 'seen']) mkdirSync(at(name))
  const program = [
    '#!/bin/sh',
    'name=$(basename "$0")',
    `cat /proc/$$/environ > ${at('seen')}/$name.$$`,
    answers,
    '',
  ]
  for (const name of programs) {
    writeFileSync(at('bin', name), program.join('\n'))
    chmodSync(at('bin', name), 0o755)
  }
  const supervisor = spawn(process.execPath, ['kiosk/main.ts'], {
    cwd: findRootDirectory(),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: `${at('bin')}:/usr/bin:/bin`,
      DISPLAY: ':99',
      SERVER_URL: 'http://127.0.0.1:9',
      KIOSK_TOKEN: token,
      SITE_TELEPHONE: '02 000 00 00',
      RUNTIME_DIR: at('runtime'),
      NOTIFY_SOCKET: at('none'),
      WATCHDOG_USEC: '60000000',
    },
  })
  const ended = once(supervisor, 'exit')
  const names = () => new Set(readdirSync(at('seen')).map((name) => name.split('.')[0]))
  const wanted = ['xdotool', 'openbox', 'bwrap', 'certutil', 'cancel', 'systemd-notify']
  await vi.waitFor(
    () => expect([...names()]).toEqual(expect.arrayContaining(wanted)),
    longestWaitMilliseconds,
  )
  supervisor.kill('SIGTERM')
  await ended
  for (const name of readdirSync(at('seen'))) {
    const variables = readFileSync(at('seen', name), 'utf8').split('\0')
    expect(
      variables.filter((variable) => variable.includes(token)),
      name,
    ).toEqual([])
    const settings = variables.filter((variable) => /^(?:KIOSK_|SERVER_|SITE_|RUNTIME_)/.test(variable))
    expect(settings, name).toEqual([])
    if (!name.startsWith('bwrap')) expect(variables, name).toContain('DISPLAY=:99')
  }
})
