'use client'
import { useState } from 'react'
import styled from 'styled-components'

const Box = styled.button`
  color: ${({ $color }) => $color};
`

/** Its first colour comes in the html, the second is made up in the browser. */
export function Painted() {
  const [color, setColor] = useState('rgb(1, 2, 3)')
  return (
    <Box type="button" id="painted" $color={color} onClick={() => setColor('rgb(4, 5, 6)')}>
      painted
    </Box>
  )
}
