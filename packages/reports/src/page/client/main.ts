import type { PageData } from '../page-data.ts'
import { onFilters } from './address.ts'
import { Controls } from './controls.ts'
import { Detail } from './detail.ts'
import { byId, el, shown } from './dom.ts'
import { Facets } from './facets.ts'
import { Feed } from './feed.ts'
import { formatClock } from './format.ts'
import { Groups } from './groups.ts'
import { HealthLine, troubleOf } from './health.ts'
import { Overview } from './overview.ts'
import { Standings } from './standings.ts'

const notice = byId('notice')
let noticed = ''
/** What the last data say, which a failure to get new ones hides for its time. */
let trouble: string | undefined

const feed = new Feed({
  onData(data: PageData) {
    for (const part of parts) part.show(data)
    health.show(data.health)
    trouble = troubleOf(data.health)
    document.body.classList.add('ready')
  },
  onFresh(at) {
    controls.showFresh(at)
    showNotice(trouble)
  },
  onTrouble: (words, since) => showNotice(`${shown(words)} Since ${formatClock(since)}; this page keeps trying.`),
})
const controls = new Controls(byId('controls'), feed)
const standings = new Standings(byId('standings'))
const groups = new Groups(byId('groups'))
const health = new HealthLine(byId('health'))
const detail = new Detail(
  dialogOf('detail'),
  () => groups.listed,
  (fingerprint) => groups.focusRow(fingerprint),
)
const parts = [controls, standings, new Overview(byId('overview')), new Facets(byId('facets')), groups, detail]

onFilters(() => {
  controls.showFilters()
  standings.showFilters()
  detail.showFilters()
  feed.refresh()
})
feed.refresh()

function showNotice(words = ''): void {
  if (words === noticed) return
  noticed = words
  notice.replaceChildren(...(words === '' ? [] : [el('p', { class: 'notice' }, words)]))
}

function dialogOf(id: string): HTMLDialogElement {
  const element = byId(id)
  if (element instanceof HTMLDialogElement) return element
  throw new Error(`#${id} is no dialog`)
}
