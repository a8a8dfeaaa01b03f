/** Starts the server: reads the settings, migrates the database, listens. */

import { type Configuration, findRootDirectory, readConfiguration, refuseOldNode } from './configuration.ts'
import { keepNewFilesClosed, openToOthers } from './database/closed-files.ts'
import { startFailure } from './start-failure.ts'

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

keepNewFilesClosed()
const refusal = refuseOldNode(process.version)
if (refusal !== null) stop(refusal)
const result = readConfiguration(process.env)
if (!result.ok) stop(result.sentence)

// Loaded only now: better-sqlite3 would crash an older Node before it could be refused in words.
const { startServer } = await import('./server.ts')
const { thisMachine } = await import('./machine.ts')
const { inAddress, mayPassInClear } = await import('./web/network.ts')
const { passesInClear } = await import('./web/network.ts')
try {
  const server = await startServer(result.configuration, findRootDirectory(), thisMachine())
  const { publicUrl, signInsAreOff } = server.services
  // Nobody could use its link.
  const setUpToken = signInsAreOff ? null : await server.services.setUp.open()
  for (const sentence of [
    ...openToOthers(result.configuration.dataDirectory),
    ...inClear(publicUrl, signInsAreOff, result.configuration),
    ...besideProxy(result.configuration),
    ...server.certificateSays,
  ]) {
    process.stderr.write(`${sentence}\n`)
  }
  // In one piece, so that whoever waits for the last line has the others.
  process.stdout.write(
    [
      ...(result.configuration.publicUrl === null
        ? [`PUBLIC_URL is not set: QR codes on paper lead to ${server.address}, known only here.\n`]
        : []),
      ...(setUpToken === null
        ? []
        : [`This site has no host yet. Set it up once at ${publicUrl}/host/set-up/${setUpToken}\n`]),
      ...(server.localAddress === null
        ? []
        : [`A kiosk on this machine comes in at ${server.localAddress}\n`]),
      `Ready: ${server.address}\n`,
    ].join(''),
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  }
} catch (error) {
  stop(startFailure(error, result.configuration))
}

/** What it means that people reach the server without TLS, for whoever starts it. */
function inClear(publicUrl: string, signInsAreOff: boolean, configuration: Configuration): readonly string[] {
  if (!mayPassInClear(publicUrl, configuration)) return []
  const meaning = `People reach this server at ${publicUrl} without TLS: everybody on the network can read and change what passes`
  return [
    signInsAreOff
      ? `${meaning}, so nobody can sign in until PUBLIC_URL begins with https, or ALLOW_PLAIN_HTTP=yes is set.`
      : `${meaning}, passphrases too (ALLOW_PLAIN_HTTP=yes).`,
  ]
}

/** With TLS that is a proxy's, this port itself takes what comes in clear. */
function besideProxy({ publicUrl, tls, host, port }: Configuration): readonly string[] {
  const isProxys = publicUrl !== null && new URL(publicUrl).protocol === 'https:' && tls === null
  if (!isProxys || !passesInClear(`http://${inAddress(host)}`)) return []
  return [
    `Port ${port} is open to the network without TLS. Let nobody but your proxy reach it: with HOST=127.0.0.1, or by a firewall.`,
  ]
}
