import type { EdgeKind } from './config.ts'
import type { TopologyGraph } from './graph.ts'
import { type Box, GROUP_DEPTH, layOut } from './layout.ts'

interface Look {
  readonly colour: string
  /** So that the kinds can be told apart without their colours. */
  readonly dash: string
  readonly meaning: string
}

const LOOKS: Readonly<Record<EdgeKind, Look>> = {
  frames: { colour: '#3b82f6', dash: '', meaning: 'frames' },
  calls: { colour: '#0d9f6e', dash: '7 5', meaning: 'calls' },
  imports: { colour: '#a855f7', dash: '2 4', meaning: 'imports from' },
}
const KINDS = ['frames', 'calls', 'imports'] as const

/**
 * A drawing by itself, for a file or a page. Its looks are attributes, which a page's `style-src` does not judge; the style element only
 * darkens it where the reader likes it dark, and where it is blocked the drawing stays light.
 */
export function drawSvg(graph: TopologyGraph): string {
  const { width, height, boxes, families, routes } = layOut(graph)
  const kinds = KINDS.filter((kind) => graph.edges.some((edge) => edge.kind === kind))
  const full = Math.max(width, 120 + kinds.length * 130)
  const shift = (full - width) / 2
  const total = height + (kinds.length > 0 ? 34 : 0)
  const sentences = graph.edges.map(({ from, to, kind }) => `${from} ${LOOKS[kind].meaning} ${to}`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${full} ${total}" width="${full}" height="${total}" role="img" font-family="system-ui, sans-serif">`,
    '<title>Topology</title>',
    `<desc>${escapeXml(sentences.length > 0 ? `${sentences.join('; ')}.` : 'No edges.')}</desc>`,
    '<style>@media (prefers-color-scheme: dark){.paper{fill:#111827}.box{fill:#1f2937;stroke:#94a3b8}.name{fill:#f8fafc}.note{fill:#cbd5e1}}</style>',
    `<defs>${kinds.map(marker).join('')}</defs>`,
    `<rect class="paper" width="${full}" height="${total}" rx="14" fill="#ffffff"/>`,
    `<g transform="translate(${shift} 0)">`,
    ...families.map(
      ({ x, y, width, height }) =>
        `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="16" fill="#64748b" fill-opacity="0.1"/>`,
    ),
    ...routes.map(
      ({ edge: { kind }, path }) =>
        `<path d="${path}" fill="none" stroke="${LOOKS[kind].colour}" stroke-width="2"${dashOf(kind)} marker-end="url(#${kind})"/>`,
    ),
    ...boxes.map(drawBox),
    '</g>',
    ...kinds.map((kind, index) => legend(kind, (full - kinds.length * 130) / 2 + index * 130, height + 6)),
    '</svg>',
    '',
  ].join('\n')
}

function marker(kind: EdgeKind): string {
  return `<marker id="${kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="${LOOKS[kind].colour}"/></marker>`
}

function dashOf(kind: EdgeKind): string {
  return LOOKS[kind].dash === '' ? '' : ` stroke-dasharray="${LOOKS[kind].dash}"`
}

function drawBox({ app, x, y, width, height, lines }: Box): string {
  const left = x - width / 2
  const top = y - height / 2
  const rect = (offset: number): string =>
    `<rect class="box" x="${left + offset}" y="${top - offset}" width="${width}" height="${height}" rx="10" fill="#f8fafc" stroke="#64748b"${app.kind === 'external' ? ' stroke-dasharray="4 4"' : ''}/>`
  // A group is one of several cards.
  const cards = app.kind === 'group' ? [rect(GROUP_DEPTH), rect(GROUP_DEPTH / 2), rect(0)] : [rect(0)]
  const [name = '', ...notes] = lines
  const texts = [
    `<text class="name" x="${x}" y="${top + 24}" font-size="14" font-weight="600" text-anchor="middle" fill="#0f172a">${escapeXml(name)}</text>`,
    ...notes.map(
      (note, index) =>
        `<text class="note" x="${x}" y="${top + 41 + index * 16}" font-size="11.5" text-anchor="middle" fill="#475569">${escapeXml(note)}</text>`,
    ),
  ]
  return `<g>${cards.join('')}${texts.join('')}</g>`
}

function legend(kind: EdgeKind, x: number, y: number): string {
  const { colour, meaning } = LOOKS[kind]
  return `<g><path d="M${x} ${y}h34" stroke="${colour}" stroke-width="2"${dashOf(kind)} marker-end="url(#${kind})"/><text class="note" x="${x + 44}" y="${y + 4}" font-size="12" fill="#475569">${meaning}</text></g>`
}

/** Attributes here hold numbers and our own words only; what users wrote is text. */
function escapeXml(text: string): string {
  let escaped = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    // XML 1.0 §2.2 has no other control characters, not even escaped.
    if (code < 0x20 || (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff) escaped += '\ufffd'
    else escaped += code === 0x26 ? '&amp;' : code === 0x3c ? '&lt;' : code === 0x3e ? '&gt;' : character
  }
  return escaped
}
