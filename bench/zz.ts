import { measureWeightAndStart } from './weight-and-start.ts'

await measureWeightAndStart()
