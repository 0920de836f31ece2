import fc from 'fast-check'
import { TRAPS } from './traps.test-kit.ts'

const tags =
  '<script>,</script>,<style>,</style>,<svg>,</svg>,<math>,<template>,</template>,<select>,</select>,<!--,-->,<![CDATA[,]]>'
const pieces = fc.constantFrom(
  ...TRAPS.map(({ body }) => body),
  ...tags.split(','),
  ...[
    '<p style="',
    "<p onclick='",
    '<a href=javascript:',
    '<iframe srcdoc="',
    '<body onload=x ',
    '<base href=',
    '<meta ',
  ],
  ...[
    '<div><template shadowrootmode=open>',
    '<script type=importmap>{"integrity":{"a":"',
    '<script src=',
    '<form action=',
  ],
  ...['"', "'", '>', '\r\n', '\0', '&quot;', '&#13;', '&lt'],
)

/** Pages of bits that change how what follows is read. */
export const pages: fc.Arbitrary<string> = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 12 })
  .map((bits) => bits.join(''))
