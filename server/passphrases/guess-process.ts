/** A process that judges one passphrase and ends: the memory of all its lists goes with it. */

import { fork } from 'node:child_process'
import path from 'node:path'
import { z } from 'zod'
import { createGuessJudge, type JudgeGuessable, loadAllLists } from './guessable.ts'

const questionSchema = z.object({ passphrase: z.string(), ownWords: z.array(z.string()) })

/** This file, built or not. */
const thisFile = path.join(import.meta.dirname, `guess-process${path.extname(import.meta.filename)}`)
/** It takes some seconds; one that takes so long hangs. */
const mostMilliseconds = 60_000

/**
 * Judges by all lists. The passphrase goes through a pipe, so that no list of processes shows it.
 * Rejects where the process fails.
 */
export const judgeInProcess: JudgeGuessable = (passphrase, ownWords) =>
  new Promise((resolve, reject) => {
    const judge = fork(thisFile, [], {
      env: {},
      execArgv: ['--max-semi-space-size=1', '--v8-pool-size=1'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      timeout: mostMilliseconds,
    })
    judge.once('message', (isGuessable) => resolve(isGuessable === true))
    judge.once('error', reject)
    judge.once('exit', () => reject(new Error('A passphrase was not judged')))
    judge.send({ passphrase, ownWords })
  })

/** Answers the one question that comes, and lets the process end. */
async function answer(question: unknown): Promise<void> {
  const { passphrase, ownWords } = questionSchema.parse(question)
  const judge = await createGuessJudge(loadAllLists())
  const isGuessable = await judge(passphrase, ownWords)
  process.send?.(isGuessable, () => process.disconnect())
}

if (process.argv[1] === thisFile) {
  process.once('message', (question) => {
    answer(question).catch(() => process.exit(1))
  })
}
