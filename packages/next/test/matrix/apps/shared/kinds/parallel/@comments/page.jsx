import { Comments } from '../../comments'

export default function Slot() {
  return <Comments />
}
