/** What a printer says of itself: what patients hear of it, and what the host does. docs/printers.md is made from here. */

import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { PrinterState } from '../../kiosk/messages.ts'
import { printerState, printerWarning } from '../../kiosk/printing.ts'
import { findRootDirectory } from '../../server/configuration.ts'

/** As `lpstat -l -p` says it. */
const said = (alerts: string, status = 'is idle.  enabled since') =>
  `printer paper ${status}\n\tAlerts: ${alerts}\n`

test('a printer in trouble is told by what a person can do about it', () => {
  expect(printerState(said('none'))).toBe('ready')
  expect(printerState(said('media-empty-error'))).toBe('no-paper')
  expect(printerState(said('media-needed'))).toBe('no-paper')
  expect(printerState(said('media-jam-error'))).toBe('jam')
  expect(printerState(said('offline-report'))).toBe('not-working')
  expect(printerState(said('none', 'disabled since'))).toBe('not-working')
  expect(printerState('lpstat: Invalid destination name')).toBe('none')
})

/** RFC 8011, 5.4.12, and what a patient is told where the printer has stopped for it. */
const reasons: Readonly<Record<string, PrinterState>> = {
  none: 'ready',
  'media-jam': 'jam',
  'media-empty': 'no-paper',
  'media-needed': 'no-paper',
  'input-tray-missing': 'no-paper',
  'cover-open': 'not-working',
  'door-open': 'not-working',
  'interlock-open': 'not-working',
  'marker-supply-empty': 'not-working',
  'toner-empty': 'not-working',
  'developer-empty': 'not-working',
  'opc-life-over': 'not-working',
  'marker-waste-full': 'not-working',
  'output-area-full': 'not-working',
  'output-tray-missing': 'not-working',
  'fuser-over-temp': 'not-working',
  'fuser-under-temp': 'not-working',
  'spool-area-full': 'not-working',
  shutdown: 'not-working',
  paused: 'not-working',
  'moving-to-paused': 'not-working',
  'stopped-partly': 'not-working',
  'timed-out': 'not-working',
  other: 'not-working',
  // It goes on printing, or has not begun yet.
  'connecting-to-device': 'ready',
  stopping: 'ready',
  'media-low': 'ready',
  'toner-low': 'ready',
  'developer-low': 'ready',
  'marker-supply-low': 'ready',
  'marker-waste-almost-full': 'ready',
  'output-area-almost-full': 'ready',
  'opc-near-eol': 'ready',
  'interpreter-resource-unavailable': 'ready',
  'cups-waiting-for-job-completed': 'ready',
}

/** What may fold, staple or stack behind a printer (PWG 5100.9), and what each of them can say. */
const finishers = [
  'bander',
  'binder',
  'folder',
  'inserter',
  'puncher',
  'stacker',
  'stapler',
  'stitcher',
  'trimmer',
]
const finisherSays: Readonly<Record<string, PrinterState>> = {
  jam: 'not-working',
  missing: 'not-working',
  empty: 'not-working',
  full: 'not-working',
  'cover-open': 'not-working',
  'interlock-open': 'not-working',
  'life-over': 'not-working',
  'memory-exhausted': 'not-working',
  'motor-failure': 'not-working',
  offline: 'not-working',
  'over-temperature': 'not-working',
  'under-temperature': 'not-working',
  'thermistor-failure': 'not-working',
  'timing-failure': 'not-working',
  'turned-off': 'not-working',
  'unrecoverable-failure': 'not-working',
  'at-limit': 'not-working',
  added: 'ready',
  'almost-empty': 'ready',
  'almost-full': 'ready',
  closed: 'ready',
  'cover-closed': 'ready',
  'configuration-change': 'ready',
  'interlock-closed': 'ready',
  'life-almost-over': 'ready',
  'near-limit': 'ready',
  'power-saver': 'ready',
  'resource-added': 'ready',
  'turned-on': 'ready',
  'warming-up': 'ready',
}

const all = [
  ...Object.entries(reasons),
  ...finishers.flatMap((finisher) =>
    Object.entries(finisherSays).map(([what, state]) => [`${finisher}-${what}`, state] as const),
  ),
]

describe('what a printer says of itself', () => {
  test.each(all)('%s is told to nobody who prints where it is a warning', (reason, stopped) => {
    expect(printerState(said(reason)), 'no ending').toBe(stopped)
    expect(printerState(said(`${reason}-warning`)), '-warning').toBe('ready')
    expect(printerState(said(`${reason}-report`)), '-report').toBe('ready')
    const error = stopped === 'ready' ? 'not-working' : stopped
    expect(printerState(said(`${reason}-error`)), '-error').toBe(error)
  })

  test('of several the one that stops counts, and of those the one that a person can mend', () => {
    expect(printerState(said('media-empty-warning media-jam-error'))).toBe('jam')
    expect(printerState(said('media-empty-error media-jam-error'))).toBe('jam')
    expect(printerState(said('cover-open-error media-empty-error'))).toBe('no-paper')
    expect(printerState(said('media-jam-warning marker-supply-empty-error'))).toBe('not-working')
    expect(printerState(said('input-tray-missing-warning marker-supply-low-warning'))).toBe('ready')
  })

  test('the host hears what it will need, before patients stand there without it', () => {
    expect(printerWarning(said('media-empty-warning'))).toBe('paper')
    expect(printerWarning(said('media-low'))).toBe('paper')
    expect(printerWarning(said('input-tray-missing-warning marker-supply-low-warning'))).toBe('paper')
    expect(printerWarning(said('toner-low-report marker-supply-low-warning'))).toBe('ink')
    expect(printerWarning(said('toner-low'))).toBe('ink')
    // Neither paper nor ink would mend these.
    for (const reason of [
      'door-open',
      'media-jam',
      'marker-waste-almost-full',
      'opc-near-eol',
      'fuser-over-temp',
    ]) {
      expect(printerWarning(said(`${reason}-warning`)), reason).toBe('other')
    }
    for (const nothing of ['none', 'media-empty-error', 'media-low-report', 'connecting-to-device']) {
      expect(printerWarning(said(nothing)), nothing).toBe('none')
    }
  })

  test('docs/printers.md says for each reason what patients and the host hear', () => {
    const hears = (reason: string) => `${printerState(said(reason))} / ${printerWarning(said(reason))}`
    const shown = [...Object.keys(reasons), ...Object.keys(finisherSays).map((what) => `stapler-${what}`)]
    const rows = shown.map((reason) => {
      const cells = ['', '-error', '-warning', '-report'].map((ending) => hears(`${reason}${ending}`))
      return `| \`${reason}\` | ${cells.join(' | ')} |`
    })
    const file = path.join(findRootDirectory(), 'docs/printers.md')
    const [before = ''] = readFileSync(file, 'utf8').split('| reason ')
    const table = [
      '| reason | alone | `-error` | `-warning` | `-report` |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
    ]
    const page = `${before}${table.join('\n')}\n`
    if (process.env.UPDATE_PRINTERS === 'yes') writeFileSync(file, page)
    const cellsOf = (text: string) => text.replace(/ +\|/g, ' |').replace(/\| -+/g, '| ---')
    expect(cellsOf(readFileSync(file, 'utf8'))).toBe(cellsOf(page))
  })
})
