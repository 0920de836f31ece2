export function GET(): never {
  throw new Error('thrown by /throw')
}
