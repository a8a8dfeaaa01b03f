/** The display, by Debian's X11 tools: how long nobody touched it, which windows there are, and where they stand. */

import type { Role } from './policies.ts'
import { comesToItsEnd, type Processes } from './processes.ts'
import { type Area, classOf, type DisplaySize } from './windows.ts'

export interface Window {
  readonly id: string
  /** Null for a window of nobody that belongs here. `dialog`: an official page's browser asks for a PIN. */
  readonly role: Role | 'keyboard' | 'dialog' | null
}

/** What the window manager says of all that is on the display. */
interface Desktop {
  /** All windows, the oldest first. */
  readonly windows: readonly Window[]
  readonly size: DisplaySize
}

export interface Display {
  /** Null where the display does not answer. */
  readonly idleMilliseconds: () => Promise<number | null>
  readonly size: () => Promise<DisplaySize | null>
  /**
   * What the window manager knows; null where there is none that says so. Of windows only their class is looked at, never a
   * title.
   */
  readonly desktop: () => Promise<Desktop | null>
  /** Moves what does not stand in its place. */
  readonly place: (id: string, area: Area) => Promise<void>
  /** Moves a window to the middle of an area, and leaves its size. */
  readonly center: (id: string, area: Area) => Promise<void>
  /** Whether a window stays in front of all others, wherever somebody taps. */
  readonly keepInFront: (id: string, yes: boolean) => Promise<void>
  readonly raise: (id: string) => Promise<void>
  /** Asks a window to close, as a person would. */
  readonly close: (id: string) => Promise<void>
  /** The keyboard's layout, whatever was set before. */
  readonly setKeyboardLayout: () => Promise<void>
  /** Nothing copied or selected remains; throws where the display takes too long. */
  readonly clearSelections: () => Promise<void>
  /** Pointer, buttons, keys and layout as at the start. */
  readonly resetInput: (size: DisplaySize) => Promise<void>
}

const roles: Readonly<Record<string, Window['role']>> = {
  [classOf('guide')]: 'guide',
  [classOf('portal')]: 'portal',
  [classOf('document')]: 'document',
  Onboard: 'keyboard',
}

/** Every key that X knows, by its number: a name can stand for another key than the one that is held, and 9 is a name. */
const everyKey = Array.from({ length: 248 }, (_, index) => String(index + 8).padStart(3, '0'))

/** Each program at the display has a range of numbers for its windows. */
function programOf(id: string): number {
  return Number.parseInt(id, 16) >>> 21
}

export function createDisplay(processes: Processes, keyboardLayout: string): Display {
  const { run } = processes
  /** Asked each time: the number of a window that went is soon another's. Empty where it has just gone. */
  async function windowOf(id: string): Promise<readonly Window[]> {
    const { ok, output } = await run('xprop', ['-id', id, 'WM_CLASS'])
    if (!ok) return []
    const className = /"([^"]*)"\s*$/.exec(output.trim())?.[1]
    return [{ id, role: output.includes('not found') ? 'dialog' : (roles[className ?? ''] ?? null) }]
  }

  /** Chromium's own dialogs have no class. They stay only where they come from an official page's browser. */
  function withoutStrayDialogs(windows: readonly Window[]): readonly Window[] {
    const portals = new Set(windows.filter(({ role }) => role === 'portal').map(({ id }) => programOf(id)))
    return windows.map(({ id, role }) =>
      role === 'dialog' && !portals.has(programOf(id)) ? { id, role: null } : { id, role },
    )
  }

  async function areaNow(id: string): Promise<Area> {
    const { output } = await run('xdotool', ['getwindowgeometry', '--shell', id])
    const value = (name: string) => Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(output)?.[1])
    return { x: value('X'), y: value('Y'), width: value('WIDTH'), height: value('HEIGHT') }
  }

  async function place(id: string, area: Area, now: Area): Promise<void> {
    const { x, y, width, height } = area
    if (now.x === x && now.y === y && now.width === width && now.height === height) return
    await run('wmctrl', ['-i', '-r', id, '-e', `0,${x},${y},${width},${height}`])
  }

  async function setKeyboardLayout(): Promise<void> {
    // The row above the letters has digits with Shift alone, so people type a PIN on the keypad, whatever Num Lock says.
    const options = ['', 'caps:none', 'numpad:mac'].flatMap((option) => ['-option', option])
    await run('setxkbmap', ['-layout', keyboardLayout, ...options])
  }

  /** Turning sticky keys off is what makes X let go of every key that is held or locked, by whatever program. */
  async function unlockKeys(): Promise<void> {
    await run('xkbset', ['sticky'])
    await run('xkbset', ['-sticky', '-accessx', '-slowkeys', '-bouncekeys', '-mousekeys'])
  }

  return {
    setKeyboardLayout,
    idleMilliseconds: async () => {
      const { ok, output } = await run('xprintidle', [])
      return ok ? Number(output) : null
    },
    size: async () => {
      const { output } = await run('xdotool', ['getdisplaygeometry'])
      const [width = 0, height = 0] = output.split(/\s+/).map(Number)
      return width > 0 && height > 0 ? { width, height } : null
    },
    desktop: async () => {
      const { ok, output } = await run('xprop', ['-root', '_NET_CLIENT_LIST', '_NET_DESKTOP_GEOMETRY'])
      const [, width, height] = /^_NET_DESKTOP_GEOMETRY\S* = (\d+), (\d+)$/m.exec(output) ?? []
      if (!ok || !output.includes('window id') || height === undefined) return null
      const ids: readonly string[] = output.match(/0x[0-9a-f]+/g) ?? []
      return {
        windows: withoutStrayDialogs((await Promise.all(ids.map(windowOf))).flat()),
        size: { width: Number(width), height: Number(height) },
      }
    },
    place: async (id, area) => place(id, area, await areaNow(id)),
    center: async (id, { x, y, width, height }) => {
      const now = await areaNow(id)
      const inMiddle = {
        ...now,
        x: x + Math.round((width - now.width) / 2),
        y: y + Math.round((height - now.height) / 2),
      }
      if (Number.isInteger(inMiddle.x)) await place(id, inMiddle, now)
    },
    keepInFront: async (id, yes) => {
      await run('wmctrl', ['-i', '-r', id, '-b', `${yes ? 'add' : 'remove'},above`])
    },
    raise: async (id) => {
      await run('wmctrl', ['-i', '-a', id])
    },
    close: async (id) => {
      await run('wmctrl', ['-i', '-c', id])
    },
    clearSelections: async () => {
      const buffers = Array.from({ length: 8 }, (_none, index) => ['-remove', `CUT_BUFFER${index}`])
      const done = await Promise.all([
        ...['--primary', '--secondary', '--clipboard'].map((which) =>
          comesToItsEnd(processes, 'xsel', [which, '--clear']),
        ),
        comesToItsEnd(processes, 'xprop', ['-root', ...buffers.flat()]),
      ])
      if (done.includes(false)) throw new Error('The display does not say that it has forgotten.')
    },
    resetInput: async ({ width, height }) => {
      const middle = [String(Math.round(width / 2)), String(Math.round(height / 2))]
      const [devices] = await Promise.all([
        run('xinput', ['list', '--id-only']),
        unlockKeys().then(setKeyboardLayout),
        run('xdotool', ['mouseup', '1', 'keyup', '--delay', '0', ...everyKey, 'mousemove', ...middle]),
      ])
      // The middle button opens windows, and the right one menus.
      const ids = devices.output.match(/\d+/g) ?? []
      await Promise.all(
        ids.map((id) => run('xinput', ['set-button-map', id, '1', '0', '0', '4', '5', '6', '7'])),
      )
    },
  }
}
