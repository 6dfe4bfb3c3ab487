import { OLDER_BUNDLERS } from '../bundlers.ts'
import { describeNames } from './names-spec.ts'
import { describeBuilds } from './spec.ts'

describeBuilds(OLDER_BUNDLERS)
describeNames(OLDER_BUNDLERS, 'names-of-old-majors.txt')
