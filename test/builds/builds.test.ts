import { BUNDLERS } from '../bundlers.ts'
import { describeBuilds } from './spec.ts'

describeBuilds(BUNDLERS)
