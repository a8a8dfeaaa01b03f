/** A supervisor on a machine whose parts are slow and fail: a guide that listens comes back, or the supervisor ends itself. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Look,
  type ProcessName,
  unwatched,
  type Verdict,
  type VitalSigns,
  type Watched,
  watchedAfter,
} from '../../kiosk/vital-signs.ts'
import { createWatchdog } from '../../kiosk/watchdog.ts'
import {
  createUnsteadyMachine,
  noTrouble,
  type Trouble,
  type UnsteadyMachine,
} from '../support/unsteady-machine.ts'

/** More than any of the supervisor's own limits. */
const healingMilliseconds = 300_000

type Step = readonly [name: string, act: (machine: UnsteadyMachine) => void]

const troubled = <Part extends keyof Trouble>(
  part: Part,
  values: readonly Trouble[Part][],
): readonly Step[] =>
  values.map((value) => [
    `${part}: ${value}`,
    (machine) => {
      machine.trouble[part] = value
      machine.reconnects()
    },
  ])

/** From all of these a kiosk recovers by itself. */
const mild: readonly Step[] = [
  ['somebody begins', (machine) => machine.begins()],
  ['the official page is opened', (machine) => machine.opensPortal()],
  ['finish and erase', (machine) => machine.endsOnServer()],
  ['a touch', (machine) => machine.touches()],
  ...(['guide', 'portal'] as const).flatMap((role) =>
    (['killed', 'page', 'window'] as const).map(
      (what): Step => [`${role}: ${what}`, (machine) => machine.hits(role, what)],
    ),
  ),
  ...troubled('server', ['well', 'slow', 'away']),
  ...troubled('display', ['well', 'slow']),
  ...troubled('cups', ['well', 'slow']),
  ...troubled('documents', ['well', 'fail']),
  ...(['no-window', 'no-page', 'ends'] as const).map(
    (fate): Step => [`next: ${fate}`, (machine) => machine.nextBrowser(fate)],
  ),
]
/** A guide that nobody saw three times in a row ends the supervisor, as it should. */
const mostGuidesHit = 2

const grave: readonly Step[] = [
  ...mild,
  ...troubled('display', ['silent']),
  ...troubled('windowManager', ['well', 'gone']),
  ...troubled('cups', ['silent']),
  ...troubled('clipboard', ['well', 'hangs']),
  ...troubled('fate', ['well', 'no-window', 'no-page', 'ends', 'busy', 'never-ends']),
]

function storiesOf(steps: readonly Step[], longestWaitMilliseconds: number) {
  const step = fc.record({
    step: fc.constantFrom(...steps),
    waits: fc.integer({ min: 0, max: longestWaitMilliseconds }),
  })
  return fc.array(step, { maxLength: 14 })
}

type Story = readonly { readonly step: Step; readonly waits: number }[]

const hitsFewGuides = (story: Story) =>
  story.filter(({ step: [name] }) => /^(guide|next):/.test(name)).length <= mostGuidesHit

async function toldOn(machine: UnsteadyMachine, story: Story): Promise<void> {
  await machine.time.pass(3000)
  for (const { step, waits } of story) {
    step[1](machine)
    await machine.time.pass(waits)
    if (machine.ended() !== null) return
  }
  Object.assign(machine.trouble, noTrouble)
  machine.reconnects()
  machine.endsOnServer()
  await machine.time.pass(healingMilliseconds)
}

/** What a story has led to, in words that a failure shows. */
function outcome(machine: UnsteadyMachine): string {
  if (machine.ended() !== null) return `ended: ${machine.ended()}`
  return `${machine.shown().join()}; ${machine.said().findLast((line) => line.includes('->'))}`
}

const backAtStart = /^guide http:\/\/127\.0\.0\.1:3000\/kiosk\/entry\/once; \S+ -> idle$/

describe('the next person', () => {
  test('finds a guide that listens after anything that a kiosk gets over, and the supervisor goes on', async () => {
    await fc.assert(
      fc.asyncProperty(storiesOf(mild, 12_000).filter(hitsFewGuides), async (story) => {
        const machine = createUnsteadyMachine()
        await toldOn(machine, story)
        expect(outcome(machine)).toMatch(backAtStart)
        machine.stop()
      }),
      { numRuns: 300 },
    )
  })

  test('finds a guide that listens, or a machine that begins anew, after anything at all', async () => {
    const ends = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(storiesOf(grave, 40_000), async (story) => {
        const machine = createUnsteadyMachine()
        await toldOn(machine, story)
        const end = machine.ended() ?? 'a guide that listens'
        ends.set(end, (ends.get(end) ?? 0) + 1)
        if (machine.ended() === null) expect(outcome(machine)).toMatch(backAtStart)
        machine.stop()
      }),
      { numRuns: 600 },
    )
    console.log([...ends].map(([end, times]) => `${end}: ${times}`).join('\n'))
  })

  test('whoever looks after the kiosk reads in the journal and on the screen that its code is wrong', async () => {
    const machine = createUnsteadyMachine()
    await machine.time.pass(3000)
    machine.isSilent('away')
    await machine.time.pass(10_000)
    expect(machine.shown()).toEqual([expect.stringMatching(/^guide file:.*\/out-of-service\.html#away$/)])
    machine.isSilent('refused')
    machine.isSilent('refused')
    await machine.time.pass(10_000)
    expect(machine.shown()).toEqual([expect.stringMatching(/^guide file:.*\/out-of-service\.html#refused$/)])
    expect(machine.said().filter((line) => line.includes('KIOSK_TOKEN'))).toHaveLength(1)
    Object.assign(machine.trouble, noTrouble)
    machine.reconnects()
    await machine.time.pass(10_000)
    expect(outcome(machine)).toMatch(backAtStart)
    machine.stop()
  })

  const pauses = [0, 100, 390, 410]
  test.each(pauses)(
    'takes no sheet of the one before, who ended the visit %i ms after the tap on print',
    async (pause) => {
      for (const cups of ['well', 'slow'] as const) {
        const machine = createUnsteadyMachine()
        machine.trouble.cups = cups
        await machine.time.pass(3000)
        machine.begins()
        machine.opensPortal()
        await machine.time.pass(3000)
        machine.offersDocument()
        await machine.time.pass(1000)
        machine.tapsPrint()
        await machine.time.pass(pause)
        machine.endsOnServer()
        await machine.time.pass(20_000)
        expect(outcome(machine), cups).toMatch(backAtStart)
        expect(machine.waitingJobs(), cups).toBe(0)
        machine.stop()
      }
    },
  )

  test('takes no sheet that the official page of the one before handed over as it was being closed', async () => {
    const machine = createUnsteadyMachine()
    machine.portalPrintsAtItsEnd()
    await machine.time.pass(3000)
    machine.begins()
    machine.opensPortal()
    await machine.time.pass(3000)
    machine.endsOnServer()
    await machine.time.pass(20_000)
    expect(outcome(machine)).toMatch(backAtStart)
    expect(machine.waitingJobs()).toBe(0)
    machine.stop()
  })

  test('is not let in where a browser of the visit before does not end: the supervisor ends itself', async () => {
    const machine = createUnsteadyMachine()
    await machine.time.pass(3000)
    machine.begins()
    machine.nextBrowser('never-ends')
    machine.opensPortal()
    await machine.time.pass(3000)
    machine.endsOnServer()
    await machine.time.pass(60_000)
    expect(machine.ended()).toBe('An erase does not end.')
    expect(machine.said().filter((line) => line.startsWith('erased'))).toHaveLength(1)
  })

  test('finds a guide although no window manager knew the one before: that had a page, and nobody saw it', async () => {
    const machine = createUnsteadyMachine()
    machine.nextBrowser('no-window')
    await machine.time.pass(20_000)
    expect(machine.said()).toContain('nobody sees the guide: it has no window')
    expect(outcome(machine)).toMatch(backAtStart)
    machine.stop()
  })
})

test('a kiosk does not begin anew for guides that died unseen days apart, each with visits after it', async () => {
  const machine = createUnsteadyMachine()
  await machine.time.pass(3000)
  for (let day = 0; day < 6; day += 1) {
    for (const fateOfNextGuide of ['ends', 'well'] as const) {
      machine.begins()
      await machine.time.pass(3000)
      machine.nextBrowser(fateOfNextGuide)
      machine.endsOnServer()
      await machine.time.pass(20_000)
      expect(outcome(machine)).toMatch(backAtStart)
    }
  }
  machine.stop()
})

describe('whoever watches from outside', () => {
  test('hears that all is well, and nothing more once a look at the display fails each time', async () => {
    const machine = createUnsteadyMachine()
    await machine.time.pass(120_000)
    expect(machine.ended()).toBeNull()
    machine.begins()
    machine.opensPortal()
    machine.trouble.documents = 'fail'
    for (let minute = 0; minute < 3; minute += 1) {
      await machine.time.pass(50_000)
      machine.touches()
    }
    expect(machine.ended()).toBe('the watchdog')
    machine.stop()
  })

  test('is told by systemd’s own program, a few times within the time that systemd waits', async () => {
    const calls: string[] = []
    let now = 0
    const processes = {
      run: async (command: string, words: readonly string[]) => {
        calls.push([command, ...words].join(' '))
        return { ok: true, hung: false, output: '' }
      },
    }
    const beat = createWatchdog(
      processes,
      { NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '60000000' },
      () => now,
    )
    for (; now < 60_000; now += 500) beat()
    expect(calls).toEqual(Array(4).fill('systemd-notify WATCHDOG=1'))
    createWatchdog(processes, { NOTIFY_SOCKET: '/run/systemd/notify' }, () => now)()
    createWatchdog(processes, { WATCHDOG_USEC: '60000000' }, () => now)()
    expect(calls, 'where nobody watches').toHaveLength(4)
  })
})

describe('somebody’s sign-in at an official page', () => {
  const signs = (change: Partial<VitalSigns>): VitalSigns => ({
    renderers: 1,
    zygotes: new Set(['2 20']),
    processes: new Set(['1 10', '2 20']),
    busyMilliseconds: 1000,
    isBusy: false,
    ...change,
  })
  const look = (change: Partial<VitalSigns> = {}, windows: number | null = 1): Look => ({
    signs: signs(change),
    windows,
    milliseconds: 500,
  })
  const verdicts = (looks: readonly Look[]): readonly Verdict[] => {
    let watched: Watched = unwatched
    return looks.map((one) => {
      const after = watchedAfter(watched, one)
      watched = after.watched
      return after.verdict
    })
  }
  const noPage = { renderers: 0, zygotes: new Set<ProcessName>() }

  test('ends with a page that has crashed, as soon as that is sure', () => {
    expect(verdicts([look(), look(noPage), look(noPage)])).toEqual(['well', 'unsure', 'no-page'])
    // The next page would have come from the process that is gone.
    const lost = { processes: new Set<ProcessName>(['1 10']) }
    expect(verdicts([look(), look(lost), look(lost)])).toEqual(['well', 'unsure', 'no-page'])
    expect(verdicts([look(), look({}, 0), ...Array(7).fill(look({}, 0))]).at(-1)).toBe('no-window')
  })

  test('goes on while a slow machine brings the next page: it works, or waits for a processor or a disk', () => {
    const waiting = Array.from({ length: 100 }, (_none, index) =>
      look({ ...noPage, busyMilliseconds: 1000 + index * 200 }),
    )
    expect(verdicts([look(), ...waiting, look()])).toEqual(['well', ...Array(100).fill('unsure'), 'well'])
    const atDisk = Array(100).fill(look({ ...noPage, isBusy: true }))
    expect(verdicts([look(), ...atDisk]).at(-1)).toBe('unsure')
  })

  test('goes on where a process that had just been begun is called as another, and ends soon', () => {
    // At the second look there seem to be two zygotes, one of which becomes a renderer.
    const begun = { processes: new Set<ProcessName>(['1 10', '2 20', '3 30']) }
    expect(verdicts([look(), look(begun), look(), look(), look()])).toEqual(Array(5).fill('well'))
  })

  test('goes on while no window manager says which windows there are', () => {
    expect(verdicts([look(), ...Array(100).fill(look({}, null))]).at(-1)).toBe('unsure')
  })

  test('does not go on for ever at a browser that works and shows nothing', () => {
    const busy = Array.from({ length: 300 }, (_none, index) =>
      look({ ...noPage, busyMilliseconds: 1000 + index * 500, isBusy: true }),
    )
    expect(verdicts([look(), ...busy])).toContain('no-page')
  })
})
