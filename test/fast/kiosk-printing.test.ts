/** What a printer says of itself: what patients hear of it, and what the host does. docs/printers.md is made from here. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { PrinterState } from '../../contract/kiosk.ts'
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

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '')

/**
 * The names of the IANA registry (printer-state-reasons, RFC 8011, 5.4.12, and PWG 5100.9), as the message catalogue of CUPS
 * has them, by what a patient is told where the printer says one of them alone. CUPS adds one of its own.
 */
const reasons: Readonly<Record<PrinterState, readonly string[]>> = {
  jam: words(`
    media-jam media-path-jam media-path-input-jam media-path-output-jam input-media-tray-jam
    output-media-tray-jam
  `),
  'no-paper': words(`
    media-empty media-needed input-tray-missing media-path-input-empty media-path-input-request
    input-manual-input-request input-cannot-feed-size-selected
  `),
  'not-working': words(`
    camera-failure chamber-failure chamber-temperature-high chamber-temperature-low
    cleaner-life-over cover-open deactivated developer-empty door-open extruder-failure
    extruder-jam extruder-temperature-high extruder-temperature-low fan-failure fuser-over-temp
    fuser-under-temp hold-new-jobs input-media-tray-failure input-media-tray-feed-error
    input-pick-roller-failure input-pick-roller-life-over input-pick-roller-missing
    input-tray-elevation-failure input-tray-position-failure interlock-open lamp-at-eol
    lamp-failure laser-at-eol laser-failure marker-cleaner-missing marker-developer-empty
    marker-developer-missing marker-fuser-missing marker-fuser-thermistor-failure
    marker-fuser-timing-failure marker-ink-empty marker-ink-missing marker-opc-missing
    marker-print-ribbon-empty marker-print-ribbon-missing marker-supply-empty marker-supply-missing
    marker-toner-cartridge-missing marker-toner-missing marker-waste-full
    marker-waste-ink-receptacle-full marker-waste-ink-receptacle-missing marker-waste-missing
    marker-waste-toner-receptacle-full marker-waste-toner-receptacle-missing material-empty
    media-path-failure media-path-input-feed-error media-path-media-tray-full
    media-path-media-tray-missing media-path-output-feed-error media-path-output-full
    media-path-pick-roller-failure media-path-pick-roller-life-over media-path-pick-roller-missing
    motor-failure moving-to-paused opc-life-over other output-area-full
    output-mailbox-select-failure output-media-tray-failure output-media-tray-feed-error
    output-tray-missing paused platform-failure platform-temperature-high platform-temperature-low
    power-down shutdown spool-area-full stopped-partly timed-out toner-empty
  `),
  // It goes on printing, or has not begun yet; or another part of the machine is meant.
  ready: words(`
    none connecting-to-device stopping unknown configuration-change power-up media-low toner-low
    developer-low marker-supply-low marker-supply-almost-empty marker-ink-almost-empty
    marker-developer-almost-empty marker-print-ribbon-almost-empty marker-waste-almost-full
    marker-waste-ink-receptacle-almost-full marker-waste-toner-receptacle-almost-full
    marker-adjusting-print-quality media-drying media-path-media-tray-almost-full
    media-path-cannot-duplex-media-selected media-path-pick-roller-life-warn
    input-pick-roller-life-warn input-media-color-change input-media-form-parts-change
    input-media-size-change input-media-type-change input-media-weight-change
    output-area-almost-full opc-near-eol lamp-near-eol laser-near-eol cleaner-life-almost-over
    interlock-closed interpreter-cartridge-added interpreter-cartridge-deleted
    interpreter-complex-page-encountered interpreter-memory-decrease interpreter-memory-increase
    interpreter-resource-added interpreter-resource-deleted interpreter-resource-unavailable
    alert-removal-of-binary-change-entry identify-printer-requested printer-manual-reset
    printer-nms-reset printer-ready-to-print chamber-cooling chamber-heating extruder-cooling
    extruder-heating platform-cooling platform-heating material-low material-needed
    cups-waiting-for-job-completed fax-modem-life-almost-over fax-modem-life-over fax-modem-missing
    fax-modem-turned-off fax-modem-turned-on
  `),
  none: [],
}

/** What may fold, staple or stack behind a printer, or be any part of it, and what each of them can say. */
const subunits = words(`
  bander binder die-cutter folder imprinter inserter make-envelope perforater puncher
  separation-cutter sheet-rotator slitter stacker stapler stitcher trimmer wrapper subunit
`)
const subunitSays: Readonly<Record<string, readonly string[]>> = {
  'not-working': words(`
    at-limit cover-open empty full interlock-open jam life-over memory-exhausted missing motor-failure offline opened
    over-temperature recoverable-failure recoverable-storage-error thermistor-failure timing-failure timing-Failure turned-off under-temperature
    unrecoverable-failure unrecoverable-storage unrecoverable-storage-error
  `),
  ready: words(`
    added almost-empty almost-full closed configuration-change cooling-down cover-closed interlock-closed life-almost-over
    near-limit power-saver recoverable-storage removed resource-added resource-removed turned-on
    warming-up
  `),
}

const pairs = (said: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(said).flatMap(([state, names]) => names.map((name) => [name, state] as const))
const all = [
  ...pairs(reasons),
  ...subunits.flatMap((subunit) =>
    pairs(subunitSays).map(([what, state]) => [`${subunit}-${what}`, state] as const),
  ),
]

/** Of CUPS itself, from Debian's cups-common. */
const catalogue = '/usr/share/cups/locale/en/cups_en.po'
if (!existsSync(catalogue)) console.log(`Not compared with the names that CUPS has: there is no ${catalogue}`)

describe('what a printer says of itself', () => {
  test('a warning is told to nobody who prints, and what has stopped is told as what it is', () => {
    const heard = all.flatMap(([reason, stopped]) => {
      const error = stopped === 'ready' ? 'not-working' : stopped
      const expected = { '': stopped, '-warning': 'ready', '-report': 'ready', '-error': error }
      return Object.entries(expected).map(([ending, state]) => ({ reason: `${reason}${ending}`, state }))
    })
    const wrong = heard.filter(({ reason, state }) => printerState(said(reason)) !== state)
    expect(wrong).toEqual([])
  })

  test.skipIf(!existsSync(catalogue))('no name of the registry is left to chance', () => {
    const known = new Set(all.map(([name]) => name))
    const registered = [...readFileSync(catalogue, 'utf8').matchAll(/"printer-state-reasons\.([\w-]+)"/g)]
    expect(registered.length).toBeGreaterThan(700)
    expect(registered.map(([, name = '']) => name).filter((name) => !known.has(name))).toEqual([])
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
    const cells = (reason: string) =>
      ['', '-error', '-warning', '-report'].map((ending) => hears(`${reason}${ending}`)).join(' | ')
    const rows = [
      ...pairs(reasons).map(([reason]) => `| \`${reason}\` | ${cells(reason)} |`),
      ...pairs(subunitSays).map(([what]) => {
        const alike = new Set(subunits.map((subunit) => cells(`${subunit}-${what}`)))
        expect([...alike], what).toHaveLength(1)
        return `| \`*-${what}\` | ${[...alike].join()} |`
      }),
    ]
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
