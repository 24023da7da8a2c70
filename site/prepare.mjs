// Puts the pages of the site together in pages/: README.md as the first page, docs/, and the pages of the project that they link
// to. All of them stay plain Markdown that a forge shows too; what differs is where a link leads.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const project = join(here, '..')
const pages = join(here, 'pages')

const pageOf = new Map([
  ['README.md', 'index.md'],
  ['CHANGELOG.md', 'changelog.md'],
  ['CONTRIBUTING.md', 'contributing.md'],
  ['CODE_OF_CONDUCT.md', 'code-of-conduct.md'],
  ['SECURITY.md', 'reporting.md'],
])
for (const file of readdirSync(join(project, 'docs'))) if (file.endsWith('.md')) pageOf.set(`docs/${file}`, file)

const repository = /<scm>[\s\S]*?<url>([^<$]+)<\/url>/.exec(readFileSync(join(project, 'pom.xml'), 'utf8'))?.[1]

/** A link as it is in `source`, a path in the project, as the site has it. A file that is not a page is shown where its source is. */
function link(source, text, target, image) {
  if (/^([a-z]+:|#)/.test(target)) return `${image}[${text}](${target})`
  const [path, fragment] = target.split('#')
  const file = posix.normalize(posix.join(posix.dirname(source), path)).replace(/\/$/, '')
  if (!existsSync(resolve(project, file))) throw new Error(`${source}: ${target} leads to no file`)
  const hash = fragment ? `#${fragment}` : ''
  if (pageOf.has(file)) return `${image}[${text}](./${pageOf.get(file)}${hash})`
  if (file.startsWith('docs/')) return `${image}[${text}](./${file.slice('docs/'.length)})`
  return repository ? `${image}[${text}](${repository}/blob/main/${file}${hash})` : text
}

rmSync(pages, { recursive: true, force: true })
mkdirSync(pages)
if (existsSync(join(project, 'docs/images'))) cpSync(join(project, 'docs/images'), join(pages, 'images'), { recursive: true })
for (const [source, page] of pageOf) {
  let fenced = false
  const lines = readFileSync(join(project, source), 'utf8').split('\n').map((line) => {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced
    return fenced ? line : line.replace(/(!?)\[((?:[^\]\\]|\\.)*)\]\(([^)\s]+)\)/g, (_, image, text, target) => link(source, text, target, image))
  })
  writeFileSync(join(pages, page), lines.join('\n'))
}
