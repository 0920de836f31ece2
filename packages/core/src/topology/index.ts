export type { AppConfig, AppCors, Edge, EdgeKind, TopologyConfig } from './config.ts'
export type { TopologyGraph, TopologyNode } from './graph.ts'
export { defineTopology, type Topology } from './topology.ts'
