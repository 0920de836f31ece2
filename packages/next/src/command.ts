#!/usr/bin/env node
import { runCommand } from './next-command.ts'

process.exitCode = await runCommand(process.argv.slice(2), {
  print: console.log,
  printError: console.error,
  isColoured: process.stdout.isTTY === true && !process.env.NO_COLOR,
})
