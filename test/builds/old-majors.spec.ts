import { OLDER_BUNDLERS } from '../bundlers.ts'
import { describeBuilds } from './spec.ts'

describeBuilds(OLDER_BUNDLERS)
