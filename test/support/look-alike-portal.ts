/** An official page that looks alike and is none: it keeps what is typed in every way a browser knows. */

import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { TLSSocket } from 'node:tls'

export interface LookAlikePortal {
  /** Such as http://127.0.0.1:41234/. */
  readonly address: string
  readonly host: string
  /** What it was told has been kept, and every path that was asked for. */
  readonly asked: () => readonly string[]
  /** The names in the certificates of those who asked for the page. */
  readonly signedIn: () => readonly string[]
  readonly close: () => Promise<void>
}

/** A real PDF of one page that says a text. */
export function pdfSaying(text: string): Buffer {
  const stream = `BT /F1 24 Tf 72 760 Td (${text}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  return Buffer.from(
    `${body}xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`,
  )
}

const buttonStyle = 'position:absolute;left:60px;width:420px;height:64px;font-size:28px'

/** What stands on the page, each in its own row, so that a test knows where to tap. */
export const rows = [
  'field',
  'pdf',
  'download',
  'program',
  'blank',
  'popup',
  'blocked',
  'print',
  'many',
] as const
export type Row = (typeof rows)[number]

/** The middle of a row, from the left upper corner of the portal's window. */
export function placeOf(row: Row): { readonly x: number; readonly y: number } {
  return { x: 200, y: 40 + rows.indexOf(row) * 90 + 32 }
}

function at(row: Row): string {
  return `style="${buttonStyle};top:${40 + rows.indexOf(row) * 90}px"`
}

const page = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Look-alike</title>
<body>
<input id="field" autofocus ${at('field')}>
<a href="/paper.pdf" ${at('pdf')}>PDF</a>
<a href="/paper.pdf?download" ${at('download')}>Download</a>
<a href="/program.bin" ${at('program')}>Program</a>
<a href="/blank" target="_blank" ${at('blank')}>New tab</a>
<button onclick="window.open('/popup','p','width=300,height=200')" ${at('popup')}>Popup</button>
<a href="http://127.0.0.2:9/" ${at('blocked')}>Blocked</a>
<button onclick="print()" ${at('print')}>Print</button>
<button onclick="for (let i = 0; i < 50; i++) window.open('/tab' + i)" ${at('many')}>50 tabs</button>
<script>
const field = document.getElementById('field')
navigator.serviceWorker?.register('/worker.js')
// A page that is on screen says so, since a tap that comes sooner hits nothing.
addEventListener('load', () => requestAnimationFrame(() => requestAnimationFrame(() => fetch('/painted'))))
let waiting
field.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(keep, 300) })
async function keep() {
  const text = field.value
  document.title = text
  document.cookie = 'typed=' + text + ';max-age=999999'
  localStorage.typed = text
  sessionStorage.typed = text
  history.replaceState({ typed: text }, '', '/?typed=' + text)
  const cache = await caches.open('kept')
  await cache.put('/kept', new Response(text))
  const opened = indexedDB.open('kept')
  opened.onupgradeneeded = () => opened.result.createObjectStore('all')
  opened.onsuccess = async () => {
    opened.result.transaction('all', 'readwrite').objectStore('all').put(text, 'typed')
    await fetch('/kept?' + encodeURIComponent(text))
    field.select(); document.execCommand('copy'); field.setSelectionRange(field.value.length, field.value.length)
  }
}
</script>`

/** With TLS options it demands a certificate of whoever comes. */
export async function openLookAlikePortal(tls: ServerOptions | null = null): Promise<LookAlikePortal> {
  const asked: string[] = []
  const signedIn: string[] = []
  const listener: RequestListener = (request, response) => {
    const path = request.url ?? '/'
    asked.push(path)
    const { socket } = request
    if (path === '/' && socket instanceof TLSSocket)
      signedIn.push(String(socket.getPeerCertificate().subject.CN))
    const send = (type: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}) => {
      response.writeHead(200, { 'content-type': type, ...headers })
      response.end(body)
    }
    if (path.startsWith('/paper.pdf')) {
      const disposition = path.endsWith('download') ? 'attachment; filename="paper.pdf"' : 'inline'
      return send('application/pdf', pdfSaying('paper of the portal'), { 'content-disposition': disposition })
    }
    if (path === '/program.bin') {
      return send('application/octet-stream', 'MZ\u0000program', { 'content-disposition': 'attachment' })
    }
    if (path === '/worker.js') return send('text/javascript', 'self.onfetch = () => {}')
    if (path === '/painted') return send('text/plain', '')
    if (path === '/redirect') {
      response.writeHead(302, { location: 'http://127.0.0.2:9/' })
      return response.end()
    }
    return send('text/html', page)
  }
  const server: Server = tls === null ? createServer(listener) : createTlsServer(tls, listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const host = `127.0.0.1:${port}`
  return {
    address: `${tls === null ? 'http' : 'https'}://${host}/`,
    host,
    asked: () => asked,
    signedIn: () => signedIn,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
