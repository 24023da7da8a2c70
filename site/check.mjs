// Looks at every page of the built site as a reader does: on a phone, at 400 % zoom, dark and light. Fails when a page asks another
// host for anything, is wider than the window, has a link that leads nowhere, or text too pale to read; and when the search finds
// nothing. Chromium is the machine's own (CHROMIUM=/path, otherwise /usr/bin/chromium).
import { createServer } from 'node:http'
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const here = dirname(fileURLToPath(import.meta.url))
const site = join(here, 'target/site')
const pictures = join(here, 'target/pictures')
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' }

const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://site').pathname)).replace(/\/$/, '/index.html')
  const file = join(site, path)
  if (!file.startsWith(site) || !existsSync(file)) return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file))
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const origin = `http://127.0.0.1:${server.address().port}`

const views = [
  { name: 'desktop-light', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'desktop-dark', width: 1280, height: 900, colorScheme: 'dark' },
  { name: 'phone', width: 360, height: 740, colorScheme: 'light' },
  // 1280 CSS pixels at a zoom of 400 % are 320: WCAG 2.1, success criterion 1.4.10.
  { name: 'zoom-400', width: 320, height: 256, colorScheme: 'dark' },
]
const problems = new Set()
const pages = readdirSync(site).filter((file) => file.endsWith('.html') && file !== '404.html')
mkdirSync(pictures, { recursive: true })

/** Runs in the page. The ratio of WCAG 2.1, success criterion 1.4.3, of each text against what is painted behind it. */
function paleTexts() {
  const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  const parse = (color) => (color.match(/[\d.]+/g) ?? []).map(Number)
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor)
      if (c.length === 3 || c[3] === 1) return c
    }
    return parse(getComputedStyle(document.body).backgroundColor)
  }
  const pale = []
  for (const e of document.querySelectorAll('.vp-doc p, .vp-doc li, .vp-doc td, .vp-doc th, .vp-doc code span, .vp-doc a, .vp-doc h1, .vp-doc h2')) {
    if (!e.textContent.trim() || !e.getClientRects().length) continue
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))]
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (ratio < 4.5) pale.push(`${e.tagName} "${e.textContent.trim().slice(0, 40)}" has a contrast of ${ratio.toFixed(1)}`)
  }
  return pale.slice(0, 3)
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
const names = new Map()
const links = []
try {
  for (const view of views) {
    const context = await browser.newContext({ viewport: { width: view.width, height: view.height }, colorScheme: view.colorScheme, reducedMotion: 'reduce' })
    const page = await context.newPage()
    page.on('request', (request) => { if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) problems.add(`asks another host: ${request.url()}`) })
    page.on('response', (response) => { if (response.status() >= 400) problems.add(`${response.url().slice(origin.length)}: ${response.status()}`) })
    page.on('pageerror', (error) => problems.add(`${view.name}: ${page.url().slice(origin.length)}: ${error.message}`))
    for (const file of pages) {
      await page.goto(`${origin}/${file}`, { waitUntil: 'load', timeout: 60_000 })
      await page.waitForSelector('.vp-doc h1', { timeout: 60_000 })
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      if (wide > 0) problems.add(`${view.name}: ${file} is ${wide} pixels wider than the window`)
      for (const pale of await page.evaluate(paleTexts)) problems.add(`${view.name}: ${file}: ${pale}`)
      if (view === views[0]) {
        names.set(file, new Set(await page.evaluate(() => [...document.querySelectorAll('[id]')].map((e) => e.id))))
        links.push(...(await page.evaluate(() => [...document.querySelectorAll('.vp-doc a[href], .VPSidebar a[href], .VPNav a[href]')].map((a) => a.href))).map((href) => ({ file, href })))
      }
      if (['index.html', 'configuration.html', 'rotation.html'].includes(file)) await page.screenshot({ path: join(pictures, `${file.replace('.html', '')}-${view.name}.png`) })
    }
    await context.close()
  }
  for (const { file, href } of links) {
    const url = new URL(href)
    if (url.origin !== origin) continue
    const target = url.pathname === '/' ? 'index.html' : url.pathname.slice(1)
    if (!names.has(target) && !existsSync(join(site, target))) problems.add(`${file}: ${target} is not there`)
    else if (url.hash && !names.get(target)?.has(decodeURIComponent(url.hash.slice(1)))) problems.add(`${file}: ${target} has no heading ${url.hash}`)
  }
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.goto(`${origin}/index.html`, { timeout: 60_000 })
  await page.click('.VPNavBarSearch button', { timeout: 60_000 })
  await page.fill('.VPLocalSearchBox input', 'max-stale', { timeout: 60_000 })
  await page.waitForSelector('.VPLocalSearchBox .result', { timeout: 60_000 }).catch(() => problems.add('the search finds nothing for max-stale'))
  await page.screenshot({ path: join(pictures, 'search.png') })
} finally {
  await browser.close()
  server.close()
}
for (const problem of problems) console.error(problem)
console.log(`${pages.length} pages in ${views.length} views, ${links.length} links, ${problems.size} problems; pictures in ${pictures.slice(here.length + 1)}`)
process.exitCode = problems.size ? 1 : 0
