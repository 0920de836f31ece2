/** A host that many have files on, so that to admit it is to admit all of them. */
interface SharedHost {
  readonly host: string
  /** `'files'`: anybody's files are on the host itself. `'names'`: anybody can have a name below it, and get one that was given up. */
  readonly shares: 'files' | 'names'
  readonly see: string
}

const SUFFIXES = 'https://publicsuffix.org/list/'

const SHARED_HOSTS: readonly SharedHost[] = [
  { host: 'cdn.jsdelivr.net', shares: 'files', see: 'https://www.jsdelivr.com/documentation' },
  { host: 'unpkg.com', shares: 'files', see: 'https://unpkg.com/' },
  { host: 'esm.sh', shares: 'files', see: 'https://esm.sh/' },
  { host: 'raw.githubusercontent.com', shares: 'files', see: 'https://docs.github.com/en/repositories' },
  {
    host: 'gist.githubusercontent.com',
    shares: 'files',
    see: 'https://docs.github.com/en/get-started/writing-on-github',
  },
  { host: 'storage.googleapis.com', shares: 'files', see: 'https://cloud.google.com/storage/docs/request-endpoints' },
  { host: 'firebasestorage.googleapis.com', shares: 'files', see: 'https://firebase.google.com/docs/storage' },
  {
    host: 's3.amazonaws.com',
    shares: 'files',
    see: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html',
  },
  {
    host: 'www.googletagmanager.com',
    shares: 'files',
    see: 'https://developers.google.com/tag-platform/security/guides/csp',
  },
  { host: 'github.io', shares: 'names', see: SUFFIXES },
  { host: 'gitlab.io', shares: 'names', see: SUFFIXES },
  { host: 'pages.dev', shares: 'names', see: SUFFIXES },
  { host: 'workers.dev', shares: 'names', see: SUFFIXES },
  { host: 'netlify.app', shares: 'names', see: SUFFIXES },
  { host: 'vercel.app', shares: 'names', see: SUFFIXES },
  { host: 'web.app', shares: 'names', see: SUFFIXES },
  { host: 'firebaseapp.com', shares: 'names', see: SUFFIXES },
  { host: 'herokuapp.com', shares: 'names', see: SUFFIXES },
  { host: 'onrender.com', shares: 'names', see: SUFFIXES },
  { host: 'cloudfront.net', shares: 'names', see: SUFFIXES },
  { host: 'azurewebsites.net', shares: 'names', see: SUFFIXES },
  { host: 'blob.core.windows.net', shares: 'names', see: SUFFIXES },
  { host: 's3.amazonaws.com', shares: 'names', see: SUFFIXES },
]

/** The row of a host name in lower case, if it has one. */
export function findSharedHost(name: string): SharedHost | undefined {
  return SHARED_HOSTS.find(({ host, shares }) => (shares === 'files' ? name === host : name.endsWith(`.${host}`)))
}
