/** Who frames whom, who calls whom, and who may do neither. */
export function TopologyMap() {
  return (
    <svg
      className="map"
      viewBox="-28 0 548 298"
      role="img"
      aria-label="The shell frames three teams; shell and teams call the API; the attacker reaches none of them."
    >
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto-start-reverse"
        >
          <path d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      <g className="frames">
        <path d="M150 58 60 118" />
        <path d="M180 58V118" />
        <path d="M210 58 300 118" />
      </g>
      <g className="calls-edges">
        <path d="M60 166 150 238" />
        <path d="M180 166V238" />
        <path d="M300 166 210 238" />
        <path d="M128 34H-10a12 12 0 0 0-12 12V250a12 12 0 0 0 12 12H126" />
      </g>
      <g className="refused">
        <path d="M428 118 240 44" />
        <path d="M410 142H358" />
        <path d="M428 166 240 252" />
      </g>
      <Node x={180} y={34} label="shell" note="Next.js" />
      <Node x={60} y={142} label="catalog" note="Fastify" team="catalog" />
      <Node x={180} y={142} label="checkout" note="NestJS" team="checkout" />
      <Node x={300} y={142} label="account" note="Koa" team="account" />
      <Node x={180} y={262} label="api" note="Fastify" />
      <Node x={464} y={142} label="attacker" note="not invited" team="attacker" />
      <g className="crosses">
        <Cross x={334} y={81} />
        <Cross x={384} y={142} />
        <Cross x={334} y={209} />
      </g>
      <text x="44" y="92">
        frames
      </text>
      <text x="50" y="212">
        calls
      </text>
    </svg>
  )
}

interface NodeProps {
  readonly x: number
  readonly y: number
  readonly label: string
  readonly note: string
  readonly team?: string
}

function Node({ x, y, label, note, team }: NodeProps) {
  return (
    <g className="node" data-team={team}>
      <rect x={x - 52} y={y - 24} width="104" height="48" rx="9" />
      <text x={x} y={y - 2}>
        {label}
      </text>
      <text x={x} y={y + 14} className="note">
        {note}
      </text>
    </g>
  )
}

function Cross({ x, y }: { readonly x: number; readonly y: number }) {
  return <path d={`M${x - 6} ${y - 6}l12 12m0-12-12 12`} />
}
