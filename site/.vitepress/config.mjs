import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The name of a heading in a link, as forges make it: the links in docs/ are written for those. */
const headingName = (text) => text.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-')

/** What a page is called in the navigation: its heading up to the colon. */
function title(page) {
  const file = fileURLToPath(new URL(`../pages/${page}.md`, import.meta.url))
  return /^# (.*)$/m.exec(readFileSync(file, 'utf8'))[1].split(':')[0].replace(/`/g, '')
}
const entry = (page) => ({ text: title(page), link: `/${page}` })

const groups = {
  'Use it': ['install', 'configuration', 'identities', 'trust', 'rotation', 'frameworks', 'spring', 'databases', 'kafka', 'kafka-strimzi', 'kubernetes', 'testing', 'restart-in-an-outage', 'aws', 'gcp', 'extensions', 'write-a-provider'],
  'When something is wrong': ['on-call', 'troubleshooting', 'metrics', 'agents'],
  'Decide whether to use it': ['compared', 'security', 'performance', 'compatibility', 'architecture'],
  'The project': ['changelog', 'contributing', 'reporting', 'code-of-conduct'],
}
const grouped = new Set(Object.values(groups).flat())
for (const file of readdirSync(new URL('../pages/', import.meta.url))) {
  const page = file.replace(/\.md$/, '')
  if (file.endsWith('.md') && page !== 'index' && !grouped.has(page)) throw new Error(`${file} has no place in the navigation: add it to a group in .vitepress/config.mjs`)
}

export default {
  title: 'Keyweave',
  description: 'Azure Key Vault secrets in JVM applications, without changing the application.',
  lang: 'en',
  srcDir: 'pages',
  outDir: 'target/site',
  cacheDir: 'target/cache',
  cleanUrls: false,
  // Works from a folder of any web server, and names no host: a link between two pages is relative.
  base: process.env.SITE_BASE ?? '/',
  vite: { publicDir: false },
  // Nothing is asked of another site: no web fonts.
  useWebFonts: false,
  markdown: {
    html: false,
    // What is in code is shown as it is: a Helm template's {{ ... }} is not an expression of the page.
    config: (md) => {
      const code = md.renderer.rules.code_inline
      md.renderer.rules.code_inline = (...args) => code(...args).replace('<code', '<code v-pre')
    },
    anchor: { slugify: headingName },
    toc: { slugify: headingName },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [{ text: 'Configuration', link: '/configuration' }, { text: 'Troubleshooting', link: '/troubleshooting' }, { text: 'Changes', link: '/changelog' }],
    sidebar: [
      { text: 'Keyweave', link: '/' },
      ...Object.entries(groups).map(([text, pages]) => ({ text, items: pages.map(entry) })),
    ],
    docFooter: { prev: false, next: false },
  },
}
