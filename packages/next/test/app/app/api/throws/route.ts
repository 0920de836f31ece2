export const GET = () => {
  throw new Error('thrown')
}
