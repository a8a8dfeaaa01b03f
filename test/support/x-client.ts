/** Asks an X server about its windows over its own socket, as the X11 tools do: no program is started for a question. */

import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'

export interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface XClient {
  /** What the window manager knows, the oldest first, with the class of each; none where there is no window manager. */
  readonly openWindows: () => Promise<readonly { readonly id: number; readonly className: string }[]>
  /** The same windows from the lowest to the one in front. */
  readonly stacking: () => Promise<readonly number[]>
  /** On the screen; null where there is no such window. */
  readonly placeOf: (id: number) => Promise<Place | null>
  /** The windows right below the root, whoever knows of them, where they can be seen. */
  readonly piecesSeen: () => Promise<readonly number[]>
  /** The windows inside of one, and inside of those. */
  readonly below: (id: number) => Promise<readonly number[]>
  /** Moves the pointer; gives the window right below the root on which it then stands, 0 where there is none. */
  readonly pointAt: (x: number, y: number) => Promise<number>
  readonly close: () => void
}

/** A server that takes longer has hung. */
const longestAnswerMilliseconds = 20_000

const classProperty = 67
const anyType = 0
const mostWords = 4096
const viewable = 2

/** The length of an answer stands in its head, the rest after it. */
const headBytes = 32

const numbers = (...values: readonly number[]) => Buffer.from(Uint32Array.from(values).buffer)

/** Gives what comes back as one answer after the other. */
async function handshake(socket: Socket): Promise<{ readonly root: number; readonly rest: Buffer }> {
  // Little end first, version 11, and nothing to show: a display of a test lets in whoever is on this machine.
  socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
  let got = Buffer.alloc(0)
  for (;;) {
    const [chunk]: Buffer[] = await once(socket, 'data')
    got = Buffer.concat([got, chunk ?? Buffer.alloc(0)])
    const length = got.length < 8 ? Number.POSITIVE_INFINITY : 8 + got.readUInt16LE(6) * 4
    if (got.length < length) continue
    if (got[0] !== 1) throw new Error('The X server lets nobody in')
    const vendor = Math.ceil(got.readUInt16LE(24) / 4) * 4
    const formats = got.readUInt8(29) * 8
    return { root: got.readUInt32LE(40 + vendor + formats), rest: got.subarray(length) }
  }
}

/** `displayName` such as :3. */
export async function openXClient(displayName: string): Promise<XClient> {
  const socket = createConnection(`/tmp/.X11-unix/X${displayName.slice(1)}`)
  await once(socket, 'connect')
  const { root, rest } = await handshake(socket)
  const waiting = new Map<number, (answer: Buffer | null | Error) => void>()
  let sent = 0
  let got = rest

  function understand(): void {
    while (got.length >= headBytes) {
      const isAnswer = got[0] === 1
      const length = headBytes + (isAnswer ? got.readUInt32LE(4) * 4 : 0)
      if (got.length < length) return
      const one = got.subarray(0, length)
      got = got.subarray(length)
      // What is more than an error or an answer is an event: nobody has asked for it.
      if (one.readUInt8(0) > 1) continue
      const number = one.readUInt16LE(2)
      waiting.get(number)?.(isAnswer ? one : null)
      waiting.delete(number)
    }
  }
  socket.on('data', (chunk) => {
    got = Buffer.concat([got, chunk])
    understand()
  })
  const over = () => {
    for (const answer of waiting.values()) answer(new Error(`The display ${displayName} is gone`))
    waiting.clear()
  }
  socket.on('error', over)
  socket.on('close', over)

  /** Every request has a number, which its answer names. */
  function send(kind: number, detail: number, body: Buffer): number {
    const head = Buffer.from([kind, detail, 0, 0])
    head.writeUInt16LE(1 + body.length / 4, 2)
    sent = (sent + 1) % 0x10000
    socket.write(Buffer.concat([head, body]))
    return sent
  }

  /** Null where the server refuses: the window is gone. */
  function ask(kind: number, body: Buffer): Promise<Buffer | null> {
    if (socket.destroyed) return Promise.reject(new Error(`The display ${displayName} is gone`))
    const number = send(kind, 0, body)
    return new Promise((resolve, reject) => {
      const hung = () => reject(new Error(`The display ${displayName} does not answer`))
      const timer = setTimeout(hung, longestAnswerMilliseconds)
      waiting.set(number, (answer) => {
        clearTimeout(timer)
        if (answer instanceof Error) reject(answer)
        else resolve(answer)
      })
    })
  }

  async function atomOf(name: string): Promise<number> {
    const head = Buffer.alloc(4)
    head.writeUInt16LE(name.length)
    const text = Buffer.alloc(Math.ceil(name.length / 4) * 4)
    text.write(name)
    return (await ask(16, Buffer.concat([head, text])))?.readUInt32LE(8) ?? 0
  }
  const lists = {
    all: await atomOf('_NET_CLIENT_LIST'),
    stacking: await atomOf('_NET_CLIENT_LIST_STACKING'),
  }

  /** Empty where there is no such property, null where there is no such window. */
  async function propertyOf(id: number, property: number): Promise<Buffer | null> {
    const answer = await ask(20, numbers(id, property, anyType, 0, mostWords))
    if (answer === null) return null
    const bytes = answer.readUInt32LE(16) * (answer.readUInt8(1) / 8)
    return answer.subarray(headBytes, headBytes + bytes)
  }

  const wordsIn = (bytes: Buffer | null) =>
    Array.from({ length: (bytes?.length ?? 0) / 4 }, (_none, index) => bytes?.readUInt32LE(index * 4) ?? 0)

  async function childrenOf(id: number): Promise<readonly number[]> {
    const answer = await ask(15, numbers(id))
    return wordsIn(answer?.subarray(headBytes, headBytes + answer.readUInt16LE(16) * 4) ?? null)
  }

  async function isSeen(id: number): Promise<boolean> {
    return (await ask(3, numbers(id)))?.readUInt8(26) === viewable
  }

  async function placeOf(id: number): Promise<Place | null> {
    const [size, corner] = await Promise.all([ask(14, numbers(id)), ask(40, numbers(id, root, 0))])
    if (size === null || corner === null) return null
    return {
      x: corner.readInt16LE(12),
      y: corner.readInt16LE(14),
      width: size.readUInt16LE(16),
      height: size.readUInt16LE(18),
    }
  }

  return {
    openWindows: async () => {
      const ids = wordsIn(await propertyOf(root, lists.all))
      const classes = await Promise.all(ids.map((id) => propertyOf(id, classProperty)))
      return ids.flatMap((id, index) => {
        const found = classes[index] ?? null
        // Gone since it was listed; a window without a class is one all the same.
        if (found === null) return []
        return [{ id, className: found.toString('latin1').split('\0')[1] ?? 'nameless' }]
      })
    },
    stacking: async () => wordsIn(await propertyOf(root, lists.stacking)),
    placeOf,
    piecesSeen: async () => {
      const children = await childrenOf(root)
      const seen = await Promise.all(children.map(isSeen))
      return children.filter((_id, index) => seen[index])
    },
    below: async (id) => {
      const all = [...(await childrenOf(id))]
      for (const one of all) all.push(...(await childrenOf(one)))
      return all
    },
    pointAt: async (x, y) => {
      const to = Buffer.alloc(4)
      to.writeInt16LE(Math.round(x), 0)
      to.writeInt16LE(Math.round(y), 2)
      send(41, 0, Buffer.concat([numbers(0, root, 0, 0), to]))
      return (await ask(38, numbers(root)))?.readUInt32LE(12) ?? 0
    },
    close: () => socket.destroy(),
  }
}
