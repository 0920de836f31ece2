/**
 * The paths under which servers commonly serve a page of an export, that which Next.js links to first, by the file's place below the
 * exported folder: `posts/first.html`. Whether that is `first.html` or `first/index.html` is `trailingSlash` of next.config. No file has
 * the base path in its name.
 */
export function exportPaths(file: string, basePath: string): readonly [main: string, ...others: readonly string[]] {
  const path = `${basePath}/${file.split('/').map(encodeSegment).join('/')}`
  if (!path.endsWith('/index.html')) return [path.slice(0, -'.html'.length), path]
  const folder = path.slice(0, -'index.html'.length)
  return folder === '/' ? [folder, path] : [folder, folder.slice(0, -1), path]
}

/** As browsers ask for it: the URL parser leaves more as it is than `encodeURIComponent` does. */
function encodeSegment(name: string): string {
  const escaped = name.replaceAll('%', '%25').replaceAll('?', '%3F').replaceAll('#', '%23').replaceAll('\\', '%5C')
  return new URL(`https://page.invalid/${escaped}`).pathname.slice(1)
}
