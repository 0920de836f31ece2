import type { PageSources } from './build-manifest.ts'

/**
 * A header kept with the shell of a partially prerendered page. Next.js sends the headers of an entry with it, so each response says
 * itself which shell it holds; it is taken off again, and its sources put into the policy, when the response is begun.
 */
export const SHELL_HEADER = 'x-sallyport-shell'

export function writeShellSources({ scripts, styles }: PageSources): string {
  return `${scripts.join(' ')};${styles.join(' ')}`
}

export function readShellSources(text: string): PageSources {
  const [scripts = '', styles = ''] = text.split(';')
  return { scripts: words(scripts), styles: words(styles) }
}

function words(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '')
}
