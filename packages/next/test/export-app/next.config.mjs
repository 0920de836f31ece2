import { strictCsp, withSallyport } from '@sallyport/next/config'

const nextConfig = {
  output: 'export',
  // What a test wants otherwise: trailingSlash, basePath, distDir.
  ...JSON.parse(process.env.EXPORT_OPTIONS ?? '{}'),
  turbopack: { root: '/' },
}

export default withSallyport(nextConfig, { csp: strictCsp({ mode: 'nonce' }) })
